/**
 * From margins (sums of trees or of weights) to scores. `step`: 1 above 0, else 0; `log1pexp`: log(1 + eˣ); `signed-square`: x·|x|.
 */
export type Link = 'none' | 'sigmoid' | 'softmax' | 'exp' | 'step' | 'log1pexp' | 'signed-square';

/** Standard logistic function 1/(1+e^−x), without overflow on either side. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

const EACH: Readonly<Record<Exclude<Link, 'softmax'>, (x: number) => number>> = {
  none: (x) => x,
  sigmoid,
  exp: Math.exp,
  step: (x) => (x > 0 ? 1 : 0),
  log1pexp: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  'signed-square': (x) => x * Math.abs(x),
};

/** Turns row-major margins, `outputs` per row, into scores of the same shape; the margins themselves where nothing changes. `scale` multiplies the margin first. */
export function applyLink(link: Link, margins: Float64Array<ArrayBuffer>, outputs: number, scale = 1): Float64Array<ArrayBuffer> {
  if (link === 'none' && scale === 1) return margins;
  if (link !== 'softmax') {
    const each = EACH[link];
    return margins.map((x) => each(scale * x));
  }
  const scores = new Float64Array(margins.length);
  for (let row = 0; row < margins.length; row += outputs) {
    let highest = -Infinity;
    for (let k = row; k < row + outputs; k++) highest = Math.max(highest, scale * margins[k]!);
    let sum = 0;
    for (let k = row; k < row + outputs; k++) sum += scores[k] = Math.exp(scale * margins[k]! - highest);
    for (let k = row; k < row + outputs; k++) scores[k] = scores[k]! / sum;
  }
  return scores;
}
