import type { ExactStructure } from '../../models/binding/structure';
import { ZERO_BAND } from '../../models/forest/types';
import { goesLeft } from '../../models/forest/walk';

/** Which side of a forest's splits values of one feature take, all other features as a person has them. */
export class Sides {
  readonly feature: number;
  /** Split nodes whose input comes from the feature. */
  readonly nodes: readonly number[];
  readonly #structure: ExactStructure;
  readonly #person: Float64Array;

  constructor(structure: ExactStructure, person: Float64Array, feature: number, nodes: readonly number[]) {
    this.#structure = structure;
    this.#person = person;
    this.feature = feature;
    this.nodes = nodes;
  }

  /** Rows of the forest's inputs, one for each value, as its splits compare them. */
  inputs(values: ArrayLike<number>): Float64Array {
    const { forest } = this.#structure;
    const width = this.#person.length;
    const rows = new Float64Array(values.length * width);
    for (let row = 0; row < values.length; row++) {
      rows.set(this.#person, row * width);
      if (this.feature >= 0) rows[row * width + this.feature] = values[row]!;
    }
    const inputs = this.#structure.inputs(rows, values.length);
    for (let at = 0; at < inputs.length; at++) {
      const x = inputs[at]!;
      if (forest.zeroIsMissing?.[at % forest.features] === 1 && Math.abs(x) <= ZERO_BAND) inputs[at] = NaN;
      else if (forest.arithmetic === 'float32') inputs[at] = Math.fround(x);
    }
    return inputs;
  }

  /** 1 where row `row` of {@link inputs} goes left at a node. */
  left(inputs: Float64Array, row: number, node: number): number {
    const { forest } = this.#structure;
    return goesLeft(forest, node, inputs[row * forest.features + forest.feature[node]!]!);
  }
}

/** Split nodes by the feature that feeds their input. */
export function nodesByFeature({ forest, featureOf }: ExactStructure): Map<number, number[]> {
  const found = new Map<number, number[]>();
  forest.feature.forEach((input, node) => {
    if (input < 0) return;
    const feature = featureOf[input]!;
    const known = found.get(feature);
    if (known === undefined) found.set(feature, [node]);
    else known.push(node);
  });
  return found;
}
