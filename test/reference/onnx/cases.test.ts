import { expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { decodeScores } from '../../../src/engine/models/binding/decode';
import { makeEncoder } from '../../../src/engine/models/binding/encode';
import { encodeRows, featureSpace } from '../../../src/engine/models/binding/features';
import { proposeBinding } from '../../../src/engine/models/binding/propose';
import { parseBinding, printBinding } from '../../../src/engine/models/binding/text';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { refineOutput, withClassNames } from '../../../src/engine/models/onnx/refine';
import { scoreWidth, type Model } from '../../../src/engine/models/types';
import { openTable } from '../../../src/engine/table/open';
import { memorySource } from '../../../src/engine/table/source';
import type { Role, Table } from '../../../src/engine/table/types';
import { openSession } from '../../tools/ort';
import { describeShared, sharedBytes, sharedJson, sharedList } from '../../tools/shared';

interface Case {
  refusal?: boolean;
  shouldTell?: string;
  classes: string[] | null;
  table: { file: string; rows: number; separator: string; labelColumn: string; protectedColumns: string[] };
  inputs: unknown[];
  toleranceWasm?: { probabilityMaxAbs?: number; valueMaxAbs?: number };
}

const ROOT = 'reference/onnx';
const names = sharedList(ROOT).filter((name) => !name.includes('.'));
const CHUNK = 400;

/** Where the mapping must come from a person: the file has no names for its inputs, or its codes are nowhere. */
const ASKED = new Set([
  'acs-lightgbm-zipmap-nan',
  'adult-torch-embeddings',
  'communities-forest-regression',
  'communities-torch-3logits',
  'compas-dummies-voting-zipmap',
  'diabetes-xgboost-3class',
  'german-torch-legacy-batch1',
  'heloc-gradboost-matrix-reordered',
  'heloc-torch-dynamo-external',
  'spain-histgb-nan',
  'taiwan-keras-tf2onnx',
  'taiwan-mlp-float64',
]);

/** What the file leaves open about its classes or its output; a person or the values answer it. */
const QUESTIONS: Record<string, string[]> = {
  'adult-torch-embeddings': ['class-names'],
  'communities-torch-3logits': ['output-meaning', 'class-names'],
  'german-torch-legacy-batch1': ['output-meaning'],
  'heloc-torch-dynamo-external': ['positive-class'],
  'taiwan-keras-tf2onnx': ['positive-class'],
};

function open(name: string): Model {
  const companions = sharedList(`${ROOT}/${name}`)
    .filter((file) => file.endsWith('.data'))
    .map((file) => ({ name: file, bytes: sharedBytes(`${ROOT}/${name}/${file}`) }));
  return readOnnx({ name: 'model.onnx', bytes: sharedBytes(`${ROOT}/${name}/model.onnx`) }, companions);
}

async function tableAt(path: string): Promise<Table> {
  return (await openTable(memorySource('table.csv', sharedBytes(path)))).table;
}

function roles(table: Table, info: Case): Role[] {
  return table.columns.map((column) => (column.name === info.table.labelColumn ? 'label' : 'feature'));
}

async function scoreAll(
  opened: Model,
  info: Case,
  table: Table,
  binding: ReturnType<typeof parseBinding>,
): Promise<{ scores: Float64Array; model: Model }> {
  let model = opened;
  const session = await openSession(model.graph!);
  try {
    const space = featureSpace(model, table, binding);
    const encode = makeEncoder(model, space, binding);
    const parts: number[] = [];
    for (let from = 0; from < table.rows; from += CHUNK) {
      const rows = encodeRows(table, space, from, Math.min(table.rows, from + CHUNK));
      const batch = encode(rows.values, rows.count);
      const outputs = await session.run(batch, model.output.tensors);
      if (from === 0) {
        const label = table.columns.find((column) => column.name === info.table.labelColumn);
        model = refineOutput(model, outputs, rows.count, label?.kind === 'category' ? label.levels.length : undefined);
        if (info.classes !== null && model.questions.some((q) => q.id === 'class-names' || q.id === 'positive-class'))
          model = withClassNames(model, info.classes);
      }
      parts.push(...decodeScores(model, outputs, rows.count, batch.unfit));
    }
    return { scores: Float64Array.from(parts), model };
  } finally {
    await session.release();
  }
}

function worst(model: Model, info: Case, scores: Float64Array, expected: Table): number {
  const column = (name: string): Float64Array => {
    const found = expected.columns.find((c) => c.name === name);
    if (found?.kind !== 'numeric') throw new Error(`expected.csv has no numbers "${name}"`);
    return found.values;
  };
  const width = scoreWidth(model);
  const compared =
    model.task === 'regression'
      ? [column('prediction')]
      : width === 1
        ? [column(`proba_${info.classes![1]}`)]
        : info.classes!.map((name) => column(`proba_${name}`));
  let largest = 0;
  for (let i = 0; i < expected.rows; i++)
    compared.forEach(
      (values, k) =>
        (largest = Math.max(largest, Math.abs(values[i]! - scores[i * width + k]!) || (Number.isNaN(scores[i * width + k]!) ? Infinity : 0))),
    );
  return largest;
}

describeShared('ONNX files of the tools people use', () => {
  const cases = names.map((name) => [name, sharedJson<Case>(`${ROOT}/${name}/case.json`)] as const);
  test('all cases are there', () => expect(names).toHaveLength(20));

  for (const [name, info] of cases) {
    if (info.refusal === true) {
      test(`${name} is refused in the words asked for`, () => {
        let error: unknown;
        try {
          open(name);
        } catch (caught) {
          error = caught;
        }
        expect(error).toBeInstanceOf(AssayError);
        const { what, why, remedy } = (error as AssayError).record;
        for (const sentence of info.shouldTell!.replace('the number it states', '26').split(/(?<=\.)\s+(?=[A-Z])/))
          expect(`${what} ${why} ${remedy}`).toContain(sentence);
      });
      continue;
    }

    test(`${name} gives the scores of the library it comes from`, async () => {
      const model = open(name);
      const table = await tableAt(`${ROOT}/${name}/table.csv`);
      expect(table.rows).toBe(info.table.rows);
      expect(model.questions.map((q) => q.id).filter((id) => id !== 'input-order')).toEqual(QUESTIONS[name] ?? []);
      const proposed = proposeBinding(model, table, roles(table, info));
      const given = parseBinding(JSON.stringify(info.inputs), table, model);
      if (ASKED.has(name)) expect(proposed.questions.length).toBeGreaterThan(0);
      else {
        expect(proposed.questions).toEqual([]);
        expect(proposed.how.filter((how) => how !== 'exact')).toEqual([]);
      }
      const binding = ASKED.has(name) ? given : proposed.binding;
      if (!ASKED.has(name))
        expect(proposed.binding.sources.map((s) => s && 'column' in s && s.column)).toEqual(given.sources.map((s) => s && 'column' in s && s.column));
      expect(parseBinding(printBinding(binding, table), table, model)).toEqual(binding);

      const { scores, model: refined } = await scoreAll(model, info, table, binding);
      const expected = await tableAt(`${ROOT}/${name}/expected.csv`);
      if (refined.output.layout === 'decision') {
        const label = expected.columns.find((c) => c.name === 'label')!;
        if (label.kind !== 'category') throw new Error('labels expected');
        const wrong = [...scores].filter((score, i) => refined.classes[score] !== label.levels[label.codes[i]!]).length;
        expect(wrong).toBe(0);
        return;
      }
      expect(refined.questions.map((q) => q.id).filter((id) => id !== 'input-order')).toEqual([]);
      if (info.classes !== null) expect(refined.classes).toEqual(info.classes);
      const tolerance = info.toleranceWasm?.probabilityMaxAbs ?? info.toleranceWasm?.valueMaxAbs ?? 0;
      expect(worst(refined, info, scores, expected)).toBeLessThanOrEqual(tolerance * 1.01 + 1e-8);
    });
  }
});
