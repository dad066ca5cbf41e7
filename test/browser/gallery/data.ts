import type { ChanceData } from '../../../src/app/charts/chance/twin';
import type { FractionRow } from '../../../src/app/charts/fractions/types';
import type { PeopleGroup } from '../../../src/app/charts/people/layout';
import type { RateMark, RateRow } from '../../../src/app/charts/rates/types';
import type { WaterfallData } from '../../../src/app/charts/waterfall/layout';
import { slotOf, type Slot } from '../../../src/app/design/tokens';
import { count } from '../../../src/app/text/numbers';
import { quantileDots } from '../../../src/engine/fairness/dots';
import { sampleQuantile } from '../../../src/engine/stats/quantile';
import { Random } from '../../../src/engine/stats/random';

/** Made-up people for the gallery: scores of named groups from a logistic of a normal number. */
const random = new Random(7);

export const BINS = 200;

export interface MadeGroup {
  readonly id: string;
  readonly name: string;
  readonly slot: Slot;
  readonly n: number;
  readonly bins: Uint32Array;
}

function people(name: string, index: number, n: number, shift: number): MadeGroup {
  const bins = new Uint32Array(BINS);
  for (let i = 0; i < n; i++) {
    const score = 1 / (1 + Math.exp(-(shift + 1.6 * random.normal())));
    bins[Math.min(BINS - 1, Math.floor(score * BINS))]!++;
  }
  return { id: name.toLowerCase(), name, slot: slotOf(index), n, bins };
}

export const two = [people('Circles', 0, 2012, 1.1), people('Triangles', 1, 1988, -0.1)];
export const six = [
  people('Under 25', 0, 310, -0.6),
  people('25 to 34', 1, 920, -0.1),
  people('35 to 44', 2, 1110, 0.4),
  people('45 to 54', 3, 890, 0.6),
  people('55 to 64, close to retirement', 4, 560, 0.7),
  people('65 and over', 5, 24, 0.2),
];

const above = (bins: Uint32Array, threshold: number): number => bins.reduce((sum, each, i) => sum + (i >= Math.round(threshold * BINS) ? each : 0), 0);

export function withRates(groups: readonly MadeGroup[], threshold: number): PeopleGroup[] {
  return groups.map((group) => ({ ...group, rate: above(group.bins, threshold) / group.n }));
}

/** Plain normal intervals: good enough to look at. */
function mark(id: string, name: string, slot: Slot, part: number, n: number, rest: number | null): RateMark {
  const rate = part / n;
  const se = Math.sqrt((rate * (1 - rate)) / n + 0.25 / (n * n));
  const cut = (z: number): number => Math.min(1, Math.max(0, rate + z * se));
  return {
    id,
    name,
    slot,
    n,
    count: part,
    rate,
    low95: cut(-1.96),
    high95: cut(1.96),
    low66: cut(-0.954),
    high66: cut(0.954),
    tooFew: n < 30,
    versus: rest === null || Number.isNaN(rest) || n < 30 ? null : { difference: rate - rest, low: rate - rest - 2 * se, high: rate - rest + 2 * se },
  };
}

export function rates(groups: readonly MadeGroup[], threshold: number): RateRow[] {
  const parts = groups.map((group) => above(group.bins, threshold));
  const all = parts.reduce((a, b) => a + b, 0);
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  return groups.map((group, i) => ({
    id: group.id,
    label: group.name,
    note: `${count(group.n)} people`,
    marks: [mark(group.id, group.name, group.slot, parts[i]!, group.n, (all - parts[i]!) / (n - group.n))],
  }));
}

export function everyone(groups: readonly MadeGroup[], threshold: number): number {
  return groups.reduce((sum, group) => sum + above(group.bins, threshold), 0) / groups.reduce((sum, group) => sum + group.n, 0);
}

export function differences(groups: readonly MadeGroup[]): { threshold: number; difference: number }[] {
  const [a, b] = groups;
  return Array.from({ length: 61 }, (_, i) => {
    const threshold = 0.2 + i * 0.01;
    return { threshold, difference: above(a!.bins, threshold) / a!.n - above(b!.bins, threshold) / b!.n };
  });
}

