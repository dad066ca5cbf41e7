import { AssayError } from '../../errors';
import type { Forest } from '../../models/forest/types';
import { OPERATOR_CODE } from '../../models/forest/types';
import { goesLeft } from '../../models/forest/walk';
import { zerosToMissing } from '../../models/forest/zeros';
import { Random } from '../../stats/random';
import { goesStraight } from './path';

/** Up to this many inputs that cross at one place, every order of theirs is tried; beyond it, as many random orders and their reverses. */
const EVERY_ORDER = 4;
const ORDERS = 32;

export interface ForestGradients {
  /** Outputs × inputs. For each output they add up to the person's margin minus the baseline's. */
  readonly shares: Float64Array<ArrayBuffer>;
  /** Places at which some tree changes its answer, over all trees. */
  readonly crossings: number;
  /** True unless so many inputs cross at one place that their orders had to be sampled. */
  readonly exact: boolean;
}

/**
 * Integrated gradients of a forest's margins, exactly: along the straight way from the baseline to the person each tree changes its answer where an
 * input crosses a split, and each jump is that input's. Levels of set splits, and inputs missing at either end, change halfway. Inputs that
 * cross at the very same place share the jump as the mean over the orders in which they could cross.
 * @param levels 1 for inputs that are levels
 * @throws AssayError `linear-leaves` for leaves that hold a function of the row
 */
export function forestGradients(forest: Forest, baseline: Float64Array, person: Float64Array, levels: Uint8Array, seed = 1): ForestGradients {
  if (forest.linearLeaves !== undefined) throw linearLeaves();
  const narrow = forest.arithmetic === 'float32' ? Math.fround : (x: number): number => x;
  const from = zerosToMissing(forest, baseline, 1).map(narrow);
  const to = zerosToMissing(forest, person, 1).map(narrow);
  const straight = Array.from(from, (value, feature) => goesStraight(value, to[feature]!, levels[feature] === 1));
  const placeOf = (node: number): number => {
    const feature = forest.feature[node]!;
    if (!straight[feature] || forest.operator[node] === OPERATOR_CODE.set) return 0.5;
    const place = (forest.split[node]! - from[feature]!) / (to[feature]! - from[feature]!);
    return Math.min(1, Math.max(0, place));
  };
  const { outputs, features } = forest;
  const shares = new Float64Array(outputs * features);
  const scale = forest.combine === 'mean' ? 1 / Math.max(1, forest.roots.length) : 1;
  let crossings = 0;
  let exact = true;
  for (const root of forest.roots) {
    const crossed = crossedSplits(forest, root, from, to, placeOf);
    const tied = tiedFeatures(crossed);
    const orders = ordersOf(tied, seed);
    if (tied.length > EVERY_ORDER) exact = false;
    for (const rank of orders) {
      let last: Segment | undefined;
      eachSegment(forest, root, from, to, placeOf, rank, (segment) => {
        if (last !== undefined) {
          crossings += 1 / orders.length;
          for (let output = 0; output < outputs; output++) {
            const jump = forest.leafValues[segment.leaf * outputs + output]! - forest.leafValues[last.leaf * outputs + output]!;
            const at = output * features + segment.opened;
            shares[at] = shares[at]! + (scale * jump) / orders.length;
          }
        }
        last = segment;
      });
    }
  }
  return { shares, crossings: Math.round(crossings), exact };
}

interface Crossed {
  readonly feature: number;
  readonly place: number;
}

/** The splits of a tree that the way could meet on both sides. */
function crossedSplits(forest: Forest, root: number, from: Float64Array, to: Float64Array, placeOf: (node: number) => number): Crossed[] {
  const found: Crossed[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const feature = forest.feature[node]!;
    if (feature < 0) continue;
    const before = goesLeft(forest, node, from[feature]!);
    const after = goesLeft(forest, node, to[feature]!);
    if (before !== after) found.push({ feature, place: placeOf(node) });
    if (before === 1 || after === 1) open.push(forest.left[node]!);
    if (before === 0 || after === 0) open.push(forest.right[node]!);
  }
  return found;
}

/** Inputs that cross some place together with another input. */
function tiedFeatures(crossed: readonly Crossed[]): number[] {
  const byPlace = new Map<number, Set<number>>();
  for (const { feature, place } of crossed) byPlace.set(place, (byPlace.get(place) ?? new Set<number>()).add(feature));
  return [...new Set([...byPlace.values()].filter(({ size }) => size > 1).flatMap((own) => [...own]))];
}

/** Ranks of the inputs at places where several cross: every order of the tied ones, or random orders and their reverses. */
function ordersOf(tied: readonly number[], seed: number): Map<number, number>[] {
  const ranks = (order: ArrayLike<number>): Map<number, number> => new Map(Array.from(order, (feature, rank) => [feature, rank]));
  if (tied.length <= EVERY_ORDER) return permutations(tied).map(ranks);
  const random = new Random(seed);
  const orders = Array.from({ length: ORDERS / 2 }, () => random.shuffle(Int32Array.from(tied)));
  return orders.flatMap((order) => [ranks(order), ranks(order.slice().reverse())]);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]));
}

/** A stretch of the way on which a tree gives one leaf, and the input whose crossing opened it. */
interface Segment {
  readonly leaf: number;
  readonly opened: number;
}

/** A place on the way: first how far along, then whose turn it is among those that cross there. */
type Place = readonly [number, number];
const isBefore = (a: Place, b: Place): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

function eachSegment(
  forest: Forest,
  root: number,
  from: Float64Array,
  to: Float64Array,
  placeOf: (node: number) => number,
  rank: ReadonlyMap<number, number>,
  use: (segment: Segment) => void,
): void {
  const visit = (node: number, low: Place, high: Place, opened: number): void => {
    const feature = forest.feature[node]!;
    if (feature < 0) return use({ leaf: forest.left[node]!, opened });
    const child = (left: number): number => (left === 1 ? forest.left : forest.right)[node]!;
    const before = goesLeft(forest, node, from[feature]!);
    const after = goesLeft(forest, node, to[feature]!);
    if (before === after) return visit(child(before), low, high, opened);
    const place: Place = [placeOf(node), rank.get(feature) ?? -1];
    if (!isBefore(low, place)) return visit(child(after), low, high, opened);
    if (!isBefore(place, high)) return visit(child(before), low, high, opened);
    visit(child(before), low, place, opened);
    visit(child(after), place, high, feature);
  };
  visit(root, [-1, 0], [2, 0], -1);
}

function linearLeaves(): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'linear-leaves',
    what: 'The gradients of this forest cannot be read off its splits.',
    why: 'Its leaves hold formulas instead of numbers.',
    remedy: 'Use the gradients worked out by scoring rows along the way instead.',
  });
}
