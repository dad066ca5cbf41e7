import { moverSum } from '../../../stats/intervals';
import type { RateId } from '../../rates';
import { asEstimate, differenceOfChanges, NOT_ESTIMABLE, normalP, type PairedChange } from './change';
import { tango } from './tango';

/**
 * Shares whose denominator does not hang on the decisions, so that the same people stand below before and after. For each kind of outcome (favourable,
 * another, unknown) the decision that counts above, or −1 where these people are not in the denominator.
 */
const SHARES = {
  selection: [1, 1, 1],
  tpr: [1, -1, -1],
  fnr: [0, -1, -1],
  fpr: [-1, 1, -1],
  tnr: [-1, 0, -1],
  accuracy: [1, 0, -1],
  error: [0, 1, -1],
} as const satisfies Partial<Record<RateId, readonly [number, number, number]>>;

export type FixedShare = keyof typeof SHARES;
export const FIXED_SHARES = Object.keys(SHARES) as readonly FixedShare[];

interface Discordant {
  readonly people: number;
  readonly before: number;
  readonly after: number;
  /** People who came to count above, and who ceased to. */
  readonly gained: number;
  readonly lost: number;
}

function discordant(id: FixedShare, cells: Float64Array): Discordant {
  let [people, before, after, gained, lost] = [0, 0, 0, 0, 0];
  SHARES[id].forEach((above, known) => {
    if (above < 0) return;
    for (let was = 0; was <= 1; was++) {
      for (let is = 0; is <= 1; is++) {
        const count = cells[4 * known + 2 * was + is]!;
        people += count;
        if (was === above) before += count;
        if (is === above) after += count;
        if (is === above && was !== above) gained += count;
        if (was === above && is !== above) lost += count;
      }
    }
  });
  return { people, before, after, gained, lost };
}

/** The difference and its variance with half a person added to either kind of move, so that it has one where nobody moved: for tests of sums of moves. */
function shifted({ people, gained, lost }: Discordant): { value: number; variance: number } {
  const size = people + 1;
  const [up, down] = [(gained + 0.5) / size, (lost + 0.5) / size];
  return { value: up - down, variance: (up + down - (up - down) ** 2) / size };
}

/**
 * How a share moved among the same people: Tango's score interval, and McNemar's test, which is the same statistic at no change.
 */
export function shareChange(id: FixedShare, cells: Float64Array, level = 0.95): PairedChange {
  const { people, before, after, gained, lost } = discordant(id, cells);
  if (people === 0) return NOT_ESTIMABLE;
  return {
    before: before / people,
    after: after / people,
    difference: (gained - lost) / people,
    interval: tango(gained, lost, people, level),
    p: normalP(gained - lost, gained + lost),
    people,
  };
}

/** How the difference of a share between two groups moved. */
export function shareGapChange(id: FixedShare, a: Float64Array, b: Float64Array, level = 0.95): PairedChange {
  const [left, right] = [shifted(discordant(id, a)), shifted(discordant(id, b))];
  return differenceOfChanges(shareChange(id, a, level), shareChange(id, b, level), normalP(left.value - right.value, left.variance + right.variance));
}

/** How balanced accuracy, (TPR + TNR) / 2, moved: its two parts are of different people. */
export function balancedChange(cells: Float64Array, level = 0.95): PairedChange {
  const [tpr, tnr] = [shareChange('tpr', cells, level), shareChange('tnr', cells, level)];
  const people = Math.min(tpr.people, tnr.people);
  if (people === 0) return { ...NOT_ESTIMABLE, people };
  const limits = moverSum(asEstimate(tpr), asEstimate(tnr));
  const [left, right] = [shifted(discordant('tpr', cells)), shifted(discordant('tnr', cells))];
  return {
    before: (tpr.before! + tnr.before!) / 2,
    after: (tpr.after! + tnr.after!) / 2,
    difference: (tpr.difference! + tnr.difference!) / 2,
    interval: { lower: limits.lower / 2, upper: limits.upper / 2 },
    p: normalP(left.value + right.value, left.variance + right.variance),
    people,
  };
}

/** How the difference of balanced accuracy between two groups moved. */
export function balancedGapChange(a: Float64Array, b: Float64Array, level = 0.95): PairedChange {
  const parts = [a, b].map((cells) => [shifted(discordant('tpr', cells)), shifted(discordant('tnr', cells))] as const);
  const [left, right] = parts.map(([tpr, tnr]) => ({ value: tpr.value + tnr.value, variance: tpr.variance + tnr.variance }));
  return differenceOfChanges(balancedChange(a, level), balancedChange(b, level), normalP(left!.value - right!.value, left!.variance + right!.variance));
}
