import { AssayError } from '../../errors';
import type { Steps } from '../../jobs/steps';
import type { ExactStructure } from '../../models/binding/structure';
import { compileForest } from '../../models/forest/evaluate';
import { cutTree, type LeafBox, mergeGroups } from '../../models/forest/boxes/groups';
import type { Coupling, FeatureOptions, Goal } from '../types';
import { type CellForest, cellForest } from './cells';
import { roundingOf } from './rounding';
import type { Sides } from './sides';
import { OptionSpace } from './space';

export interface ForestProblem {
  readonly structure: ExactStructure;
  /** The feature row that is to be changed. */
  readonly person: Float64Array;
  /** Options of a feature, by its splits. */
  readonly options: (sides: Sides) => FeatureOptions;
  /** All of them must be met. */
  readonly goals: readonly Goal[];
  /** What the margins of a plan must meet besides, where the goals are necessary but not enough. */
  readonly accepts?: (margins: Float64Array) => boolean;
  readonly couplings?: readonly Coupling[];
  /** Most leaf boxes of trees taken together; 300 if left out. */
  readonly merged?: number | undefined;
}

/** Leaf boxes of trees that were taken together, by the slots they ask about. */
export interface Group {
  /** Index of the goal that their values count for. */
  readonly goal: number;
  readonly slots: ReadonlySet<number>;
  /** The best first: values are turned so that less is better. */
  readonly leaves: readonly LeafBox[];
}

/** If slot `when` is at one of `from`, slot `then` must be at one of `allowed`. */
export interface SlotCoupling {
  readonly when: number;
  readonly from: ReadonlySet<number>;
  readonly then: number;
  readonly allowed: ReadonlySet<number>;
}

/** A problem made ready: several searches, for the cheapest plan and for others, share it. */
export interface Prepared {
  readonly person: Float64Array;
  readonly goals: readonly Goal[];
  readonly accepts: ((margins: Float64Array) => boolean) | undefined;
  readonly cells: CellForest;
  readonly space: OptionSpace;
  /** Options by slot. */
  readonly options: readonly FeatureOptions[];
  readonly groups: readonly Group[];
  /** By goal: a sum of leaves at most this reaches it, but for `slack`. */
  readonly most: Float64Array<ArrayBuffer>;
  readonly slack: Float64Array<ArrayBuffer>;
  readonly couplings: readonly SlotCoupling[];
  /** Margins of rows of option indexes, as the forest itself adds them up. */
  readonly margins: (rows: Float64Array, count: number) => Float64Array;
}

/** Most leaf boxes of trees taken together. */
const MERGED = 300;

/**
 * Cuts the trees to the options a person has, and takes those together that ask about the same inputs.
 * @throws AssayError `recourse-values` where trees look up an input with too many values in lists, `recourse-leaves` for leaves that hold formulas
 */
export function* prepareForest({ structure, person, options: optionsOf, goals, accepts, couplings = [], merged = MERGED }: ForestProblem): Steps<Prepared> {
  if (structure.forest.linearLeaves !== undefined) throw refusedLeaves();
  const told = new Set(couplings.flatMap(({ when, then }) => [when, then]));
  const cells = cellForest(structure, Float64Array.from(person), optionsOf, told);
  const { forest } = cells;
  const space = new OptionSpace(cells);
  const scale = forest.combine === 'mean' ? 1 / Math.max(1, forest.roots.length) : 1;
  const groups: Group[] = [];
  for (const [goal, { weights }] of goals.entries()) {
    const value = (leaf: number): number => -scale * weights.reduce((total, weight, k) => total + weight * forest.leafValues[leaf * forest.outputs + k]!, 0);
    const cut = Array.from(forest.roots, (root) => cutTree(space, root, space.full, value));
    for (const { slots, leaves } of yield* mergeGroups(space, space.full, cut, merged)) groups.push({ goal, slots, leaves });
  }
  return {
    person,
    goals,
    accepts,
    cells,
    space,
    options: Array.from(space.features, (feature) => cells.options[feature]!),
    groups,
    most: Float64Array.from(goals, ({ weights, least }) => weights.reduce((total, weight, k) => total + weight * forest.base[k]!, 0) - least),
    slack: Float64Array.from(goals, ({ weights, least }) => roundingOf(forest, weights, least)),
    couplings: couplings.flatMap((coupling) => slotCoupling(cells, space, person, coupling)),
    margins: compileForest(forest).margins,
  };
}

function slotCoupling({ options }: CellForest, space: OptionSpace, person: Float64Array, { when, values, then, allowed }: Coupling): SlotCoupling[] {
  const places = (feature: number, is: (value: number) => boolean): Set<number> => {
    const own = options[feature]!.values;
    return new Set([...own.keys()].filter((place) => is(own[place]!)));
  };
  const slot = space.slotOfFeature(when);
  if (slot < 0) return [];
  const from = places(when, (value) => values(value) && !Object.is(value, person[when]));
  const other = space.slotOfFeature(then);
  if (other >= 0) return [{ when: slot, from, then: other, allowed: places(then, allowed) }];
  // A feature without a choice stays as it is: where that is not allowed, neither is the change that asks for it.
  return allowed(person[then]!) ? [] : [{ when: slot, from, then: slot, allowed: new Set([...options[when]!.values.keys()].filter((place) => !from.has(place))) }];
}

function refusedLeaves(): AssayError {
  return new AssayError({
    area: 'recourse',
    code: 'recourse-leaves',
    what: 'The best plan cannot be proved for these trees.',
    why: 'Their leaves hold formulas instead of numbers.',
    remedy: 'Use the search that works for any model: it finds plans without a proof.',
  });
}
