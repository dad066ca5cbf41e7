import { benjaminiHochberg } from '../../../stats/multiplicity';
import type { PairedChange } from './change';
import { MEASURES, type MeasureId, type PairedComparison } from './compare';

/** One measure of everybody, of one group, or of the difference between the pair. */
export interface Moved {
  readonly measure: MeasureId;
  readonly of: 'everyone' | 'gap' | number;
  readonly change: PairedChange;
  /** Share of chance findings to be expected among those at least as clear as this one. Source: Benjamini and Hochberg (1995). */
  readonly q: number;
}

/** Measures that are 1 minus another: they move as far the other way. */
const MIRRORS: ReadonlySet<MeasureId> = new Set<MeasureId>(['fnr', 'tnr', 'fdr', 'for', 'error']);
/** Measures that are told by {@link allMoves}. */
export const TOLD: readonly MeasureId[] = MEASURES.filter((measure) => !MIRRORS.has(measure));

/** Every measure that can be told, for everybody, the gap and each group, the clearest moves first; of two that mirror each other (TPR and FNR) one stands. */
export function allMoves({ measures }: PairedComparison): Moved[] {
  const all = TOLD.flatMap((measure) => {
    const { everyone, groups, gap } = measures[measure];
    const parts: [Moved['of'], PairedChange][] = [['everyone', everyone], ['gap', gap], ...groups.map((change, group): [number, PairedChange] => [group, change])];
    return parts.flatMap(([of, change]) => (change.difference === null || change.p === null ? [] : [{ measure, of, change }]));
  });
  const q = benjaminiHochberg(all.map(({ change }) => change.p!));
  return all.map((move, i) => ({ ...move, q: q[i]! })).sort((a, b) => a.q - b.q || Math.abs(b.change.difference!) - Math.abs(a.change.difference!));
}
