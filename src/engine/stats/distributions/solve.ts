/**
 * The x in [low, high] where the rising function `excess` (value − target) crosses 0: Newton steps on `slope`, replaced by halving whenever they leave
 * the bracket or shrink too slowly. Stops at the resolution of doubles.
 */
export function solveRising(excess: (x: number) => number, slope: (x: number) => number, low: number, high: number, start: number): number {
  let a = low;
  let b = high;
  let x = start > a && start < b ? start : (a + b) / 2;
  let last = b - a;
  for (let i = 0; i < 300; i++) {
    const f = excess(x);
    if (f === 0) return x;
    if (f < 0) a = x;
    else b = x;
    const step = f / slope(x);
    let next = x - step;
    if (!(next > a && next < b) || Math.abs(step) > 0.6 * last) next = (a + b) / 2;
    last = Math.abs(next - x);
    if (last <= 1e-16 * Math.abs(next) || next === a || next === b) return next;
    x = next;
  }
  return x;
}
