import { along } from './criteria';
import type { Linear } from './criteria';
import { totals } from './curves';
import type { LineCurve } from './curves';
import { placeAt, upperHull } from './hull';
import type { Hull } from './hull';
import { mixed } from './rules';
import type { GroupRule } from './rules';

/** TPR against FPR along a curve. */
export function rocOf(curve: LineCurve): { fpr: Float64Array<ArrayBuffer>; tpr: Float64Array<ArrayBuffer> } {
  const { positives, negatives } = totals(curve.weight);
  const form = { constant: 0, truePositive: 0, falsePositive: 0, selected: 0 };
  return { fpr: along(curve, { ...form, falsePositive: 1 / negatives }), tpr: along(curve, { ...form, truePositive: 1 / positives }) };
}

/**
 * Corners of the pointwise minimum of concave hulls over [0, 1]: the corners of the hulls, and where two of them cross. Between two corners every hull is
 * a straight line, so the lowest one is followed from crossing to crossing.
 */
export function lowest(hulls: readonly Hull[]): { x: number; y: number }[] {
  const xs = [...new Set(hulls.flatMap(({ x }) => [...x]))].filter((x) => x >= 0 && x <= 1).sort((a, b) => a - b);
  const heights = xs.map((x) => hulls.map((hull) => placeAt(hull, x).y));
  const corners: { x: number; y: number }[] = [];
  for (let i = 0; i < xs.length; i++) {
    const here = heights[i]!;
    const next = heights[i + 1];
    corners.push({ x: xs[i]!, y: Math.min(...here) });
    if (!next) break;
    let lowestHere = 0;
    for (let g = 1; g < hulls.length; g++) if (here[g]! < here[lowestHere]! || (here[g] === here[lowestHere] && next[g]! < next[lowestHere]!)) lowestHere = g;
    for (;;) {
      let [crossing, other] = [Infinity, -1];
      for (let g = 0; g < hulls.length; g++) {
        const ahead = next[lowestHere]! - next[g]!;
        if (!(ahead > 0)) continue;
        const behind = here[g]! - here[lowestHere]!;
        const share = behind / (behind + ahead);
        if (share < crossing || (share === crossing && next[g]! < next[other]!)) [crossing, other] = [share, g];
      }
      if (other < 0) break;
      const from = here[lowestHere]!;
      if (crossing > 0 && crossing < 1) corners.push({ x: xs[i]! + crossing * (xs[i + 1]! - xs[i]!), y: from + crossing * (next[lowestHere]! - from) });
      lowestHere = other;
    }
  }
  return corners;
}

/**
 * The lot that lands a group at FPR x and TPR y under its hull and not below the diagonal: its hull at x, thinned by a lot that ignores the score and
 * selects with chance x.
 */
export function ruleAt(hull: Hull, lines: Float64Array, x: number, y: number): GroupRule {
  const place = placeAt(hull, x);
  const ignored = place.y > y && place.y > x ? Math.min(1, (place.y - y) / (place.y - x)) : 0;
  return mixed([
    { threshold: lines[place.left]!, share: (1 - ignored) * (1 - place.share) },
    { threshold: lines[place.right]!, share: (1 - ignored) * place.share },
    { threshold: -Infinity, share: ignored * x },
    { threshold: Infinity, share: ignored * (1 - x) },
  ]);
}

/**
 * Equalized odds exactly: the best point that the hulls of all groups' ROC curves reach, which is a corner of their pointwise minimum, and for each group
 * the mix that lands there.
 * Source: Hardt, Price and Srebro (2016), "Equality of opportunity in supervised learning".
 */
export function equalOddsLines(curves: readonly LineCurve[], objective: Linear): GroupRule[] {
  const rocs = curves.map(rocOf);
  const hulls = rocs.map(({ fpr, tpr }) => upperHull(fpr, tpr));
  const sizes = curves.map(({ weight }) => totals(weight));
  const positives = sizes.reduce((sum, size) => sum + size.positives, 0);
  const negatives = sizes.reduce((sum, size) => sum + size.negatives, 0);
  let best = { x: 0, y: 0, utility: -Infinity };
  for (const { x, y } of lowest(hulls)) {
    const utility = objective.truePositive * positives * y + objective.falsePositive * negatives * x;
    if (utility > best.utility) best = { x, y, utility };
  }
  return hulls.map((hull, g) => ruleAt(hull, curves[g]!.thresholds, best.x, best.y));
}
