import type { CartNode, CartSplit } from '../../../engine/learn/cart';
import type { SurrogateColumn } from '../../../engine/influence/surrogate/columns';
import type { Feature } from '../../../engine/models/binding/types';
import { en } from '../../text/en';
import { quantity } from '../../text/numbers';
import { valueText } from '../person/words';

/** One step of a tree in words, with the steps that follow it. */
export interface TreeRule {
  readonly text: string;
  /** The sides taken from the root on, `l` and `r`. */
  readonly path: string;
  readonly rows: number;
  /** Share of its rows with the favourable decision. */
  readonly share: number;
  readonly then: readonly TreeRule[];
}

/**
 * A tree as an indented list: two rules for each split.
 * @param gaps features of which some rows have no value
 */
export function treeRules(node: CartNode, columns: readonly SurrogateColumn[], features: readonly Feature[], gaps: ReadonlySet<number>, path = ''): TreeRule[] {
  const { split } = node;
  if (!split) return [];
  return (['left', 'right'] as const).map((side) => {
    const next = split[side];
    const own = path + (side === 'left' ? 'l' : 'r');
    return { text: ruleText(split, side, columns, features, gaps), path: own, rows: next.rows, share: next.value, then: treeRules(next, columns, features, gaps, own) };
  });
}

/** Number of leaves: as many rules one needs to decide for anybody. */
export function leaves({ split }: CartNode): number {
  return split ? leaves(split.left) + leaves(split.right) : 1;
}

function ruleText({ feature, threshold, missing }: CartSplit, side: 'left' | 'right', columns: readonly SurrogateColumn[], features: readonly Feature[], gaps: ReadonlySet<number>): string {
  const words = en.drivers;
  const column = columns[feature]!;
  const about = features[column.feature]!;
  if (threshold === Infinity) return side === 'left' ? words.treeKnown(about.name) : words.treeMissing(about.name);
  const text =
    column.level === undefined
      ? (side === 'left' ? words.treeUpTo : words.treeAbove)(about.name, quantity(threshold, 6))
      : (side === 'left' ? words.treeIsNot : words.treeIs)(about.name, valueText(about, column.level));
  return gaps.has(column.feature) && missing === side ? words.treeOrMissing(text) : text;
}
