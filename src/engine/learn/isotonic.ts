import { cannotLearn } from './training';

/** A rising function given by corner points, straight between them and level outside. */
export interface IsotonicFit {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
}

/**
 * Weighted least squares among functions that never fall, by pooling adjacent violators. Rows with equal x are merged to their weighted mean first;
 * rows of weight 0 are left out.
 * Source: Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions (1972); corner points as scikit-learn keeps them.
 * @throws AssayError `learn-shape`, `learn-missing`, `learn-one-class` when no row has weight
 */
export function fitIsotonic(x: ArrayLike<number>, y: ArrayLike<number>, weights?: ArrayLike<number>): IsotonicFit {
  if (y.length !== x.length || (weights !== undefined && weights.length !== x.length)) {
    throw cannotLearn('learn-shape', `There are ${x.length} x values and ${y.length} y values.`, 'Give one y and one weight per x.');
  }
  const order: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const weight = weights?.[i] ?? 1;
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i]) || !(weight >= 0) || weight === Infinity) {
      throw cannotLearn('learn-missing', `Row ${i + 1} holds x ${x[i]}, y ${y[i]}, weight ${weight}.`, 'Leave out rows with missing values.');
    }
    if (weight > 0) order.push(i);
  }
  if (order.length === 0) throw cannotLearn('learn-one-class', 'No row has a weight above 0.', 'Give at least one row some weight.');
  order.sort((a, b) => x[a]! - x[b]!);

  const from: number[] = [];
  const to: number[] = [];
  const mean: number[] = [];
  const mass: number[] = [];
  const join = (value: number, weight: number): void => {
    const last = mean.length - 1;
    const total = mass[last]! + weight;
    mean[last] = (mean[last]! * mass[last]! + value * weight) / total;
    mass[last] = total;
  };
  let position = 0;
  while (position < order.length) {
    const at = x[order[position]!]!;
    from.push(at);
    to.push(at);
    mean.push(0);
    mass.push(0);
    for (; position < order.length && x[order[position]!] === at; position++) join(y[order[position]!]!, weights?.[order[position]!] ?? 1);
    while (mean.length > 1 && mean.at(-2)! >= mean.at(-1)!) {
      const end = to.pop()!;
      const value = mean.pop()!;
      const weight = mass.pop()!;
      from.pop();
      to[to.length - 1] = end;
      join(value, weight);
    }
  }
  const corners: [number, number][] = [];
  mean.forEach((value, block) => {
    corners.push([from[block]!, value]);
    if (to[block] !== from[block]) corners.push([to[block]!, value]);
  });
  return { x: Float64Array.from(corners, ([at]) => at), y: Float64Array.from(corners, ([, value]) => value) };
}

/** Values of the fitted function; NaN for NaN. */
export function predictIsotonic(fit: IsotonicFit, queries: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const { x, y } = fit;
  return Float64Array.from(queries, (query) => {
    if (Number.isNaN(query)) return NaN;
    if (query <= x[0]!) return y[0]!;
    if (query >= x.at(-1)!) return y.at(-1)!;
    let low = 0;
    let high = x.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle]! <= query) low = middle;
      else high = middle;
    }
    const share = (query - x[low]!) / (x[high]! - x[low]!);
    return y[low]! + share * (y[high]! - y[low]!);
  });
}