const STRATA = [
  ['No late payments', 900, 1234, 590, 1175],
  ['1 late payment', 440, 588, 260, 626],
  ['2 late payments', 108, 162, 66, 155],
  ['3 or more late payments', 15, 28, 16, 29],
] as const;

export const strata: RateRow[] = STRATA.map(([label, a, n, b, m]) => ({
  id: label,
  label,
  note: `${count(n)} and ${count(m)}`,
  marks: [mark(`${label}-c`, 'Circles', 1, a, n, null), mark(`${label}-t`, 'Triangles', 2, b, m, null)],
}));

/** Fifty dots of a sample from a normal distribution. */
function dots(mean: number, sd: number): number[] {
  const sample = Float64Array.from({ length: 2000 }, () => mean + sd * random.normal()).sort();
  return [...quantileDots((p) => sampleQuantile(sample, p))];
}

export const luck: ChanceData = { difference: dots(0.265, 0.015), shuffled: dots(0, 0.016), margin: 0.02 };
export const close: ChanceData = { difference: dots(0.012, 0.02), shuffled: dots(0, 0.019), margin: 0.02 };

export const fractions: FractionRow[] = [
  {
    id: 'fnr',
    label: 'Denied, among those who would have repaid',
    strong: 'hollow',
    pale: 'filled',
    evidence: 'clear',
    note: '22 points more for Triangles, 18 to 25',
    fractions: [
      { id: 'c', name: 'Circles', slot: 1, part: 153, whole: 1251 },
      { id: 't', name: 'Triangles', slot: 2, part: 360, whole: 1062 },
    ],
  },
  {
    id: 'fpr',
    label: 'Approved, among those who would not have repaid',
    strong: 'filled',
    pale: 'hollow',
    evidence: 'clear',
    note: '25 points less for Triangles, 20 to 29',
    fractions: [
      { id: 'c', name: 'Circles', slot: 1, part: 374, whole: 761 },
      { id: 't', name: 'Triangles', slot: 2, part: 226, whole: 926 },
    ],
  },
  {
    id: 'fdr',
    label: 'Did not repay, among those approved',
    strong: 'filled',
    pale: 'filled',
    evidence: 'chance',
    note: '1 point apart, −3 to 5',
    fractions: [
      { id: 'c', name: 'Circles', slot: 1, part: 374, whole: 1472 },
      { id: 't', name: 'Triangles', slot: 2, part: 226, whole: 928 },
    ],
  },
];

export const jane: WaterfallData = {
  start: { name: 'Average of everyone', score: 0.577 },
  end: { name: 'Jane', score: 0.291 },
  parts: [
    { id: 'income', name: 'Yearly income', value: '$32,175', typical: '$43,500', effect: -0.138, low: -0.153, high: -0.121 },
    { id: 'debt', name: 'Debt ratio', value: '42%', typical: '35%', effect: -0.125, low: -0.142, high: -0.106 },
    { id: 'employment', name: 'Continuous employment', value: '5.5 years', typical: '6.5 years', effect: -0.075, low: -0.092, high: -0.06 },
    { id: 'late', name: 'Late payments, 2 years', value: '0', typical: '0', effect: 0.026, low: 0.018, high: 0.03 },
    { id: 'amount', name: 'Loan amount', value: '$8,500', typical: '$13,000', effect: 0.024, low: 0.022, high: 0.029 },
  ],
  other: { count: 4, effect: 0.002 },
  threshold: 0.5,
};

/** Long names, large values, an unbounded score. */
export const house: WaterfallData = {
  start: { name: 'People with the same region', score: 214_000 },
  end: { name: 'Row 20,481', score: 388_250 },
  parts: [
    { id: 'a', name: 'median_income_of_the_surrounding_district_2019', value: '8.3252', typical: '3.5347', effect: 141_250 },
    { id: 'b', name: 'ocean_proximity', value: 'NEAR BAY', typical: '<1H OCEAN', effect: 52_300 },
    { id: 'c', name: 'population', value: '322', typical: '1,166', effect: -19_300 },
  ],
  other: null,
  threshold: 300_000,
};
