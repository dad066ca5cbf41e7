import { describe, expect, test } from 'vitest';
import { forestGradients } from '../../../../src/engine/influence/gradients/crossings';
import { gradientsJob } from '../../../../src/engine/influence/gradients/job';
import { GRADIENT_SETTINGS } from '../../../../src/engine/influence/gradients/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { buildForest } from '../../../../src/engine/models/forest/build';
import type { TreeNode } from '../../../../src/engine/models/forest/build';
import { compileForest } from '../../../../src/engine/models/forest/evaluate';
import type { Forest } from '../../../../src/engine/models/forest/types';
import { readLightgbm } from '../../../../src/engine/models/lightgbm/read';
import { Random } from '../../../../src/engine/stats/random';
import { describeShared, sharedBytes, sharedList } from '../../../tools/shared';
import { bruteShapley, distance, single, VALUE } from '../oracle';

const FEATURES = 5;

function randomTree(random: Random, depth: number, outputs: number, splits: () => number): TreeNode {
  if (depth === 0 || random.uniform() < 0.1) return { leaf: Array.from({ length: outputs }, () => random.normal()) };
  return {
    feature: random.below(FEATURES),
    operator: random.uniform() < 0.5 ? 'le' : 'lt',
    split: splits(),
    missing: random.uniform() < 0.5 ? 'left' : 'right',
    left: randomTree(random, depth - 1, outputs, splits),
    right: randomTree(random, depth - 1, outputs, splits),
  };
}

type Row = Float64Array<ArrayBuffer>;
const twoRows = (draw: () => number): [Row, Row] => [Float64Array.from({ length: FEATURES }, draw), Float64Array.from({ length: FEATURES }, draw)];

/** Walks the way slowly: between every two neighbouring crossings the forest is scored, and the jump is the one input's that crossed. */
function slowGradients(forest: Forest, from: Float64Array<ArrayBuffer>, to: Float64Array<ArrayBuffer>): Float64Array {
  const events: { place: number; feature: number }[] = [];
  forest.feature.forEach((feature, node) => {
    if (feature < 0) return;
    const place = (forest.split[node]! - from[feature]!) / (to[feature]! - from[feature]!);
    if (place > 0 && place < 1) events.push({ place, feature });
  });
  events.sort((a, b) => a.place - b.place);
  const compiled = compileForest(forest);
  const at = (part: number): Float64Array => compiled.margins(from.map((value, j) => value + part * (to[j]! - value)), 1);
  const shares = new Float64Array(forest.outputs * forest.features);
  let before = compiled.margins(from, 1);
  events.forEach(({ place, feature }, k) => {
    const next = events[k + 1]?.place ?? 1;
    const after = k + 1 === events.length ? compiled.margins(to, 1) : at((place + next) / 2);
    for (let output = 0; output < forest.outputs; output++) {
      const cell = output * forest.features + feature;
      shares[cell] = shares[cell]! + after[output]! - before[output]!;
    }
    before = after as Float64Array<ArrayBuffer>;
  });
  return shares;
}

