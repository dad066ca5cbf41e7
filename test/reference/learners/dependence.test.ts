import { expect, test } from 'vitest';
import { numberAxis } from '../../../src/engine/influence/dependence/axes';
import { dependenceJob } from '../../../src/engine/influence/dependence/job';
import type { Dependence } from '../../../src/engine/influence/dependence/types';
import type { Quantity } from '../../../src/engine/influence/quantities';
import { runInline } from '../../../src/engine/jobs/inline';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { readLightgbm } from '../../../src/engine/models/lightgbm/read';
import { sigmoid } from '../../../src/engine/models/links';
import { describeShared, sharedBytes } from '../../tools/shared';
import { distance, VALUE } from '../../unit/influence/oracle';
import { column, expectedValues, readTable } from './read';

const folder = 'reference/numbers/learners/pdp-ale-pfi-compas';
const SCALES = ['probability', 'margin'] as const;

interface ByScale {
  readonly probability: number[];
  readonly margin: number[];
}
interface Expected {
  readonly pdp: Record<string, ByScale & { grid: number[] }>;
  readonly ice_first3: Record<string, number[][]>;
  readonly ale: Record<string, ByScale & { edges: number[]; counts: number[] }>;
  readonly friedman_h2_margin_first60_rows: Record<string, { h2: number }>;
}

describeShared('dependence on a LightGBM forest, computed elsewhere', () => {
  const TOLERANCE = 1e-10;

  async function find(scale: (typeof SCALES)[number]): Promise<{ values: Expected; found: Dependence; names: string[]; pairs: [number, number][] }> {
    const { values } = expectedValues<Expected>(`${folder}/expected.json`);
    const table = readTable(`${folder}/table.csv`);
    const { forest } = readLightgbm({ name: 'model.txt', bytes: sharedBytes(`${folder}/model.txt`) });
    const compiled = compileForest(forest!);
    const names = table.names.slice(0, -1);
    const axes = names.map((name, feature) => ({
      ...numberAxis(name, feature, Float64Array.from(column(table, name)), { bins: 10 }),
      grid: Float64Array.from(values.pdp[name]!.grid),
    }));
    const pairs = names.flatMap((_, j) => names.slice(j + 1).map((_other, k): [number, number] => [j, j + 1 + k]));
    const quantity: Quantity = VALUE;
    const rows = Float64Array.from(table.rows.flatMap((row) => row.slice(0, -1)));
    const scorer = {
      width: 1,
      score: (batch: Float64Array, count: number) => {
        const margins = compiled.margins(batch, count);
        return Promise.resolve(scale === 'margin' ? margins : margins.map(sigmoid));
      },
    };
    const settings = { curveRows: 1000, pairRows: 60, delta: 0.05 };
    const found = await runInline(dependenceJob, { values: rows, width: names.length, axes, pairs, quantity, settings }, scorer);
    return { values, found, names, pairs };
  }

  test.each(SCALES)('partial dependence and accumulated effects, %s', async (scale) => {
    const { values, found, names } = await find(scale);
    for (const [j, name] of names.entries()) {
      const { partial, accumulated } = found.axes[j]!;
      expect(distance(partial!.mean, values.pdp[name]![scale])).toBeLessThan(TOLERANCE);
      expect(distance(accumulated!.edges, values.ale[name]!.edges)).toBeLessThan(TOLERANCE);
      expect([...accumulated!.counts]).toEqual(values.ale[name]!.counts);
      expect(distance(accumulated!.effect, values.ale[name]![scale])).toBeLessThan(TOLERANCE);
    }
  });

  test('individual curves', async () => {
    const { values, found, names } = await find('probability');
    for (const [j, name] of names.entries()) {
      const expected = values.ice_first3[name]!.flat();
      expect(distance(found.axes[j]!.partial!.curves.subarray(0, expected.length), expected)).toBeLessThan(TOLERANCE);
    }
  });

  test('H statistics', async () => {
    const { values, found, names, pairs } = await find('margin');
    expect(pairs).toHaveLength(10);
    for (const [index, [j, k]] of pairs.entries()) {
      const expected = values.friedman_h2_margin_first60_rows[`${names[j]} x ${names[k]}`]!.h2;
      expect(Math.abs(found.pairs[index]!.hSquared! - expected)).toBeLessThan(TOLERANCE);
    }
  });
});
