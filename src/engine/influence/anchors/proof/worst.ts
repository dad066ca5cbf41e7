import { finish } from '../../../jobs/steps';
import { compileForest } from '../../../models/forest/evaluate';
import type { BoxSpace } from '../../../models/forest/boxes/boxes';
import type { LeafBox, LeafGroup } from '../../../models/forest/boxes/groups';
import { cutTree, mergeGroups, reaches, within } from '../../../models/forest/boxes/groups';
import type { BoxNumbers } from '../../../models/forest/boxes/slots';

/** A decision: the margin is at or above a threshold, or it is below. */
export interface Decision {
  readonly threshold: number;
  readonly above: boolean;
}

/** Whether a margin has the decision. */
export function keeps({ threshold, above }: Decision, margin: number): boolean {
  return above ? margin >= threshold : margin < threshold;
}

/** `holds`: all rows of the box have the decision, proved. `fails`: at least one has not, found. `unknown`: not settled within the nodes allowed. */
export type Verdict = 'holds' | 'fails' | 'unknown';

/** Boxes looked at with every tree by itself; most questions are settled so, in a tenth of the time it takes to merge trees (measured). */
const APART = 100;

/**
 * Looks for the worst row of a box: the sum of every tree's least reachable leaf is below every margin in the box, and where that does not settle it,
 * the box is parted along the leaves of trees, the most uncertain first. Margins near the threshold are settled by the forest's own arithmetic, so that
 * ties and rounded sums are decided as the model decides them.
 * Source: branch and bound on leaf boxes as in Chen et al. (2019) and Devos, Meert and Davis, "Versatile verification of tree ensembles" (2021).
 */
export class WorstCase {
  /** Boxes looked at so far. */
  nodes: number;
  readonly #space: BoxSpace;
  readonly #person: Float64Array;
  readonly #decision: Decision;
  readonly #margins: (rows: Float64Array, count: number) => Float64Array;
  /** Value of each leaf vector, turned so that the decision is kept by large sums. */
  readonly #values: Float64Array;
  /** A sum of leaves at or above this keeps the decision whatever the rounding. */
  readonly #safe: number;
  /** A sum below this loses it whatever the rounding. */
  readonly #lost: number;
  /** Boxes in which every row loses the decision: whatever meets one of them fails too. */
  readonly losing: BoxNumbers[];
  #allowed = 0;

