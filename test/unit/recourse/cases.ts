import { expect } from 'vitest';
import type { ExactStructure, LinearStructure } from '../../../src/engine/models/binding/structure';
import type { Forest } from '../../../src/engine/models/forest/types';
import { levelCost, type MoveCost } from '../../../src/engine/recourse/costs';
import type { Certificate, FeatureRule } from '../../../src/engine/recourse/types';
import type { Random } from '../../../src/engine/stats/random';
import { INPUTS } from '../influence/random-forest';

/** One model input for each feature, as it stands. */
export function plain(forest: Forest): ExactStructure {
  return { forest, task: 'regression', link: 'none', scale: 1, featureOf: Int32Array.from({ length: forest.features }, (_, input) => input), inputs: (values) => Float64Array.from(values) };
}

/** Inputs 0–3 are numbers in half steps, 4 and 5 are levels. */
export function rulesFor(random: Random): FeatureRule[] {
  return Array.from({ length: INPUTS }, (_, input) => {
    if (random.uniform() < 0.2) return { kind: 'locked' };
    const weight = 1 + random.below(3);
    if (input >= 4) return { kind: 'level', levels: [0, 1, 2, 3].filter(() => random.uniform() < 0.8), weight };
    return { kind: 'number', low: random.below(2), high: 2 + random.below(3), step: [0.5, 1][random.below(2)]!, direction: (['any', 'up', 'down'] as const)[random.below(3)]!, weight };
  });
}

/** Every admissible value of an input. */
export function admissible(rule: FeatureRule, own: number): number[] {
  if (rule.kind === 'locked' || (rule.kind === 'number' && Number.isNaN(own))) return [own];
  if (rule.kind === 'level') return [own, ...rule.levels.filter((level) => level !== own)];
  const values = [own];
  for (let value = rule.low; value <= rule.high; value += rule.step) {
    if (value !== own && (rule.direction !== 'up' || value > own) && (rule.direction !== 'down' || value < own)) values.push(value);
  }
  return values;
}

const move: MoveCost = (from, to) => Math.abs(to - from);
export const costOf = (input: number): MoveCost => (input >= 4 ? levelCost : move);

export type Scored = Pick<LinearStructure, 'task' | 'link'>;

/** Numbers as they stand, and of each level a column that is 1 where it holds, with weights that `draw` gives. */
export function randomLinear(draw: () => number, outputs: number, { task, link }: Scored): LinearStructure {
  const numbers = 4;
  const levels = 4;
  const features = numbers + (INPUTS - numbers) * levels;
  return {
    task,
    link,
    scale: 1,
    linear: { features, outputs, weights: Float64Array.from({ length: features * outputs }, draw), intercept: Float64Array.from({ length: outputs }, draw) },
    featureOf: Int32Array.from({ length: features }, (_, input) => (input < numbers ? input : numbers + Math.floor((input - numbers) / levels))),
    inputs: (values, count) =>
      Float64Array.from({ length: count * features }, (_, at) => {
        const [row, input] = [Math.floor(at / features), at % features];
        if (input < numbers) return values[row * INPUTS + input]!;
        return +(values[row * INPUTS + numbers + Math.floor((input - numbers) / levels)] === (input - numbers) % levels);
      }),
  };
}

/** Holds a search that may have been stopped early to the best cost there is (∞ where there is none). @returns whether it left something open */
export function claimsNoMore(found: Certificate, best: number): boolean {
  const open = found.kind === 'gap' || found.kind === 'unsettled';
  if (open) expect(found.bound).toBeLessThanOrEqual(best + 1e-12);
  if (found.kind === 'gap') expect(found.plan.cost).toBeGreaterThanOrEqual(best - 1e-12);
  if (found.kind === 'optimal') expect(found.plan.cost).toBeCloseTo(best, 9);
  if (found.kind === 'none') expect(best).toBe(Infinity);
  return open;
}
