import type { Interval } from '../../stats/intervals';
import type { Counts } from '../counts';
import { estimate } from '../rates';

/** One of the three parts of a difference of selection rates. */
export interface IdentityPart {
  /** Signed share of the difference; null where a rate it needs is not estimable. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Where a difference of selection rates arises, exactly. */
export interface GapIdentity {
  /** Selection rate among people with a known outcome, here and there, and the difference. */
  readonly here: number;
  readonly there: number;
  readonly total: number;
  /** Outcomes differ: one group has the favourable outcome more often. */
  readonly labels: IdentityPart;
  /** Among people with the favourable outcome one group is selected more often. */
  readonly qualified: IdentityPart;
  /** The same among people with the other outcome. */
  readonly unqualified: IdentityPart;
}

/** Order of the six rates in {@link parts}: base, tpr, fpr here, then there. */
const RATES = ['base', 'tpr', 'fpr'] as const;

/**
 * The three parts from π, TPR and FPR of both sides, with the slope of each part on each of the six rates. With bars for the means of the two sides:
 * ΔSR = Δπ·(TPR̄ − FPR̄) + ΔTPR·π̄ + ΔFPR·(1 − π̄).
 */
function parts([p1, t1, f1, p2, t2, f2]: readonly number[]): readonly { readonly value: number; readonly slopes: readonly number[] }[] {
  const [dp, dt, df] = [p1! - p2!, t1! - t2!, f1! - f2!];
  const [pi, tpr, fpr] = [(p1! + p2!) / 2, (t1! + t2!) / 2, (f1! + f2!) / 2];
  return [
    { value: dp * (tpr - fpr), slopes: [tpr - fpr, dp / 2, -dp / 2, fpr - tpr, dp / 2, -dp / 2] },
    { value: dt * pi, slopes: [dt / 2, pi, 0, dt / 2, -pi, 0] },
    { value: df * (1 - pi), slopes: [-df / 2, 0, 1 - pi, -df / 2, 0, pi - 1] },
  ];
}

/**
 * Splits the difference of two groups' selection rates into what differs in outcomes and what differs in how people with the same outcome are decided
 * on, by the identity SR = TPR·π + FPR·(1 − π): an exact sum, whatever the numbers. Each interval joins the Wilson limits of the six rates along the
 * part's slopes (recovered variances), the six being independent given how many people there are.
 * Source: the decomposition of rates of Kitagawa (1955) applied to the outcome; limits after Zou and Donner (2008).
 * @returns null when nobody on one side has a known outcome; parts are null where one of the rates has nobody to be counted on
 */
export function gapIdentity(hereCounts: Counts, thereCounts: Counts, level = 0.95): GapIdentity | null {
  const sides = [hereCounts, thereCounts].map((counts) => RATES.map((id) => estimate(id, counts, level)));
  const [here, there] = [hereCounts, thereCounts].map(selected) as [number | null, number | null];
  if (here === null || there === null) return null;
  const total = here - there;
  const rates = sides.flat();
  const none: IdentityPart = { value: null, interval: null };
  if (!rates.every((rate) => rate !== null)) return { here, there, total, labels: none, qualified: none, unqualified: none };
  const [labels, qualified, unqualified] = parts(rates.map(({ value }) => value)).map(({ value, slopes }): IdentityPart => {
    const [lower, upper] = [-1, 1].map((way) =>
      Math.sqrt(slopes.reduce((sum, slope, at) => {
        const { value: own, lower, upper } = rates[at]!;
        return sum + (slope * ((slope * way > 0 ? upper : lower) - own)) ** 2;
      }, 0)),
    ) as [number, number];
    return { value, interval: { lower: value - lower, upper: value + upper } };
  });
  return { here, there, total, labels: labels!, qualified: qualified!, unqualified: unqualified! };
}

/** Selected among people with a known outcome; null where there are none. Without the outcome the identity says nothing. */
function selected({ weight }: Counts): number | null {
  const [tp, fp, , fn, tn] = weight as unknown as readonly number[];
  const all = tp! + fp! + fn! + tn!;
  return all > 0 ? (tp! + fp!) / all : null;
}
