import type { ExactStructure } from '../../models/binding/structure';
import { OPERATOR_CODE, type Forest } from '../../models/forest/types';
import type { FeatureOptions } from '../types';
import { nodesByFeature, Sides } from './sides';

/** A forest over options: its inputs are features, and their values the indexes of their options. */
export interface CellForest {
  readonly forest: Forest;
  /** By feature: its options, of those no tree tells apart only the cheapest. Features the trees do not ask about have their own value alone. */
  readonly options: readonly FeatureOptions[];
}

/**
 * Writes a person's forest anew so that every split asks for the index of an option. A feature whose splits all send a lower part of its options left
 * keeps thresholds; others, levels among them, get sets. A block of model inputs that one column feeds becomes one input, so that every row of indexes
 * is a row that can occur.
 * @param person the feature row
 * @param optionsOf options of a feature, by its splits
 * @param told features whose options must be kept apart, whether or not the trees ask about them
 */
export function cellForest(structure: ExactStructure, person: Float64Array, optionsOf: (sides: Sides) => FeatureOptions, told: ReadonlySet<number> = new Set()): CellForest {
  const { forest } = structure;
  const operator = new Uint8Array(forest.feature.length).fill(OPERATOR_CODE.le);
  const split = new Float64Array(forest.feature.length);
  const feature = Int32Array.from(forest.feature, (input) => (input < 0 ? -1 : 0));
  const setOffsets: number[] = [0];
  const setValues: number[] = [];
  const all: FeatureOptions[] = Array.from(person, (own, index) => ({ feature: index, values: Float64Array.of(own), costs: new Float64Array(1), own: 0 }));
  // Constants of the binding are one more input with one option.
  const constant = person.length;
  for (const [source, nodes] of nodesByFeature(structure)) {
    const sides = new Sides(structure, person, source, nodes);
    const found = source < 0 ? undefined : optionsOf(sides);
    const inputs = sides.inputs(found?.values ?? [0]);
    const kept = found === undefined ? [0] : cheapest(sides, inputs, found, told.has(source));
    if (found) all[source] = pick(found, kept);
    const left = nodes.map((node) => Uint8Array.from(kept, (row) => sides.left(inputs, row, node)));
    const ordered = left.every((side) => side.every((goes, place) => place === 0 || goes <= side[place - 1]!));
    nodes.forEach((node, k) => {
      feature[node] = source < 0 ? constant : source;
      const side = left[k]!;
      if (ordered) split[node] = side.reduce((sum, goes) => sum + goes, 0) - 1;
      else {
        operator[node] = OPERATOR_CODE.set;
        split[node] = setOffsets.length - 1;
        side.forEach((goes, place) => goes === 1 && setValues.push(place));
        setOffsets.push(setValues.length);
      }
    });
  }
  for (const source of told) if (all[source]!.values.length === 1) all[source] = optionsOf(new Sides(structure, person, source, []));
  const { zeroIsMissing: _z, setCodes: _s, ...plain } = forest;
  return {
    options: all,
    forest: {
      ...plain,
      features: person.length + 1,
      feature,
      operator,
      split,
      missingLeft: new Uint8Array(feature.length),
      setOffsets: Int32Array.from(setOffsets),
      setValues: Float64Array.from(setValues),
      arithmetic: 'float64',
    },
  };
}

/** Of options that go the same way at every split the cheapest, in their order; the own one always. */
function cheapest(sides: Sides, inputs: Float64Array, { values, costs, own }: FeatureOptions, told: boolean): number[] {
  const rows = [...values.keys()];
  if (told) return rows;
  const best = new Map<string, number>();
  for (const row of [own, ...rows]) {
    const pattern = sides.nodes.map((node) => sides.left(inputs, row, node)).join('');
    const known = best.get(pattern);
    if (known === undefined || costs[row]! < costs[known]!) best.set(pattern, row);
  }
  return [...best.values()].sort((a, b) => a - b);
}

function pick({ feature, values, costs, own }: FeatureOptions, kept: readonly number[]): FeatureOptions {
  return { feature, values: Float64Array.from(kept, (row) => values[row]!), costs: Float64Array.from(kept, (row) => costs[row]!), own: kept.indexOf(own) };
}
