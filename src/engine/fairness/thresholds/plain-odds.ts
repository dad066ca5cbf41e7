import { along } from './criteria';
import type { Linear } from './criteria';
import type { LineCurve } from './curves';
import { rocOf } from './odds';
import { take, thinned } from './thin';
import { bestLinesOfTwo } from './window';
import type { Choice } from './window';

/** Lines of all groups together that are tried against each other in one round. */
export const LINES_TRIED = 2400;

/**
 * One line per group with TPR and FPR both within the tolerance, without any lot. Exact where the groups have no more than {@link LINES_TRIED} lines in
 * all; otherwise the best of so many, and a second round among the lines between the neighbours of the first answer.
 * @returns positions in the curves, and whether every line was tried
 */
export function plainOddsLines(curves: readonly LineCurve[], objective: Linear, tolerance: number): Choice & { readonly exact: boolean } {
  const rocs = curves.map(rocOf);
  const utilities = curves.map((curve) => along(curve, { ...objective, constant: 0 }));
  const each = Math.max(2, Math.floor(LINES_TRIED / curves.length));
  const attempt = (kept: readonly Int32Array[]): Choice => {
    const { at, utility } = bestLinesOfTwo(
      kept.map((lines, g) => take(rocs[g]!.fpr, lines)),
      kept.map((lines, g) => take(rocs[g]!.tpr, lines)),
      kept.map((lines, g) => take(utilities[g]!, lines)),
      tolerance,
    );
    return { at: at.map((position, g) => kept[g]![position]!), utility };
  };
  const total = curves.reduce((sum, { thresholds }) => sum + thresholds.length, 0);
  const all = total <= LINES_TRIED;
  const first = curves.map((curve) => thinned(curve, all ? Infinity : each));
  const coarse = attempt(first);
  if (all) return { ...coarse, exact: true };
  const fine = attempt(
    curves.map((curve, g) => {
      const place = first[g]!.indexOf(coarse.at[g]!);
      return thinned(curve, each, first[g]![Math.max(0, place - 2)], first[g]![Math.min(first[g]!.length - 1, place + 2)]);
    }),
  );
  return { ...(fine.utility > coarse.utility ? fine : coarse), exact: false };
}
