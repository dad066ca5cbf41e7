import { readFileSync } from 'node:fs';
import { sharedJson, sharedList, sharedPath } from '../tools/shared';
import { made, type Given } from './steps';

/** What a reference case says of itself; see the folder's PROVENANCE.md. */
export interface Case {
  readonly name: string;
  readonly task: string;
  readonly classes: readonly string[] | null;
  readonly favourableClass: string | null;
  /** Label in the table -> class of the model, where they differ. */
  readonly labelMapping?: Readonly<Record<string, string>>;
  readonly inputs: unknown;
  readonly table: { readonly rows: number; readonly separator: string; readonly labelColumn: string; readonly protectedColumns: readonly string[] };
}

const ROOT = 'reference/onnx';
/** Heading of the column of expected scores that the tests add. */
export const EXPECTED = 'expected_score';

export function readCase(name: string): Case {
  return { ...sharedJson<Omit<Case, 'name'>>(`${ROOT}/${name}/case.json`), name };
}

/** The model file and, where the weights lie outside, the file that holds them. */
export function modelFiles(name: string): Given[] {
  return sharedList(`${ROOT}/${name}`)
    .filter((file) => file.startsWith('model.onnx'))
    .map((file) => sharedPath(`${ROOT}/${name}/${file}`));
}

const lines = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line !== '');

/** The columns of the case's expected.csv by name; none of these files quotes a cell. */
export function expectedColumns(name: string): Map<string, string[]> {
  const [head, ...rows] = lines(readFileSync(sharedPath(`${ROOT}/${name}/expected.csv`), 'utf8')).map((line) => line.split(','));
  return new Map(head!.map((column, at) => [column, rows.map((row) => row[at]!)]));
}

/** The column of expected.csv that holds what the app calls the score: the second class's probability, the value, or the decision. */
export function scoreColumn(info: Case): string[] | undefined {
  const columns = expectedColumns(info.name);
  return info.task === 'regression' ? columns.get('prediction') : (columns.get(`proba_${info.classes![1]!}`) ?? columns.get('label'));
}

/** Cells of one column of the case's table. */
export function tableColumn(info: Case, column: string): string[] {
  const [head, ...rows] = tableLines(info).map((line) => line.split(info.table.separator));
  const at = head!.indexOf(column);
  return rows.map((row) => row[at]!);
}

function tableLines(info: Case): string[] {
  return lines(readFileSync(sharedPath(`${ROOT}/${info.name}/table.csv`), 'utf8').replace(/^\uFEFF/, ''));
}

/** The case's table with one more column: what the model should give for each row. */
export function tableWithScores(info: Case, scores: readonly string[]): Given {
  const text = readFileSync(sharedPath(`${ROOT}/${info.name}/table.csv`), 'utf8');
  const end = /\r\n|\r|\n/.exec(text)![0];
  const [head, ...rows] = lines(text);
  const all = [`${head!}${info.table.separator}${EXPECTED}`, ...rows.map((row, at) => `${row}${info.table.separator}${scores[at]!}`)];
  return made('table.csv', all.join(end) + end);
}

export function plainTable(name: string): Given {
  return sharedPath(`${ROOT}/${name}/table.csv`);
}