describe('integrated gradients of forests by their crossings', () => {
  test.each([1, 3])('agree with walking the way slowly, %i outputs', (outputs) => {
    const random = new Random(outputs);
    for (let run = 0; run < 60; run++) {
      const trees = Array.from({ length: 6 }, () => randomTree(random, 5, outputs, () => random.normal()));
      const forest = buildForest({ features: FEATURES, outputs, trees, combine: run % 2 === 0 ? 'sum' : 'mean' });
      const [from, to] = twoRows(() => random.normal());
      const found = forestGradients(forest, from, to, new Uint8Array(FEATURES));
      expect(distance(found.shares, slowGradients(forest, from, to))).toBeLessThan(1e-12);
      expect(found.exact).toBe(true);
    }
  });

  test('add up to the change of the margin with ties, missing values, levels and float32', () => {
    const random = new Random(9);
    const cell = (): number => (random.uniform() < 0.15 ? NaN : random.below(5) / 2);
    for (let run = 0; run < 200; run++) {
      const trees = Array.from({ length: 4 }, () => randomTree(random, 5, 1, () => random.below(5) / 2));
      const forest = buildForest({ features: FEATURES, outputs: 1, trees, arithmetic: run % 2 === 0 ? 'float32' : 'float64' });
      const [from, to] = twoRows(cell);
      const levels = Uint8Array.from({ length: FEATURES }, () => random.below(2));
      const { shares } = forestGradients(forest, from, to, levels);
      const compiled = compileForest(forest);
      const change = compiled.margins(to, 1)[0]! - compiled.margins(from, 1)[0]!;
      expect(Math.abs(shares.reduce((sum, value) => sum + value, 0) - change)).toBeLessThan(1e-12);
    }
  });

  test('inputs that all cross at one place share the jump as a game', () => {
    const random = new Random(4);
    const table = Array.from({ length: 8 }, () => random.normal());
    const node = (feature: number, mask: number): TreeNode =>
      feature === 3
        ? { leaf: [table[mask]!] }
        : { feature, operator: 'le', split: 0.5, missing: 'left', left: node(feature + 1, mask), right: node(feature + 1, mask | (1 << feature)) };
    const forest = buildForest({ features: 3, outputs: 1, trees: [node(0, 0)] });
    const { shares, exact } = forestGradients(forest, Float64Array.of(0, 0, 0), Float64Array.of(1, 1, 1), new Uint8Array(3));
    expect(exact).toBe(true);
    expect(distance(shares, bruteShapley(table, 3))).toBeLessThan(1e-12);
  });

  test('set splits change halfway', () => {
    const trees: TreeNode[] = [{ feature: 0, operator: 'set', split: [2, 3], missing: 'right', left: { leaf: [1] }, right: { leaf: [4] } }];
    const forest = buildForest({ features: 2, outputs: 1, trees });
    expect([...forestGradients(forest, Float64Array.of(2, 0), Float64Array.of(5, 0), Uint8Array.of(1, 0)).shares]).toEqual([3, 0]);
    expect([...forestGradients(forest, Float64Array.of(2, 0), Float64Array.of(3, 1), Uint8Array.of(1, 0)).shares]).toEqual([0, 0]);
  });

  test('are what fine staircases come near to', async () => {
    const random = new Random(21);
    const trees = Array.from({ length: 20 }, () => randomTree(random, 4, 1, () => random.normal()));
    const forest = buildForest({ features: FEATURES, outputs: 1, trees });
    const compiled = compileForest(forest);
    const [from, to] = twoRows(() => random.normal());
    const exact = forestGradients(forest, from, to, new Uint8Array(FEATURES)).shares;
    const question = {
      person: to,
      background: from,
      backgroundOf: 1,
      players: single(FEATURES),
      levels: new Uint8Array(FEATURES),
      quantity: VALUE,
      settings: { ...GRADIENT_SETTINGS, steps: 4000 },
    };
    const scorer = { width: 1, score: (rows: Float64Array, count: number) => Promise.resolve(compiled.margins(rows, count)) };
    const found = await runInline(gradientsJob, question, scorer);
    expect(distance(found.shares, exact)).toBeLessThan(0.02);
  });
});

describeShared('integrated gradients of real LightGBM forests', () => {
  test.each(sharedList('reference/numbers/shap-trees'))('%s: shares add up to the change of the margin', (name) => {
    const folder = `reference/numbers/shap-trees/${name}`;
    const { forest } = readLightgbm({ name: 'model.txt', bytes: sharedBytes(`${folder}/model.txt`) });
    const rows = new TextDecoder()
      .decode(sharedBytes(`${folder}/X.csv`))
      .trim()
      .split('\n')
      .slice(1, 12)
      .map((line) => Float64Array.from(line.split(','), (cell) => (cell === '' ? NaN : Number(cell))));
    const compiled = compileForest(forest!);
    const baseline = rows[0]!;
    for (const person of rows.slice(1)) {
      const { shares } = forestGradients(forest!, baseline, person, new Uint8Array(forest!.features));
      const [end, start] = [compiled.margins(person, 1), compiled.margins(baseline, 1)];
      end.forEach((margin, output) => {
        const sum = shares.subarray(output * forest!.features, (output + 1) * forest!.features).reduce((total, value) => total + value, 0);
        expect(Math.abs(sum - (margin - start[output]!))).toBeLessThan(1e-10);
      });
    }
  });
});
