import { expect, test } from 'vitest';
import { countDecisions } from '../../../src/engine/fairness/counts';
import { waysTable, type WaysTable } from '../../../src/engine/recourse/groups/table';
import type { PersonWay } from '../../../src/engine/recourse/groups/types';
import { findings, MOST_FINDINGS } from '../../../src/engine/report/findings';
import { recourseFinding } from '../../../src/engine/report/recourse-finding';

/** Two groups of 300: so many without a way, the others with costs evenly spread up to the given one. */
function table(none: readonly [number, number], most: readonly [number, number]): WaysTable {
  const group = Int32Array.from({ length: 600 }, (_, person) => (person < 300 ? 0 : 1));
  const ways = Array.from(group, (own, person): PersonWay => {
    const at = person % 300;
    const cost = at < none[own]! ? Infinity : (most[own]! * (at - none[own]! + 1)) / (300 - none[own]!);
    return { person, kind: cost === Infinity ? 'none' : 'proved', cost, bound: cost, fewest: 1, changed: [] };
  });
  return waysTable(ways, { group, denied: [300, 300] }, { against: 'others', margin: 0.02 }, 0);
}

test('tells who has no way where that is clear', () => {
  const found = recourseFinding(table([120, 60], [0.4, 0.4]))!;
  expect(found).toMatchObject({ kind: 'recourse', measure: 'share', group: 0, comparedWith: 1, here: 0.4, there: 0.2, sure: 'gap', n: 600, limit: 'within-limits', link: { screen: 'groups', part: 'recourse' } });
  expect(found.size).toBeCloseTo(0.2, 12);
});

test('tells who has the costlier way where everybody has one, as the distance from even', () => {
  const found = recourseFinding(table([0, 0], [0.4, 0.8]))!;
  expect(found).toMatchObject({ measure: 'cost', group: 1, comparedWith: 0, sure: 'gap' });
  // Of uniform costs up to 0.8 and up to 0.4 the first is the larger one in 3 of 4 pairs.
  expect(found.here).toBeCloseTo(0.75, 2);
  expect(found.here + found.there).toBeCloseTo(1, 12);
  expect(found.size).toBeCloseTo(found.here - 0.5, 12);
  expect(found.interval!.lower).toBeLessThan(found.size);
});

test('a clear difference of costs comes before a share that could be chance', () => {
  expect(recourseFinding(table([60, 58], [0.2, 0.9]))).toMatchObject({ measure: 'cost', sure: 'gap' });
  expect(recourseFinding(table([60, 58], [0.4, 0.4]))).toMatchObject({ measure: 'share', sure: 'chance' });
});

test('says nothing where nobody is compared or too few are', () => {
  const ways = Array.from({ length: 24 }, (_, person): PersonWay => ({ person, kind: 'none', cost: Infinity, bound: Infinity, fewest: NaN, changed: [] }));
  const few = waysTable(ways, { group: Int32Array.from(ways, ({ person }) => person % 2), denied: [12, 12] }, { against: 'others', margin: 0.02 }, 0);
  expect(recourseFinding(few)).toBeNull();
  expect(recourseFinding(waysTable(ways, { group: new Int32Array(24), denied: [24] }, { against: 'others', margin: 0.02 }, 0))).toBeNull();
});

test('stands after the gaps and takes one of the seven places', () => {
  const groups = Int32Array.from({ length: 4000 }, (_, row) => row % 2);
  const decisions = Int8Array.from({ length: 4000 }, (_, row) => (row % 10 < (row % 2 === 0 ? 7 : 4) ? 1 : 0));
  const { table: counts } = countDecisions(decisions, { groups, groupCount: 2, labels: Int8Array.from({ length: 4000 }, (_, row) => (row % 3 === 0 ? 1 : 0)) });
  const recourse = recourseFinding(table([120, 60], [0.4, 0.4]))!;
  const { findings: list } = findings({ table: counts, threshold: 0.5, margin: 0.02, seed: 1, person: { row: 1, score: 0.3 }, recourse });
  const kinds = list.map(({ kind }) => kind);
  expect(kinds).toContain('recourse');
  expect(kinds.indexOf('recourse')).toBeGreaterThan(kinds.lastIndexOf('gap', kinds.indexOf('person')));
  expect(kinds.indexOf('recourse')).toBeLessThan(kinds.indexOf('person'));
  expect(list.length).toBeLessThanOrEqual(MOST_FINDINGS);
});
