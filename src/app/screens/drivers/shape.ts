/** How a curve goes between its ends, in as few words as it allows. */
export type Shape =
  | { readonly kind: 'rises' | 'falls'; readonly from: number; readonly to: number; readonly size: number }
  | { readonly kind: 'turns'; readonly high: number; readonly low: number; readonly size: number }
  | { readonly kind: 'flat'; readonly size: number };

/** Share of a curve's whole reach that its ends must be apart for it to count as going one way. */
const ONE_WAY = 0.85;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A tenth of a stretch, as a power of ten: the step in which its values are told. */
export function stepOf(low: number, high: number): number {
  return high > low ? 10 ** Math.floor(Math.log10((high - low) / 10)) : 0;
}

/** A value to the nearest step. */
export function toStep(value: number, step: number): number {
  return step > 0 ? Number((Math.round(value / step) * step).toPrecision(12)) : value;
}

/** The curve at one value, by straight lines between its points. */
function at(points: readonly Point[], x: number): number {
  const after = points.findIndex((point) => point.x >= x);
  if (after <= 0) return points[Math.max(0, after)]!.y;
  const [a, b] = [points[after - 1]!, points[after]!];
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

/**
 * The curve cut to a stretch whose ends are moved to numbers that are easily said, where the curve reaches that far.
 * @param points ascending in x
 */
export function cutToRound(points: readonly Point[], low: number, high: number): Point[] {
  const known = points.filter(({ y }) => Number.isFinite(y));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return [];
  const step = stepOf(low, high);
  const within = (value: number): number => Math.min(last.x, Math.max(first.x, toStep(value, step)));
  const [from, to] = [within(low), within(high)];
  if (!(to > from)) return [...known];
  return [{ x: from, y: at(known, from) }, ...known.filter(({ x }) => x > from && x < to), { x: to, y: at(known, to) }];
}

/**
 * Shape of the points that have a score; undefined for fewer than two.
 * @param still differences of the score up to this size count as none
 */
export function shapeOf(points: readonly Point[], still: number): Shape | undefined {
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
