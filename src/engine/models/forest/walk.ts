import { setCode } from './codes';
import { SLOT_KIND, type ForestLayout } from './layout';
import { OPERATOR_CODE, type Forest } from './types';

/** Fills row-major rows × slots from row-major rows × features starting at row `first`. */
export function fillSlots(forest: Forest, layout: ForestLayout, values: Float64Array, first: number, rows: number, cells: Float64Array): void {
  const { slotFeature, slotKind } = layout;
  const width = slotFeature.length;
  const narrow = forest.arithmetic === 'float32';
  for (let slot = 0; slot < width; slot++) {
    const kind = slotKind[slot]!;
    const missing = kind === SLOT_KIND.right ? Infinity : kind === SLOT_KIND.left ? -Infinity : 1;
    let from = first * forest.features + slotFeature[slot]!;
    for (let to = slot; to < rows * width; to += width, from += forest.features) {
      const x = narrow ? Math.fround(values[from]!) : values[from]!;
      if (x !== x) cells[to] = missing;
      else cells[to] = kind === SLOT_KIND.missing ? 0 : x;
    }
  }
}

/**
 * Takes every row to full depth. The unary plus turns the comparison into 0 or 1 without a branch, which the processor would guess wrong half
 * the time (measured: 2.2 times as fast as `? :`); four rows at once hide the time a load takes.
 */
export function walkSteady(layout: ForestLayout, tree: number, cells: Float64Array, rows: number, nodes: Int32Array): void {
  const { links, split } = layout;
  const width = layout.slotFeature.length;
  const root = layout.roots[tree]!;
  const depth = layout.depth[tree]!;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const a0 = row * width;
    const a1 = a0 + width;
    const a2 = a1 + width;
    const a3 = a2 + width;
    let n0 = root;
    let n1 = root;
    let n2 = root;
    let n3 = root;
    for (let step = 0; step < depth; step++) {
      n0 = (links[2 * n0 + 1]! + +(cells[a0 + links[2 * n0]!]! > split[n0]!)) | 0;
      n1 = (links[2 * n1 + 1]! + +(cells[a1 + links[2 * n1]!]! > split[n1]!)) | 0;
      n2 = (links[2 * n2 + 1]! + +(cells[a2 + links[2 * n2]!]! > split[n2]!)) | 0;
      n3 = (links[2 * n3 + 1]! + +(cells[a3 + links[2 * n3]!]! > split[n3]!)) | 0;
    }
    nodes[row] = n0;
    nodes[row + 1] = n1;
    nodes[row + 2] = n2;
    nodes[row + 3] = n3;
  }
  for (; row < rows; row++) {
    let node = root;
    for (let step = 0; step < depth; step++) node = (links[2 * node + 1]! + +(cells[row * width + links[2 * node]!]! > split[node]!)) | 0;
    nodes[row] = node;
  }
}

function contains(values: Float64Array, from: number, to: number, x: number): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low < to && values[low] === x;
}

/**
 * 1 when a row goes left at one node, 0 when right, for every operator and missing values; `x` is already rounded where the forest's arithmetic asks
 * for it. A number, not a truth value: a branch on it costs a tenth of the time of tree influence (measured).
 */
export function goesLeft(forest: Forest, node: number, x: number): number {
  if (x !== x) return forest.missingLeft[node]!;
  const at = forest.split[node]!;
  const how = forest.operator[node];
  if (how === OPERATOR_CODE.le) return +(x <= at);
  if (how === OPERATOR_CODE.lt) return +(x < at);
  return +contains(forest.setValues, forest.setOffsets[at]!, forest.setOffsets[at + 1]!, setCode(forest, x));
}

/** Takes rows to their leaves node by node. */
export function walkAny(
  forest: Forest,
  layout: ForestLayout,
  tree: number,
  values: Float64Array,
  first: number,
  rows: number,
  nodes: Int32Array,
): void {
  const { links, leaf, source } = layout;
  const narrow = forest.arithmetic === 'float32';
  const root = layout.roots[tree]!;
  for (let row = 0; row < rows; row++) {
    const from = (first + row) * forest.features;
    let at = root;
    while (leaf[at]! < 0) {
      const node = source[at]!;
      const x = values[from + forest.feature[node]!]!;
      at = links[2 * at + 1]! + 1 - goesLeft(forest, node, narrow ? Math.fround(x) : x);
    }
    nodes[row] = at;
  }
}
