import type { LineCurve } from './curves';
import { along } from './criteria';
import type { Linear } from './criteria';
import { peak, placeAt, upperHull } from './hull';
import { mixed } from './rules';
import type { GroupRule } from './rules';

/**
 * The best lines by group that give all groups the same rate up to a tolerance, where a group may be decided by a lot between two lines. Exact: a
 * group's best utility at rate x is the upper concave hull of its lines, so with all rates in [w, w + tolerance] each group stands at the place of the
 * window nearest its own peak; the sum is concave and piecewise linear in w, with its best at a corner of a hull or the tolerance before one.
 * @param rates the rate as a linear form, one per curve
 */
export function bestMixedLines(curves: readonly LineCurve[], rates: readonly Linear[], objective: Linear, tolerance: number): GroupRule[] {
  const hulls = curves.map((curve, g) => upperHull(along(curve, rates[g]!), along(curve, { ...objective, constant: 0 })));
  const peaks = hulls.map(peak);
  const from = Math.max(...hulls.map(({ x }) => x[0]!)) - tolerance;
  const to = Math.min(...hulls.map(({ x }) => x[x.length - 1]!));
  const stand = (g: number, w: number): number => Math.min(w + tolerance, Math.max(w, peaks[g]!));
  let best = { w: from, utility: -Infinity };
  const attempt = (w: number): void => {
    if (w < from || w > to) return;
    let utility = 0;
    for (let g = 0; g < hulls.length; g++) utility += placeAt(hulls[g]!, stand(g, w)).y;
    if (utility > best.utility || (utility === best.utility && w < best.w)) best = { w, utility };
  };
  attempt(from);
  attempt(to);
  for (const { x } of hulls) {
    for (const corner of x) {
      attempt(corner);
      if (tolerance > 0) attempt(corner - tolerance);
    }
  }
  return hulls.map((hull, g) => {
    const { left, right, share } = placeAt(hull, stand(g, best.w));
    const lines = curves[g]!.thresholds;
    return mixed([
      { threshold: lines[left]!, share: 1 - share },
      { threshold: lines[right]!, share },
    ]);
  });
}
