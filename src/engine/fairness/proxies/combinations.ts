import { type CartNode, fitCart } from '../../learn/cart';
import { wilsonEstimate, type Estimate } from '../../stats/intervals';
import { Random } from '../../stats/random';
import { learnable, sharesOf } from './learner';

/** What a rule asks of one feature. */
export interface ProxyCondition {
  readonly feature: number;
  /** A number above `low` and up to `high`; infinite where open. Unused where there are levels. */
  readonly low: number;
  readonly high: number;
  /** Levels that meet the rule, rising; undefined for numbers. */
  readonly levels: readonly number[] | undefined;
  /** Whether a missing value meets it. */
  readonly missing: boolean;
}

/** People whom several inputs together give away. */
export interface Combination {
  readonly group: number;
  readonly conditions: readonly ProxyCondition[];
  /** Held-out rows that meet the rule, and how many of them belong to the group. */
  readonly rows: number;
  readonly members: number;
  /** Share of the group among them, with its Wilson interval. */
  readonly share: Estimate;
  /** Share of the group among all held-out rows. */
  readonly base: number;
  /** The one over the other. */
  readonly lift: number;
}

export interface CombinationSettings {
  readonly depth: number;
  /** Fewest rows of a leaf, of those the tree is fitted to. */
  readonly leafRows: number;
  /** Rows the trees see at most; as many again measure them. */
  readonly rows: number;
  /** Groups looked for, the largest first. */
  readonly groups: number;
  readonly seed: number;
}

interface Rows {
  readonly values: Float64Array<ArrayBuffer>;
  readonly features: readonly { readonly kind: 'number' | 'level' }[];
  readonly group: Int32Array<ArrayBuffer>;
  readonly groups: number;
}

/**
 * Rules of up to `depth` questions under which a group is more frequent than among all: leaves of a classification tree fitted to one half of the rows,
 * measured on the other. Only those whose share is beyond the base by its interval, the largest lift first.
 * @throws AssayError of `fitCart`
 */
export function findCombinations({ values, features, group, groups }: Rows, { depth, leafRows, rows, groups: most, seed }: CombinationSettings): Combination[] {
  const known = new Random(seed).shuffle(Int32Array.from(group.keys()).filter((row) => group[row]! >= 0)).slice(0, 2 * rows);
  const [fitted, held] = [known.slice(0, known.length >> 1), known.slice(known.length >> 1)];
  const sizes = new Int32Array(groups);
  for (const row of fitted) sizes[group[row]!] = sizes[group[row]!]! + 1;
  const largest = Array.from(sizes.keys()).filter((own) => sizes[own]! > 0 && sizes[own]! < fitted.length);
  largest.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const all = features.map((_, feature) => feature);
  const lacking = new Set(all.filter((feature) => known.some((row) => Number.isNaN(values[row * all.length + feature]!))));
  const found: Combination[] = [];
  // Of two groups one tree tells both.
  for (const own of groups === 2 ? largest.slice(0, 1) : largest.slice(0, most)) {
    const target = Uint8Array.from(group, (each) => (each === own ? 1 : 0));
    const shares = sharesOf({ values, features }, all, target, fitted);
    const labels = Uint8Array.from(fitted, (row) => target[row]!);
    const data = { values: learnable({ values, features }, all, fitted, shares), rows: fitted.length, columns: all.length, labels };
    const tree = fitCart(data, { impurity: 'gini', depth, leafRows });
    const told = learnable({ values, features }, all, held, shares);
    for (const leaf of leavesOf(tree, told, held.length, all.length)) {
      const conditions = conditionsOf(leaf.path, shares, lacking);
      for (const of of groups === 2 ? [0, 1] : [own]) {
        const members = leaf.rows.reduce((sum, at) => sum + (group[held[at]!] === of ? 1 : 0), 0);
        const base = held.reduce((sum, row) => sum + (group[row] === of ? 1 : 0), 0) / held.length;
        const share = wilsonEstimate(members, leaf.rows.length);
        if (share && conditions.length > 0 && share.lower > base) found.push({ group: of, conditions, rows: leaf.rows.length, members, share, base, lift: share.value / base });
      }
    }
  }
  return found.sort((a, b) => b.lift - a.lift || b.rows - a.rows);
}

interface Step {
  readonly feature: number;
  readonly threshold: number;
  readonly left: boolean;
  readonly missing: boolean;
}

interface Leaf {
  readonly path: readonly Step[];
  readonly rows: readonly number[];
}

function leavesOf(tree: CartNode, values: Float64Array, count: number, columns: number): Leaf[] {
  const walk = (node: CartNode, path: readonly Step[], rows: readonly number[]): Leaf[] => {
    const { split } = node;
    if (!split) return [{ path, rows }];
    const { feature, threshold, missing } = split;
    const goesLeft = (at: number): boolean => {
      const x = values[at * columns + feature]!;
      return Number.isNaN(x) ? missing === 'left' : x <= threshold;
    };
    const side = (left: boolean): Step => ({ feature, threshold, left, missing: (missing === 'left') === left });
    return [
      ...walk(split.left, [...path, side(true)], rows.filter(goesLeft)),
      ...walk(split.right, [...path, side(false)], rows.filter((at) => !goesLeft(at))),
    ];
  };
  return walk(tree, [], Array.from({ length: count }, (_, at) => at));
}

/** The questions of a path, those about one feature joined; `lacking` names the features that have missing values. */
function conditionsOf(path: readonly Step[], shares: ReadonlyMap<number, ReadonlyMap<number, number>>, lacking: ReadonlySet<number>): ProxyCondition[] {
  const features = [...new Set(path.map(({ feature }) => feature))];
  return features.map((feature) => {
    const own = path.filter((step) => step.feature === feature);
    const low = Math.max(-Infinity, ...own.filter(({ left }) => !left).map(({ threshold }) => threshold));
    const high = Math.min(Infinity, ...own.filter(({ left }) => left).map(({ threshold }) => threshold));
    const known = shares.get(feature);
    const levels = known && [...known].filter(([value, share]) => !Number.isNaN(value) && share > low && share <= high).map(([value]) => value);
    return { feature, low, high, levels: levels?.sort((a, b) => a - b), missing: lacking.has(feature) && own.every(({ missing }) => missing) };
  });
}
