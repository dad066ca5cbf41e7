import { readFileSync } from 'node:fs';
import { runInline } from '../../src/engine/jobs/inline';
import { encodeRows, featureSpace } from '../../src/engine/models/binding/features';
import { proposeBinding } from '../../src/engine/models/binding/propose';
import { exactStructure, type ExactStructure } from '../../src/engine/models/binding/structure';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { applyLink } from '../../src/engine/models/links';
import { openModel } from '../../src/engine/models/open';
import { cumulativeShare } from '../../src/engine/recourse/costs';
import { waysJob } from '../../src/engine/recourse/groups/job';
import { WAY_BUDGET, type WaysQuestion } from '../../src/engine/recourse/groups/types';
import type { FeatureRule } from '../../src/engine/recourse/types';
import { Random } from '../../src/engine/stats/random';
import { guessRoles } from '../../src/engine/table/roles';
import { openTable } from '../../src/engine/table/open';
import { memorySource } from '../../src/engine/table/source';
import { readTask } from '../reference/recourse/tasks';
import { cpuSeconds } from '../tools/bench-rows';
import { haveShared } from '../tools/shared';

const PEOPLE = 1000;
/** Seconds that a thousand people may take on two cells. */
const ALLOWED = 60;

type Known = Pick<WaysQuestion, 'rules' | 'prices' | 'columns'>;

/** A thousand of the people on the unfavourable side, with every limit as it is. */
async function thousand(structure: ExactStructure, rows: Float64Array<ArrayBuffer>, line: number, known: Known): Promise<Record<string, unknown>> {
  const width = known.rules.length;
  const { margins } = compileForest(structure.forest);
  const score = (values: Float64Array, count: number): Float64Array<ArrayBuffer> => applyLink(structure.link, margins(structure.inputs(values, count), count), 1, structure.scale);
  const scores = score(rows, rows.length / width);
  const denied = [...scores.keys()].filter((row) => scores[row]! < line);
  const drawn = new Random(1).sample(denied.length, PEOPLE);
  const question: WaysQuestion = {
    ...known,
    people: Float64Array.from([...drawn].flatMap((at) => [...rows.subarray(denied[at]! * width, (denied[at]! + 1) * width)])),
    group: new Int32Array(drawn.length),
    free: known.rules,
    fillMissing: false,
    couplings: [],
    combine: 'sum',
    mostChanges: width,
    target: { class: 1, above: line },
    task: 'binary',
    reached: new Float64Array(0),
    scale: { features: known.rules.map(() => ({ kind: 'same', span: 0 })), players: known.rules.map((_, feature) => ({ name: String(feature), features: [feature] })) },
    budget: { ...WAY_BUDGET, relaxed: 0 },
  };
  const start = cpuSeconds();
  const { ways } = await runInline(waysJob, question, { width: 1, score: (values, count) => Promise.resolve(score(values, count)) }, structure);
  const seconds = cpuSeconds() - start;
  const of = (kind: string): number => ways.filter((way) => way.kind === kind).length / ways.length;
  return { people: ways.length, seconds, overAllowedOnTwoCells: seconds / 2 / ALLOWED, proved: of('proved') + of('none'), none: of('none') };
}

async function demo(): Promise<Record<string, unknown>> {
  const file = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(new URL(`../../models/${name}`, import.meta.url)));
  const { table } = await openTable(memorySource('loans-today.csv', file('loans-today.csv')));
  const model = await openModel([{ name: 'loans-boosted.onnx', bytes: file('loans-boosted.onnx') }]);
  const roles = guessRoles(table, { inputNames: model.inputs.map(({ name }) => name), classes: model.classes }).map(({ role }) => role);
  const { binding } = proposeBinding(model, table, roles);
  const space = featureSpace(model, table, binding);
  const rows = encodeRows(table, space, 0, table.rows).values;
  const columns = space.features.map((_, feature) => rows.filter((__, at) => at % space.features.length === feature).sort());
  const rules = columns.map((column, feature): FeatureRule => ({ kind: 'number', low: column[0]!, high: column[column.length - 1]!, step: space.features[feature]!.whole ? 1 : 0.1, direction: 'any', weight: 1 }));
  const prices = columns.map((column) => ({ kind: 'number', cost: 'percentile', share: cumulativeShare(column), rows: column.length, spread: 1 }) as const);
  return thousand(exactStructure(model, space, binding)!, rows, model.threshold ?? 0.5, { rules, prices, columns });
}

/** A thousand people turned down, asked one by one what it would take: processor seconds of one thread, and the share settled by proof. */
export async function bench(): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = { demo: await demo() };
  if (!haveShared) return figures;
  for (const name of ['adult', 'adult-locked'] as const) {
    const { structure, rules, prices, columns, table } = await readTask(name);
    figures[name] = await thousand(structure, table, 0.5, { rules, prices, columns });
  }
  return figures;
}
