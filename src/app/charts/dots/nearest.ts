/** The dot nearest to a point, at most `reach` away; undefined where there is none. */
export function nearestDot(x: ArrayLike<number>, y: ArrayLike<number>, atX: number, atY: number, reach: number): number | undefined {
  let best: number | undefined;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const distance = (x[i]! - atX) ** 2 + (y[i]! - atY) ** 2;
    if (distance <= least) [best, least] = [i, distance];
  }
  return best;
}
