/** How a curve goes between its ends, in as few words as it allows. */
export type Shape =
  | { readonly kind: 'rises' | 'falls'; readonly from: number; readonly to: number; readonly size: number }
  | { readonly kind: 'turns'; readonly high: number; readonly low: number; readonly size: number }
  | { readonly kind: 'flat'; readonly size: number };

/** Share of a curve's whole reach that its ends must be apart for it to count as going one way. */
const ONE_WAY = 0.85;

/**
 * Shape of the points that have a score; undefined for fewer than two.
 * @param still differences of the score up to this size count as none
 */
export function shapeOf(points: readonly { readonly x: number; readonly y: number }[], still: number): Shape | undefined {
  const known = points.filter(({ y }) => Number.isFinite(y));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < 2) return undefined;
  const low = known.reduce((least, point) => (point.y < least.y ? point : least));
  const high = known.reduce((most, point) => (point.y > most.y ? point : most));
  const size = high.y - low.y;
  if (size <= still) return { kind: 'flat', size };
  const net = last.y - first.y;
  if (Math.abs(net) >= ONE_WAY * size) return { kind: net > 0 ? 'rises' : 'falls', from: first.x, to: last.x, size: Math.abs(net) };
  return { kind: 'turns', high: high.x, low: low.x, size };
}
