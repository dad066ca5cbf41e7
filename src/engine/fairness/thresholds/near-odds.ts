import { maximise } from '../../stats/simplex';
import type { Linear } from './criteria';
import { totals } from './curves';
import type { LineCurve } from './curves';
import { placeAt, upperHull } from './hull';
import type { Hull } from './hull';
import { rocOf, ruleAt } from './odds';
import type { GroupRule } from './rules';

/** Corner at which an edge that holds x begins. */
function edgeAt({ x }: Hull, wanted: number): number {
  let edge = 0;
  while (edge < x.length - 2 && x[edge + 1]! <= wanted) edge++;
  return edge;
}

/** FPR of the corner at which right · TPR + wrong · FPR is highest, the first of equals. */
function peakOf({ x, y }: Hull, right: number, wrong: number): number {
  let best = 0;
  for (let i = 1; i < x.length; i++) if (right * y[i]! + wrong * x[i]! > right * y[best]! + wrong * x[best]!) best = i;
  return x[best]!;
}

interface Worth {
  /** What a whole unit of TPR (≥ 0) and of FPR (≤ 0) of a group brings. */
  readonly right: number;
  readonly wrong: number;
}

interface Best {
  /** FPR per group, and the highest TPR allowed to any. */
  readonly x: Float64Array<ArrayBuffer>;
  readonly top: number;
}

/**
 * The best points of all groups with FPR in one window and TPR in another, each as wide as the tolerance: a linear programme over one point per group
 * under its hull, with the edges of the hulls brought in where a point would lie above them. Ends after finitely many rounds, as hulls have finitely many edges.
 */
function bestPoints(hulls: readonly Hull[], worth: readonly Worth[], tolerance: number): Best {
  const groups = hulls.length;
  const variables = 2 * groups + 2;
  const rows: Float64Array[] = [];
  const limits: number[] = [];
  const add = (terms: readonly (readonly [number, number])[], limit: number): void => {
    const row = new Float64Array(variables);
    for (const [variable, factor] of terms) row[variable] = factor;
    rows.push(row);
    limits.push(limit);
  };
  const [w, v] = [2 * groups, 2 * groups + 1];
  const known = hulls.map(() => new Set<number>());
  const cut = (g: number, edge: number): boolean => {
    const { x, y } = hulls[g]!;
    if (edge < 0 || edge > x.length - 2 || known[g]!.has(edge)) return false;
    known[g]!.add(edge);
    const slope = (y[edge + 1]! - y[edge]!) / (x[edge + 1]! - x[edge]!);
    add([[groups + g, 1], [g, -slope]], Math.max(0, y[edge]! - slope * x[edge]!));
    return true;
  };
  for (let g = 0; g < groups; g++) {
    add([[g, 1], [w, -1]], tolerance);
    add([[g, -1], [w, 1]], 0);
    add([[groups + g, 1], [v, -1]], tolerance);
    add([[groups + g, -1], [v, 1]], 0);
    add([[g, 1]], 1);
    add([[groups + g, 1]], 1);
    const peak = edgeAt(hulls[g]!, peakOf(hulls[g]!, worth[g]!.right, worth[g]!.wrong));
    cut(g, peak);
    cut(g, peak - 1);
  }
  const objective = [...worth.map(({ wrong }) => wrong), ...worth.map(({ right }) => right), 0, 0];
  for (;;) {
    const found = maximise(objective, rows, limits);
    let added = false;
    hulls.forEach((hull, g) => {
      const at = found[g]!;
      if (found[groups + g]! <= placeAt(hull, at).y + 1e-12) return;
      const edge = edgeAt(hull, at);
      const here = cut(g, edge);
      const before = cut(g, edge - 1);
      added ||= here || before;
    });
    if (!added) return { x: found.slice(0, groups), top: found[v]! + tolerance };
  }
}

/**
 * Equalized odds by lot up to a tolerance, exactly: TPR of all groups within it, and FPR of all groups within it. A group's reachable points lie under the
 * hull of its ROC curve; every group reaches the diagonal, so that no best point lies under it, and one below its hull is a lot that thins the hull.
 * @param tolerance above 0; at 0 it is {@link equalOddsLines}
 */
export function nearOddsLines(curves: readonly LineCurve[], objective: Linear, tolerance: number): GroupRule[] {
  const hulls = curves.map((curve) => {
    const { fpr, tpr } = rocOf(curve);
    return upperHull(fpr, tpr);
  });
  const worth = curves.map(({ weight }): Worth => {
    const { positives, negatives } = totals(weight);
    return { right: objective.truePositive * positives, wrong: objective.falsePositive * negatives };
  });
  const { x, top } = bestPoints(hulls, worth, tolerance);
  return hulls.map((hull, g) => ruleAt(hull, curves[g]!.thresholds, x[g]!, Math.min(top, placeAt(hull, x[g]!).y)));
}
