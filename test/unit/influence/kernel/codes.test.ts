import { expect, test } from 'vitest';
import { fillCodes, forestCodes } from '../../../../src/engine/influence/trees/kernel/codes';
import { buildForest, type TreeNode } from '../../../../src/engine/models/forest/build';
import type { Forest } from '../../../../src/engine/models/forest/types';
import { goesLeft } from '../../../../src/engine/models/forest/walk';
import { Random } from '../../../../src/engine/stats/random';
import { cells, INPUTS, randomForest } from '../random-forest';

/** What codes say for each row at a node: 1 goes left. */
function byCodes(forest: Forest, node: number, columns: Float64Array, rows: number): number[] {
  const codes = forestCodes(forest)!;
  const stride = rows + 3;
  const out = new Int16Array(stride * codes.columns.length);
  fillCodes(forest, codes.columns, columns, rows, stride, out);
  const [column, cut] = [codes.questions[2 * node]!, codes.questions[2 * node + 1]!];
  return Array.from(out.subarray(column * stride, column * stride + rows), (code) => (cut < -1 ? codes.members[-2 - cut + code]! : +!(code > cut)));
}

const stump = (operator: 'le' | 'lt', split: number, missing: 'left' | 'right'): TreeNode => ({ feature: 0, operator, split, missing, left: { leaf: [1] }, right: { leaf: [0] } });
const hard = [-Infinity, -Number.MAX_VALUE, -1, -Number.MIN_VALUE, -0, 0, Number.MIN_VALUE, 1 - Number.EPSILON / 2, 1, 1 + Number.EPSILON, 2, Number.MAX_VALUE, Infinity, NaN];

test.each(['le', 'lt'] as const)('%s: rows on, just below and just above a split, infinite and missing ones take the side they must', (operator) => {
  const splits = hard.filter((split) => !Number.isNaN(split));
  const trees = splits.flatMap((split) => (['left', 'right'] as const).map((missing) => stump(operator, split, missing)));
  const forest = buildForest({ features: 1, outputs: 1, trees });
  for (const root of forest.roots) expect(byCodes(forest, root, Float64Array.from(hard), hard.length)).toEqual(hard.map((x) => goesLeft(forest, root, x)));
});

test.each([undefined, 'floor', 'truncate'] as const)('sets, with numbers made whole by %s', (setCodes) => {
  const sets = [[0], [1, 3], [], [-1, 2, 7]];
  const trees = sets.map((split, k): TreeNode => ({ ...stump('le', 0, k % 2 === 0 ? 'left' : 'right'), operator: 'set', split }) as TreeNode);
  const forest: Forest = { ...buildForest({ features: 1, outputs: 1, trees }), ...(setCodes && { setCodes }) };
  const values = [-1, -0.5, -0, 0, 0.5, 1, 1.5, 2, 3, 7, 8, 1e300, -Infinity, Infinity, NaN];
  for (const root of forest.roots) expect(byCodes(forest, root, Float64Array.from(values), values.length)).toEqual(values.map((x) => goesLeft(forest, root, x)));
});

test('every node of random forests', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const forest = randomForest(seed, 1, 'sum');
    const rows = cells(new Random(seed), 50);
    const columns = Float64Array.from({ length: 50 * INPUTS }, (_, at) => rows[at % 50]![Math.floor(at / 50)]!);
    for (const node of forest.feature.keys()) {
      const feature = forest.feature[node]!;
      if (feature >= 0) expect(byCodes(forest, node, columns, 50)).toEqual(rows.map((row) => goesLeft(forest, node, row[feature]!)));
    }
  }
});

test('an input with more cuts than codes are gives no codes, and so no kernel', () => {
  const trees = (count: number): TreeNode[] => Array.from({ length: count }, (_, split) => stump('le', split, 'left'));
  expect(forestCodes(buildForest({ features: 1, outputs: 1, trees: trees(32_766) }))?.columns[0]!.marks.length).toBe(32_766);
  expect(forestCodes(buildForest({ features: 1, outputs: 1, trees: trees(32_767) }))).toBeUndefined();
});
