/** Where an input lies: it tells the group or not, and carries part of the gap or not. */
export type Quadrant = 'used' | 'unused' | 'driver' | 'irrelevant';

/** From where on an input counts as telling the group, and as carrying the gap. */
export interface QuadrantLines {
  /** Held-out AUC. */
  readonly association: number;
  /** Part of the whole gap, 0 to 1. */
  readonly share: number;
}

export const QUADRANT_LINES: QuadrantLines = { association: 0.6, share: 0.1 };

export interface ProxyPoint {
  /** AUC of the group from the input; null where not estimable. */
  readonly association: number | null;
  /** What the input accounts for of the gap, in the gap's unit, signed; null where not estimable. */
  readonly share: number | null;
}

/** The quadrant of an input; null where one of its two numbers is not estimable. */
export function quadrantOf({ association, share }: ProxyPoint, gap: number, lines: QuadrantLines): Quadrant | null {
  if (association === null || share === null) return null;
  const [tells, carries] = [association >= lines.association, Math.abs(share) >= lines.share * Math.abs(gap) && share !== 0];
  if (tells) return carries ? 'used' : 'unused';
  return carries ? 'driver' : 'irrelevant';
}

/** Association beyond chance and size of the share, each as part of the largest among the inputs; 0 where not estimable. */
function normalised(points: readonly ProxyPoint[]): { readonly told: number; readonly carried: number }[] {
  const told = points.map(({ association }) => Math.max(0, (association ?? 0.5) - 0.5));
  const carried = points.map(({ share }) => Math.abs(share ?? 0));
  const [mostTold, mostCarried] = [Math.max(...told, 0), Math.max(...carried, 0)];
  return points.map((_, at) => ({ told: mostTold > 0 ? told[at]! / mostTold : 0, carried: mostCarried > 0 ? carried[at]! / mostCarried : 0 }));
}

/** Order of the inputs by the smaller of their two normalised numbers: first what both tells the group and carries the gap. */
export function proxyOrder(points: readonly ProxyPoint[]): number[] {
  const sizes = normalised(points).map(({ told, carried }) => Math.min(told, carried));
  return points.map((_, at) => at).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
}

/** Order of the inputs by their distance from the corner where association and share are largest, nearest first. */
export function cornerOrder(points: readonly ProxyPoint[]): number[] {
  const distances = normalised(points).map(({ told, carried }) => Math.hypot(1 - told, 1 - carried));
  return points.map((_, at) => at).sort((a, b) => distances[a]! - distances[b]! || a - b);
}
