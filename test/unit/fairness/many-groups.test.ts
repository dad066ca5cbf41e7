import { expect, test } from 'vitest';
import { manyGroups } from '../../../src/engine/fairness/many-groups';
import { stratify, withinStrata } from '../../../src/engine/fairness/strata';
import { Random } from '../../../src/engine/stats/random';
import { drawBinomial } from '../../../src/engine/stats/sampling';
import { fisherExact } from '../../../src/engine/stats/tests';

test('with two groups it is the exact test by shuffles', () => {
  const result = manyGroups([{ k: 9, n: 20 }, { k: 3, n: 25 }], 1, 20_000)!;
  expect(result.groups[0]!.p).toBeCloseTo(fisherExact(9, 20, 3, 25)!.twoSided, 2);
  expect(result.groups[1]!.p).toBe(result.groups[0]!.p);
  expect(result.groups[0]!.difference).toBeCloseTo(9 / 20 - 3 / 25, 12);
  expect(result.widest).toBeCloseTo(9 / 20 - 3 / 25, 12);
});

test('among 40 groups without a difference it finds one in at most about 5 of 100 studies, though the largest difference is wide', () => {
  const random = new Random(5);
  let found = 0;
  const studies = 200;
  for (let study = 0; study < studies; study++) {
    const groups = Array.from({ length: 40 }, (_, g) => ({ k: drawBinomial(20 + g, 0.3, random), n: 20 + g }));
    const result = manyGroups(groups, study, 199)!;
    if (result.groups.some(({ p }) => p! <= 0.05)) found++;
    if (study === 0) {
      expect(result.floor).toBeGreaterThan(0.2);
      expect(result.widest).toBeGreaterThan(0.2);
    }
  }
  expect(found / studies).toBeLessThan(0.09);
});

test('empty groups have no value; everybody alike has no difference', () => {
  const result = manyGroups([{ k: 0, n: 0 }, { k: 2, n: 2 }, { k: 3, n: 3 }], 1, 50)!;
  expect(result.groups[0]).toEqual({ difference: null, p: null });
  expect(result.groups[1]).toEqual({ difference: 0, p: 1 });
  expect(manyGroups([{ k: 1, n: 4 }, { k: 0, n: 0 }], 1)).toBeNull();
});

test('people fall into the stratum and group of their row; unknown ones are left out', () => {
  const strata = stratify(Int8Array.of(1, 0, 1, -1, 1), Int32Array.of(0, 0, 1, 1, -1), 2, Int32Array.of(0, 1, 2, 0, 0), 3);
  expect(strata.map((tallies) => tallies.map(({ k, n }) => `${k}/${n}`))).toEqual([['1/1', '0/1', '0/0'], ['0/0', '0/0', '1/1']]);
  const { tallies } = withinStrata(strata, 0, 'others');
  expect(tallies[0]).toEqual([{ k: 1, n: 1 }, { k: 0, n: 1 }]);
  expect(withinStrata(strata, 0, 2).tallies[1]![1]).toEqual({ k: 1, n: 1 });
});
