import { expect, test } from 'vitest';
import type { GapDecomposition } from '../../../src/engine/fairness/gap/types';
import { carrierFinding } from '../../../src/engine/report/carrier-finding';
import { findings, MOST_FINDINGS } from '../../../src/engine/report/findings';
import { countDecisions } from '../../../src/engine/fairness/counts';

function decomposition(phi: readonly number[], half: readonly number[]): GapDecomposition {
  const total = phi.reduce((sum, value) => sum + value, 0);
  const numbers = Float64Array.from(half);
  const shares = { a: 0.5 + total, b: 0.5, total, phi: Float64Array.from(phi), se: numbers, halfWidth: numbers, bandHalfWidth: numbers, covariance: new Float64Array(0), freedom: 9, remainder: 0, remainderHalfWidth: 0 };
  const people = { a: 10, ofA: 300, b: 10, ofB: 200 };
  return { lens: 'shared', players: phi.map((_, j) => `x${j}`), shares: [shares], units: 10, of: 10, people, background: 10, rowsEvaluated: 1, seed: 1, delta: 0.05, warnings: [] };
}

test('names the two largest parts that are clear of 0 and lie on the side of the gap', () => {
  const found = carrierFinding(decomposition([0.02, 0.1, -0.04, 0.05, 0.01], [0.005, 0.02, 0.01, 0.02, 0.02]))!;
  expect(found.parts.map(({ player }) => player)).toEqual([1, 3]);
  expect(found).toMatchObject({ kind: 'carriers', size: 0.1, n: 500, link: { screen: 'drivers', part: 'gap' }, limit: 'accounts-only' });
  expect(found.total).toBeCloseTo(0.14, 14);
  expect(found.interval!.lower).toBeCloseTo(0.08, 14);
  expect(found.interval!.upper).toBeCloseTo(0.12, 14);
});

test.each([
  ['no part is clear of 0', [0.02, -0.01], [0.05, 0.02]],
  ['errors are not known', [0.02, 0.1], [NaN, NaN]],
  ['there is no gap', [0, 0], [0, 0]],
])('says nothing where %s', (_, phi, half) => {
  expect(carrierFinding(decomposition(phi, half))).toBeNull();
});

test('stands after the gaps and takes one of the seven places', () => {
  const groups = Int32Array.from({ length: 4000 }, (_, row) => row % 2);
  const labels = Int8Array.from({ length: 4000 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const decisions = Int8Array.from({ length: 4000 }, (_, row) => (row % 10 < (row % 2 === 0 ? 7 : 4) ? 1 : 0));
  const { table } = countDecisions(decisions, { groups, groupCount: 2, labels });
  const carriers = carrierFinding(decomposition([0.1], [0.01]))!;
  const common = { table, threshold: 0.5, margin: 0.02, seed: 1, person: { row: 1, score: 0.3 }, inputs: [{ column: 0, missing: 9, unseen: 0 }] };
  const { findings: list } = findings({ ...common, carriers });
  const kinds = list.map(({ kind }) => kind);
  expect(kinds.slice(0, kinds.indexOf('carriers')).every((kind) => kind === 'gap')).toBe(true);
  expect(kinds.indexOf('carriers')).toBeGreaterThan(0);
  expect(list.length).toBeLessThanOrEqual(MOST_FINDINGS);
  expect(findings(common).findings.map(({ kind }) => kind)).not.toContain('carriers');
});
