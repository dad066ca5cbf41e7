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

/** Most options of all features together, and most cells of the rows that are evaluated for what they add. */
const LISTED = 4_000_000;
const CELLS = 80_000_000;
const BATCH = 4096;
/** Steps of an inner loop that listing one value takes (measured). */
const SLOW = 10;

/**
 * Every feature that may change, with all its admissible values (of those that no tree tells apart the cheapest) and what each adds to the margins.
 * Features that the model does not use are left out, unless a coupling speaks of them.
 * @throws TooManyValues where there are more than 4,000,000 values, or fewer where rows are wide: it names the feature with most of them
 */
export function* marginOptions(model: Additive, actions: Actions): Steps<MarginOptions[]> {
  const { person, couplings } = actions;
  const told = new Set(couplings.flatMap(({ when, then }) => [when, then]));
  const own = model.margins(Float64Array.from(person), 1);
  const byTrees = model.trees && { nodes: nodesByFeature(model.trees), options: optionsByTrees(model.trees.forest, actions) };
  const asked = [...person.keys()].filter((feature) => model.features.has(feature) || told.has(feature));
  if (!byTrees) refuseMany(asked.map((feature) => ({ feature, values: countOf(actions, feature) })), person.length);
  const found: MarginOptions[] = [];
  for (const feature of asked) {
    const options = byTrees ? byTrees.options(new Sides(model.trees!, person, feature, byTrees.nodes.get(feature) ?? [])) : listedOptions(actions, feature);
    const values = options.values.length;
    yield SLOW * values;
    if (values > 1) found.push({ ...options, shifts: yield* shiftsOf(model, person, options, own) });
  }
  return found;
}

/** Before anything is listed. */
function refuseMany(counts: readonly { readonly feature: number; readonly values: number }[], width: number): void {
  const most = Math.min(LISTED, Math.floor(CELLS / width));
  const longest = [...counts].sort((a, b) => b.values - a.values)[0];
  if (longest && counts.reduce((sum, { values }) => sum + values, 0) > most) throw new TooManyValues(longest.feature, longest.values, most);
}

function countOf(actions: Actions, feature: number): number {
  const rule = actions.rules[feature]!;
  return rule.kind === 'level' ? rule.levels.length + 1 : (gridOf(actions, feature)?.count ?? 1);
}

function listedOptions(actions: Actions, feature: number): FeatureOptions {
  const rule = actions.rules[feature]!;
  const own = actions.person[feature]!;
  const cost = actions.costs[feature]!;
  if (rule.kind === 'level') return levelOptions(feature, rule, own, cost);
  const grid = gridOf(actions, feature);
  if (!grid || rule.kind === 'locked') return { feature, values: Float64Array.of(own), costs: new Float64Array(1), own: 0 };
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
