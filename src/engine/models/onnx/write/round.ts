const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** Next float32 below or above x, where x is a float32. */
function neighbour(x: number, direction: -1 | 1): number {
  if (x === 0) return direction * 2 ** -149;
  single[0] = x;
  bits[0] = bits[0]! + (x > 0 === direction > 0 ? 1 : -1);
  return single[0];
}

/** Largest float32 ≤ x: for every float32 v, v ≤ x exactly when v ≤ floor32(x). */
export function floor32(x: number): number {
  const nearest = Math.fround(x);
  return nearest > x ? neighbour(nearest, -1) : nearest;
}

/** Smallest float32 ≥ x: for every float32 v, v < x exactly when v < ceil32(x). */
export function ceil32(x: number): number {
  const nearest = Math.fround(x);
  return nearest < x ? neighbour(nearest, 1) : nearest;
}

/** Largest float32 < x: for every float32 v, v < x exactly when v ≤ below32(x). NaN for −∞. */
export function below32(x: number): number {
  return x === -Infinity ? NaN : neighbour(ceil32(x), -1);
}
