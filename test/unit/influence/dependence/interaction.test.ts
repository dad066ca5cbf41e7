import { describe, expect, test } from 'vitest';
import { hSquared, interactionAt, interactionIntervals, rootMeanSquare } from '../../../../src/engine/influence/dependence/interaction';
import { numberAxis } from '../../../../src/engine/influence/dependence/axes';
import { dependenceJob } from '../../../../src/engine/influence/dependence/job';
import { DEPENDENCE_SETTINGS } from '../../../../src/engine/influence/dependence/types';
import { runInline } from '../../../../src/engine/jobs/inline';
import { Random } from '../../../../src/engine/stats/random';
import { twoSidedStudent } from '../../../../src/engine/influence/sampled/estimate';
import { scorerOf, VALUE } from '../oracle';
import { curved, draw, filled, type Row } from './rows';

const meansOf = (each: Float64Array, n: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: n }, (_, point) => each.subarray(point * n, (point + 1) * n).reduce((sum, value) => sum + value, 0) / n);

describe('how sure H² and the size of an interaction are', () => {
  test('is what leaving each row out, and working everything out anew, gives', () => {
    const rows = draw(new Random(3), 15);
    const found = interactionIntervals(...filled(rows, curved));
    const values = (kept: readonly Row[]): [number, number] => {
      const [first, second, joint] = filled(kept, curved).map((each) => meansOf(each, kept.length)) as [Float64Array, Float64Array, Float64Array];
      return [Math.log(hSquared(first, second, joint)!), Math.log(rootMeanSquare(interactionAt(first, second, joint)))];
    };
    const all = values(rows);
    const left = rows.map((_, out) => values(rows.filter((__, row) => row !== out)));
    [found.hSquared!, found.size!].forEach(({ lower, upper }, which) => {
      const own = left.map((each) => each[which]!);
      const middle = own.reduce((sum, value) => sum + value, 0) / 15;
      const moment = (power: number): number => own.reduce((sum, value) => sum + (value - middle) ** power, 0);
      const freedom = Math.min(14, 30 / ((15 * moment(4)) / moment(2) ** 2 - 1));
      const half = twoSidedStudent(freedom, 0.05) * Math.sqrt((14 / 15) * moment(2));
      expect(Math.log(lower)).toBeCloseTo(all[which]! - half, 8);
      expect(Math.log(upper)).toBeCloseTo(all[which]! + half, 8);
    });
  });

  test('inputs that only add have none for sure; a constant has nothing to tell', () => {
    const rows = draw(new Random(4), 20);
    expect(interactionIntervals(...filled(rows, (a, b, c) => a - 2 * b + c))).toEqual({ hSquared: { lower: 0, upper: 0 }, size: { lower: 0, upper: 0 } });
    expect(interactionIntervals(...filled(rows, () => 0.1))).toEqual({ hSquared: null, size: null });
    expect(interactionIntervals(...filled(rows.slice(0, 2), curved))).toEqual({ hSquared: null, size: null });
  });

  test.each([
    ['a product beside main effects', (a: number, b: number, c: number) => a + b + a * b + c, 0],
    ['a curved score of inputs that go together', curved, 0.5],
  ] as const)('%s: the intervals hold what a very large sample has in about 95 of 100 samples', (_, model, same) => {
    // Of 80 people, as the screen has them.
    const people = 80;
    const runs = 1000;
    const large = Array.from({ length: 6 }, (__, k) => {
      const rows = draw(new Random(900 + k), 2000, same);
      const [first, second, joint] = filled(rows, model).map((each) => meansOf(each, rows.length)) as [Float64Array, Float64Array, Float64Array];
      return [hSquared(first, second, joint)!, rootMeanSquare(interactionAt(first, second, joint))] as const;
    });
    const truth = [0, 1].map((which) => large.reduce((sum, each) => sum + each[which]! / large.length, 0));
    const held = [0, 0];
    for (let run = 1; run <= runs; run++) {
      const { hSquared: share, size } = interactionIntervals(...filled(draw(new Random(run), people, same), model));
      [share!, size!].forEach(({ lower, upper }, which) => (held[which]! += +(lower <= truth[which]! && truth[which]! <= upper)));
    }
    for (const count of held) {
      expect(count / runs).toBeGreaterThan(0.93);
      expect(count / runs).toBeLessThanOrEqual(0.97);
    }
  });

  test('the job gives them beside the values', async () => {
    const rows = draw(new Random(6), 40);
    const values = Float64Array.from(rows.flat());
    const axes = [0, 1, 2].map((feature) => numberAxis(`x${feature}`, feature, Float64Array.from(rows, (row) => row[feature]!)));
    const question = { values, width: 3, axes, pairs: [[0, 1]] as const, quantity: VALUE, settings: { ...DEPENDENCE_SETTINGS, curveRows: 0 } };
    const { pairs } = await runInline(dependenceJob, question, scorerOf((row) => curved(row[0]!, row[1]!, row[2]!)));
    const expected = interactionIntervals(...filled(rows, curved));
    for (const [found, wanted] of [[pairs[0]!.hSquaredInterval!, expected.hSquared!], [pairs[0]!.sizeInterval!, expected.size!]] as const) {
      expect(found.lower).toBeCloseTo(wanted.lower, 10);
      expect(found.upper).toBeCloseTo(wanted.upper, 10);
    }
    expect(pairs[0]!.hSquaredInterval!.lower).toBeLessThan(pairs[0]!.hSquared!);
  });
});
