import { designRow } from './conditional';
import { repaired } from './repair';
import type { Expectation, Replacement } from './types';

/** How many rows are scored for one person. */
export function copiesOf(replacement: Replacement): number {
  return replacement.kind === 'draws' ? replacement.draws : 1;
}

/** Features whose values a replacement sets. */
export function changedFeatures(replacement: Replacement): readonly number[] {
  if (replacement.kind === 'expected') return replacement.parts.flatMap((part) => (part.kind === 'number' ? [part.feature] : part.features));
  return replacement.kind === 'repaired' ? replacement.maps.map(({ feature }) => feature) : replacement.features;
}

/** Changes a row that is a copy of a person's: `out` from `at` on holds the row. */
export type Change = (out: Float64Array, at: number, copy: number, group: number) => void;

/** The function that puts a replacement's values into rows. */
export function makeChange(replacement: Replacement): Change {
  switch (replacement.kind) {
    case 'constant': {
      const { features, values } = replacement;
      return (out, at) => features.forEach((feature, k) => (out[at + feature] = values[k]!));
    }
    case 'draws': {
      const { features, values } = replacement;
      return (out, at, copy) => features.forEach((feature, k) => (out[at + feature] = values[copy * features.length + k]!));
    }
    case 'repaired': {
      const { maps, amount } = replacement;
      return (out, at, _copy, group) => {
        for (const map of maps) out[at + map.feature] = repaired(map, amount, out[at + map.feature]!, group);
      };
    }
    case 'expected': {
      const { predictors, parts } = replacement;
      const design = new Float64Array(predictors.length + 1);
      return (out, at) => {
        designRow(predictors, out, at, design);
        for (const part of parts) put(part, design, out, at);
      };
    }
  }
}

function dot(weights: Float64Array, design: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < design.length; k++) sum += weights[k]! * design[k]!;
  return sum;
}

function put(part: Expectation, design: Float64Array, out: Float64Array, at: number): void {
  if (part.kind === 'number') {
    const value = Math.min(part.high, Math.max(part.low, dot(part.weights, design)));
    out[at + part.feature] = part.whole ? Math.round(value) : value;
    return;
  }
  let [best, most] = [0, -Infinity];
  part.weights.forEach((weights, pattern) => {
    const value = dot(weights, design);
    if (value > most) [best, most] = [pattern, value];
  });
  part.features.forEach((feature, k) => (out[at + feature] = part.patterns[best]![k]!));
}