  /**
   * The forest must have one output and plain leaves.
   * @param known what an earlier search for the same decision has found
   */
  constructor(space: BoxSpace, person: Float64Array, decision: Decision, known?: { readonly nodes: number; readonly losing: readonly BoxNumbers[] }) {
    this.nodes = known?.nodes ?? 0;
    this.losing = [...(known?.losing ?? [])];
    const { forest } = space;
    this.#margins = compileForest(forest).margins;
    this.#space = space;
    this.#person = person;
    this.#decision = decision;
    const trees = Math.max(1, forest.roots.length);
    const scale = (decision.above ? 1 : -1) / (forest.combine === 'mean' ? trees : 1);
    this.#values = forest.leafValues.map((value) => value * scale);
    const base = forest.base[0]!;
    const target = decision.above ? decision.threshold - base : base - decision.threshold;
    const slack = rounding(space, this.#values, base, decision.threshold);
    this.#safe = target + slack;
    this.#lost = target - slack;
  }

  /** Does every row of the box have the decision? */
  check(box: BoxNumbers, nodes: number): Verdict {
    const space = this.#space;
    const { start, cells } = space;
    if (this.losing.some((losing) => cells.every((_, slot) => space.meet(slot, box, start[slot]!, losing, start[slot]!)))) return 'fails';
    const groups = Array.from(space.forest.roots, (root) => cutTree(space, root, box, (leaf) => this.#values[leaf]!));
    const first = this.#searchGroups(box, groups, Math.min(nodes, APART));
    return first === 'unknown' && nodes > APART ? this.#searchGroups(box, finish(mergeGroups(space, box, groups)), nodes - APART) : first;
  }

  #searchGroups(box: BoxNumbers, groups: readonly LeafGroup[], nodes: number): Verdict {
    this.#allowed = this.nodes + nodes;
    return this.#search(
      box,
      groups,
      groups.map(({ leaves }) => leaves),
    );
  }

  /** `lists`: the leaf boxes of each group that the box reaches, smallest value first. */
  #search(box: BoxNumbers, groups: readonly LeafGroup[], lists: readonly (readonly LeafBox[])[]): Verdict {
    if (this.nodes >= this.#allowed) return 'unknown';
    this.nodes++;
    const least = lists.reduce((sum, leaves) => sum + leaves[0]!.value, 0);
    if (least > this.#safe) return 'holds';
    const chosen = mostUncertain(lists, least < this.#lost);
    if (chosen < 0) return this.#settle(box);
    const rest = least - lists[chosen]![0]!.value;
    let verdict: Verdict = 'holds';
    for (const leaf of lists[chosen]!) {
      if (rest + leaf.value > this.#safe) break;
      const part = within(this.#space, box, leaf);
      const left = this.#filter(part, groups, lists, chosen, leaf);
      if (left === undefined) continue;
      const found = this.#search(part, groups, left);
      if (found === 'fails') return 'fails';
      if (found === 'unknown') {
        verdict = 'unknown';
        if (this.nodes >= this.#allowed) break;
      }
    }
    return verdict;
  }

  /** What is left of the lists in a part of the box; undefined where the part keeps the decision. */
  #filter(
    part: BoxNumbers,
    groups: readonly LeafGroup[],
    lists: readonly (readonly LeafBox[])[],
    chosen: number,
    leaf: LeafBox,
  ): (readonly LeafBox[])[] | undefined {
    const space = this.#space;
    const after = new Float64Array(lists.length + 1);
    for (let g = lists.length - 1; g >= 0; g--) after[g] = after[g + 1]! + (g === chosen ? leaf.value : lists[g]![0]!.value);
    const left: (readonly LeafBox[])[] = [];
    let before = 0;
    for (const [g, leaves] of lists.entries()) {
      const asked = leaf.slots.some((slot) => groups[g]!.slots.has(slot));
      const kept = g === chosen ? [leaf] : asked ? leaves.filter((other) => reaches(space, part, other)) : leaves;
      left.push(kept);
      before += kept[0]!.value;
      if (before + after[g + 1]! > this.#safe) return undefined;
    }
    return left;
  }

  /** All rows of the box have the same margin, but for rounding: asks the forest for one of them. */
  #settle(box: BoxNumbers): Verdict {
    if (keeps(this.#decision, this.#margins(this.#space.sample(box, this.#person), 1)[0]!)) return 'holds';
    this.losing.push(box);
    return 'fails';
  }
}

/**
 * The group whose values differ most; −1 where each has one value left. Unless `lost`, groups of equal values are parted too, as the order in which
 * the forest adds them up may matter.
 */
function mostUncertain(lists: readonly (readonly LeafBox[])[], lost: boolean): number {
  let chosen = -1;
  let widest = lost ? 0 : -1;
  lists.forEach((leaves, g) => {
    const spread = leaves[leaves.length - 1]!.value - leaves[0]!.value;
    if (leaves.length > 1 && spread > widest) [chosen, widest] = [g, spread];
  });
  return chosen;
}

/**
 * How far a sum of leaves taken here can be from what the forest makes of it: n roundings of sums that never exceed the sum of the largest leaves.
 * Source: Higham, "Accuracy and stability of numerical algorithms" (2002), §4.2.
 */
function rounding({ forest }: BoxSpace, values: Float64Array, base: number, threshold: number): number {
  const trees = forest.roots.length;
  const largest = largestLeaves(forest, values);
  const size = largest + Math.abs(base);
  const double = 4 * (trees + 4) * 2 ** -53 * (size + Math.abs(threshold));
  return forest.sums === 'float32' ? double + 1.01 * (trees + 2) * 2 ** -24 * size : double;
}

/** Sum over trees of the largest magnitude among their leaves. */
function largestLeaves(forest: BoxSpace['forest'], values: Float64Array): number {
  let sum = 0;
  for (const root of forest.roots) {
    let largest = 0;
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (forest.feature[node]! < 0) largest = Math.max(largest, Math.abs(values[forest.left[node]!]!));
      else open.push(forest.left[node]!, forest.right[node]!);
    }
    sum += largest;
  }
  return sum;
}
