import { sortOrder } from '../../stats/sort';

/** Corners of the smallest concave function at or above some points: x rises strictly, slopes fall. `at` says which point each corner is. */
export interface Hull {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly at: Int32Array<ArrayBuffer>;
}

/** A place on a hull: (1 − share) of corner `left` and share of corner `right`, as points' numbers. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly share: number;
  readonly y: number;
}

function rises(x: Float64Array): boolean {
  for (let i = 1; i < x.length; i++) if (x[i]! < x[i - 1]!) return false;
  return true;
}

/** Upper concave hull in O(n), or O(n log n) where x does not rise already (Andrew 1979). Of points with equal x the highest counts. */
export function upperHull(x: Float64Array, y: Float64Array): Hull {
  const order = rises(x) ? undefined : sortOrder(x);
  const stack = new Int32Array(x.length);
  let size = 0;
  for (let k = 0; k < x.length; k++) {
    const i = order ? order[k]! : k;
    if (size > 0 && x[stack[size - 1]!]! === x[i]!) {
      if (y[stack[size - 1]!]! >= y[i]!) continue;
      size--;
    }
    while (size > 1) {
      const [a, b] = [stack[size - 2]!, stack[size - 1]!];
      if ((x[b]! - x[a]!) * (y[i]! - y[a]!) < (y[b]! - y[a]!) * (x[i]! - x[a]!)) break;
      size--;
    }
    stack[size++] = i;
  }
  const at = stack.slice(0, size);
  return { x: Float64Array.from(at, (i) => x[i]!), y: Float64Array.from(at, (i) => y[i]!), at };
}

/** The hull's height at x, which is taken to its ends where it lies beyond them, and the mix of two corners that reaches it. */
export function placeAt({ x, y, at }: Hull, wanted: number): Place {
  let low = 0;
  let high = x.length - 1;
  if (!(wanted > x[low]!)) return { left: at[low]!, right: at[low]!, share: 0, y: y[low]! };
  if (!(wanted < x[high]!)) return { left: at[high]!, right: at[high]!, share: 0, y: y[high]! };
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (x[middle]! <= wanted) low = middle;
    else high = middle;
  }
  const share = (wanted - x[low]!) / (x[high]! - x[low]!);
  return { left: at[low]!, right: at[high]!, share, y: y[low]! + share * (y[high]! - y[low]!) };
}

/** First x at which the hull is highest. */
export function peak({ x, y }: Hull): number {
  let best = 0;
  for (let i = 1; i < y.length; i++) if (y[i]! > y[best]!) best = i;
  return x[best]!;
}
