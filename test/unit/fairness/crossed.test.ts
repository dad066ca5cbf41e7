import { expect, test } from 'vitest';
import { countDecisions } from '../../../src/engine/fairness/counts';
import { crossedRates } from '../../../src/engine/fairness/crossed';
import { intersect } from '../../../src/engine/fairness/intersections';
import { EMPTY_INTAKE, type Intake, suggestPrimary } from '../../../src/engine/fairness/primary';
import { Random } from '../../../src/engine/stats/random';

test('crossed groups have their raw rate, one drawn towards their levels, and a p-value for all at once', () => {
  const random = new Random(7);
  const rows = 3000;
  const draw = (shares: readonly number[]): Int32Array<ArrayBuffer> => Int32Array.from({ length: rows }, () => {
    const u = random.uniform();
    return shares.findIndex((share) => u < share);
  });
  const columns = [{ codes: draw([0.5, 1]), levels: ['a', 'b'] }, { codes: draw([0.6, 0.99, 0.994, 1]), levels: ['w', 'x', 'y', 'z'] }];
  const crossed = intersect(columns);
  const decisions = Int8Array.from(crossed.codes, (cell) => (random.uniform() < (cell === 0 ? 0.7 : 0.4) ? 1 : 0));
  const { table } = countDecisions(decisions, { groups: crossed.codes, groupCount: crossed.cells.length });
  const { cells, many, spread, small: together } = crossedRates('selection', crossed, table, 1, 500);
  expect(cells.map(({ raw }) => raw.people)).toEqual(crossed.cells.map(({ count }) => count));
  const small = cells.filter(({ size }) => size === 'suppressed');
  expect(small.length).toBeGreaterThan(0);
  expect(cells[0]!.p).toBeLessThan(0.01);
  const few = cells.filter(({ raw }) => raw.people < 30);
  expect(together!.cells).toBe(few.length);
  expect([together!.raw.numerator, together!.raw.denominator]).toEqual([few.reduce((sum, { raw }) => sum + raw.numerator, 0), few.reduce((sum, { raw }) => sum + raw.denominator, 0)]);
  for (const cell of cells) {
    expect(cell.shrunken!.lower).toBeLessThan(cell.shrunken!.upper);
    if (cell.size === 'shown') expect(Math.abs(cell.shrunken!.value - cell.raw.value!)).toBeLessThan(0.06);
  }
  expect(many!.floor).toBeGreaterThan(0.1);
  expect(spread).toBeGreaterThan(0);
  expect(() => crossedRates('f1', crossed, table, 1)).toThrow(RangeError);
});

const facts = { labelled: true, scored: true, valued: false };
test.each<[string, Partial<Intake>, Partial<typeof facts>, string | null]>([
  ['nothing is suggested before the questions that matter are answered', {}, {}, null],
  ['harm without the label’s meaning is not enough', { harm: 'withheld' }, {}, null],
  ['a withheld good hurts those who would deserve it', { harm: 'withheld', label: 'truth' }, {}, 'tpr'],
  ['a burden wrongly given hurts those without the outcome', { harm: 'given', label: 'truth' }, {}, 'fpr'],
  ['both mistakes hurt', { harm: 'both', label: 'truth' }, {}, 'equalizedOdds'],
  ['both hurt and somebody reads the score', { harm: 'both', label: 'truth', decider: 'score' }, {}, 'positiveBalance'],
  ['only shares matter', { harm: 'share', label: 'truth' }, {}, 'selection'],
  ['the label is an earlier decision', { harm: 'withheld', label: 'decision' }, {}, 'selection'],
  ['the label is known of those selected only', { harm: 'withheld', label: 'selected' }, {}, 'ppv'],
  ['there is no label', { harm: 'withheld' }, { labelled: false }, 'selection'],
  ['values are predicted', {}, { valued: true }, 'residual'],
])('%s', (_, answers, known, metric) => {
  expect(suggestPrimary({ ...EMPTY_INTAKE, ...answers }, { ...facts, ...known })?.metric ?? null).toBe(metric);
});
