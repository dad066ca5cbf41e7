import { circlePath } from '../marks/shapes';

/** Outline of all points as one path; points that fall on one another are drawn once. */
export function scatterPath(xs: ArrayLike<number>, ys: ArrayLike<number>, x: (value: number) => number, y: (value: number) => number, radius: number): string {
  const seen = new Set<string>();
  for (let i = 0; i < xs.length; i++) seen.add(circlePath(x(xs[i]!), y(ys[i]!), radius));
  return [...seen].join('');
}
