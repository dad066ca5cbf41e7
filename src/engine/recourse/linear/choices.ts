import type { Steps } from '../../jobs/steps';
import { optionsByTrees } from '../forest/apart';
import { levelOptions } from '../forest/options';
import { nodesByFeature, Sides } from '../forest/sides';
import { gridOf, type Actions } from '../rules';
import { TooManyValues } from '../too-many';
import type { FeatureOptions } from '../types';
import type { Additive } from './additive';

/** Options of one feature, with what each adds to the margins. */
export interface MarginOptions extends FeatureOptions {
  /** Row-major options × outputs: margins with this option, less those with the own value. */
  readonly shifts: Float64Array<ArrayBuffer>;
}

/** Most options of all features together. */
const LISTED = 4_000_000;
const BATCH = 4096;
/** Steps of an inner loop that listing one value takes (measured). */
const SLOW = 10;

/**
 * Every feature that may change, with all its admissible values (of those that no tree tells apart the cheapest) and what each adds to the margins.
 * Features that the model does not use are left out, unless a coupling speaks of them.
 * @throws TooManyValues where there are more than 4,000,000 values: it names the feature with most of them
 */
export function* marginOptions(model: Additive, actions: Actions): Steps<MarginOptions[]> {
  const { person, couplings } = actions;
  const told = new Set(couplings.flatMap(({ when, then }) => [when, then]));
  const own = model.margins(Float64Array.from(person), 1);
  const byTrees = model.trees && { nodes: nodesByFeature(model.trees), options: optionsByTrees(model.trees.forest, actions) };
  let listed = 0;
  let longest = { feature: -1, values: 0 };
  const found: MarginOptions[] = [];
  for (let feature = 0; feature < person.length; feature++) {
    if (!model.features.has(feature) && !told.has(feature)) continue;
    const options = byTrees ? byTrees.options(new Sides(model.trees!, person, feature, byTrees.nodes.get(feature) ?? [])) : listedOptions(actions, feature);
    const values = options.values.length;
    listed += values;
    if (values > longest.values) longest = { feature, values };
    if (listed > LISTED) throw new TooManyValues(longest.feature, longest.values, LISTED);
    yield SLOW * values;
    if (values > 1) found.push({ ...options, shifts: yield* shiftsOf(model, person, options, own) });
  }
  return found;
}

function listedOptions(actions: Actions, feature: number): FeatureOptions {
  const rule = actions.rules[feature]!;
  const own = actions.person[feature]!;
  const cost = actions.costs[feature]!;
  if (rule.kind === 'level') return levelOptions(feature, rule, own, cost);
  const grid = gridOf(actions, feature);
  if (!grid || rule.kind === 'locked') return { feature, values: Float64Array.of(own), costs: new Float64Array(1), own: 0 };
  if (grid.count > LISTED) throw new TooManyValues(feature, grid.count, LISTED);
  const values = Float64Array.from({ length: grid.count }, (_, index) => grid.value(index));
  return { feature, values, costs: values.map((value) => rule.weight * cost(own, value)), own: grid.own };
}

function* shiftsOf({ outputs, margins }: Additive, person: Float64Array, { feature, values, own: place }: FeatureOptions, own: Float64Array): Steps<Float64Array<ArrayBuffer>> {
  const width = person.length;
  const shifts = new Float64Array(values.length * outputs);
  for (let first = 0; first < values.length; first += BATCH) {
    const count = Math.min(BATCH, values.length - first);
    const rows = new Float64Array(count * width);
    for (let row = 0; row < count; row++) {
      rows.set(person, row * width);
      rows[row * width + feature] = values[first + row]!;
    }
    shifts.set(margins(rows, count), first * outputs);
    yield rows.length;
  }
  for (let at = 0; at < shifts.length; at++) shifts[at] = shifts[at]! - own[at % outputs]!;
  shifts.fill(0, place * outputs, (place + 1) * outputs);
  return shifts;
}
