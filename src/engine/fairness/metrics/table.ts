import { moverDifference } from '../../stats/intervals';
import { benjaminiHochberg, holm } from '../../stats/multiplicity';
import { judge, SHOW_FROM } from '../verdict';
import type { Verdict } from '../verdict';
import type { MetricId } from './catalogue';
import { metricInfo } from './catalogue';
import { contrast } from './contrast';
import type { Contrast, ContrastOptions } from './contrast';
import { estimator, measure } from './estimators';
import type { Measure } from './estimators';
import type { Side, Sides } from './sides';

/** Whom every group is compared with: everyone else, one group, or only the highest with the lowest. */
export type Opponents = 'others' | 'extremes' | number;

export interface TableOptions extends ContrastOptions {
  readonly against: Opponents;
  /** Measures chosen before looking (at most three are meant): their p-values are adjusted by Holm, all others' by Benjamini and Hochberg. */
  readonly primary: readonly MetricId[];
}

/** A comparison with its p-value adjusted for all comparisons of its family, and the verdict that holds after that. */
export interface AdjustedContrast extends Contrast {
  readonly group: number;
  readonly against: Opponents;
  /** Holm's adjusted p-value for a primary measure, else the q-value; null where p is. */
  readonly adjusted: number | null;
  /** A gap that does not hold after the adjustment could be chance. */
  readonly verdict: Verdict;
}

export interface MetricRow {
  readonly id: MetricId;
  readonly primary: boolean;
  readonly everyone: Measure;
  readonly groups: readonly Measure[];
  /** By group; with 'extremes' one, of the highest against the lowest. None for a group that is the one compared with, or when there is nobody to compare. */
  readonly contrasts: readonly AdjustedContrast[];
}

/** Adjusted p-value a gap must reach. */
const LEVEL = 0.05;

/** The group with the highest value against that with the lowest; null with fewer than two groups of {@link SHOW_FROM} people. */
function extremesOf(id: MetricId, groups: readonly Side[], options: ContrastOptions): (Contrast & { readonly group: number; readonly against: number }) | null {
  const { level = 0.95, margin } = options;
  if (id === 'equalizedOdds') return widestOdds(groups, options);
  const usable = groups.flatMap((side, group) => {
    const own = estimator(id, side);
    return own && own.people >= SHOW_FROM && Number.isFinite(own.value) ? [{ group, own }] : [];
  });
  if (usable.length < 2) return null;
  const pairs = (usable.length * (usable.length - 1)) / 2;
  const shared = 1 - (1 - level) / pairs;
  const [highest, lowest] = usable.reduce(
    ([high, low], entry) => [entry.own.value > high!.own.value ? entry : high!, entry.own.value < low!.own.value ? entry : low!],
    [usable[0]!, usable[0]!],
  );
  const plain = contrast(id, groups[highest!.group]!, groups[lowest!.group]!, options);
  if (pairs === 1) return { ...plain, group: highest!.group, against: lowest!.group };
  // Every pair at a shared level, so that the interval is that of the largest difference, wherever it truly is.
  let [lower, upper] = [0, 0];
  const limits = usable.map(({ own }) => own.at(shared));
  for (const a of limits) {
    for (const b of limits) {
      if (!a || !b || a === b) continue;
      const difference = moverDifference(a, b);
      lower = Math.max(lower, difference.lower);
      upper = Math.max(upper, difference.upper);
    }
  }
  const interval = { lower, upper };
  const unit = metricInfo(id).unit === 'value' ? (options.scale ?? 1) : 1;
  return {
    ...plain,
    group: highest!.group,
    against: lowest!.group,
    interval,
    inner: null,
    ratioInterval: null,
    p: plain.p === null ? null : Math.min(1, plain.p * pairs),
    judgement: judge({ lower: lower / unit, upper: upper / unit }, plain.judgement.smallest, margin),
  };
}

/** The larger of the two rates' largest differences, each at a level shared between them. */
function widestOdds(groups: readonly Side[], options: ContrastOptions): (Contrast & { readonly group: number; readonly against: number }) | null {
  const { level = 0.95, margin } = options;
  const both = (['tpr', 'fpr'] as const).map((id) => extremesOf(id, groups, { margin, level: 1 - (1 - level) / 2 }));
  const [t, f] = both;
  if (!t?.interval || !f?.interval) return null;
  const larger = t.difference! >= f.difference! ? t : f;
  const interval = { lower: Math.max(0, t.interval.lower, f.interval.lower), upper: Math.max(t.interval.upper, f.interval.upper) };
  return {
    ...larger,
    id: 'equalizedOdds',
    here: null,
    there: null,
    interval,
    inner: null,
    ratio: null,
    ratioInterval: null,
    p: t.p === null || f.p === null ? null : Math.min(1, 2 * Math.min(t.p, f.p)),
    judgement: judge(interval, Math.min(t.judgement.smallest, f.judgement.smallest), margin),
    minimumDetectable: null,
    rowsNeeded: null,
  };
}

function contrastsOf(id: MetricId, sides: Sides<Side>, options: TableOptions): (Contrast & { group: number; against: Opponents })[] {
  const { against } = options;
  if (against === 'extremes') return [extremesOf(id, sides.groups, options)].filter((entry) => entry !== null);
  return sides.groups.flatMap((side, group) => {
    if (group === against) return [];
    const other = against === 'others' ? sides.others[group] : sides.groups[against];
    return other ? [{ ...contrast(id, side, other, options), group, against }] : [];
  });
}

/**
 * All measures asked for, of every group and everyone, with the comparisons asked for. Comparisons with too few people take no part in the adjustment. Of two
 * groups each against everyone else the second comparison is the first in the mirror, and counts once.
 */
export function metricTable(ids: readonly MetricId[], sides: Sides<Side>, options: TableOptions): MetricRow[] {
  const { primary, level = 0.95 } = options;
  const drafts = ids.map((id) => ({
    id,
    primary: primary.includes(id),
    everyone: measure(id, sides.everyone, level),
    groups: sides.groups.map((side) => measure(id, side, level)),
    contrasts: sides.groups.length < 2 ? [] : contrastsOf(id, sides, options),
  }));
  const mirrored = options.against === 'others' && sides.groups.length === 2;
  const adjusted = new Map<Contrast, number>();
  for (const family of [true, false]) {
    const members = drafts
      .filter((row) => row.primary === family)
      .flatMap(({ contrasts }) => (mirrored ? contrasts.slice(0, 1) : contrasts))
      .filter(({ p, judgement }) => p !== null && judgement.verdict !== 'few');
    const values = (family ? holm : benjaminiHochberg)(members.map(({ p }) => p!));
    members.forEach((member, i) => adjusted.set(member, values[i]!));
  }
  return drafts.map((row) => ({
    ...row,
    contrasts: row.contrasts.map((entry): AdjustedContrast => {
      const value = adjusted.get(mirrored ? row.contrasts[0]! : entry) ?? null;
      const { verdict } = entry.judgement;
      return { ...entry, adjusted: value, verdict: verdict === 'gap' && (value ?? 1) > LEVEL ? 'chance' : verdict };
    }),
  }));
}
