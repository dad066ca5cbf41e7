import { expect, test } from 'vitest';
import { buildForest, type TreeNode } from '../../../src/engine/models/forest/build';
import { forestFacts, isDeeperThan } from '../../../src/engine/models/forest/facts';

/** A chain of splits, each with a leaf on its left. */
const chain = (splits: number): TreeNode => (splits === 0 ? { leaf: [1] } : { feature: splits % 3, operator: 'le', split: splits, missing: 'left', left: { leaf: [0] }, right: chain(splits - 1) });

test.each([
  ['a leaf alone', [0], 0],
  ['one split', [1], 1],
  ['trees of different depth', [2, 5, 0], 5],
])('%s: its depth is counted, and told from any other', (_, splits, depth) => {
  const forest = buildForest({ features: 3, outputs: 1, trees: splits.map(chain) });
  expect(forestFacts(forest)).toMatchObject({ trees: splits.length, leaves: splits.reduce((sum, own) => sum + own + 1, 0), depth });
  for (let than = 0; than < 8; than++) expect(isDeeperThan(forest, than)).toBe(depth > than);
});
