import { Random } from '../../../../src/engine/stats/random';

/** People of two groups drawn from a population with chances that hang on their score, outcome and group; each stands for 1/chance people. */
export interface Survey {
  readonly scores: Float64Array<ArrayBuffer>;
  readonly groups: Int32Array<ArrayBuffer>;
  readonly groupCount: 2;
  readonly labels: Int8Array<ArrayBuffer>;
  readonly strata: Int32Array<ArrayBuffer>;
  readonly weights: Float64Array<ArrayBuffer>;
}

/**
 * @param size people drawn
 * @param whole everybody is taken and counts once
 */
export function survey(size: number, seed: number, whole = false): Survey {
  const random = new Random(seed);
  const [scores, groups, labels, strata, weights]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  while (scores.length < size) {
    const group = random.uniform() < 0.45 ? 1 : 0;
    const stratum = random.below(3);
    const x = random.normal() - 0.7 * group + 0.4 * (stratum - 1);
    const score = (Math.floor(12 / (1 + Math.exp(-x))) + 0.5) / 12;
    const label = random.uniform() < 1 / (1 + Math.exp(-(group === 0 ? 1.4 * x : 0.5 * x + 0.2))) ? 1 : 0;
    const chance = whole ? 1 : 0.15 + 0.5 * (1 - score) * (label === 1 ? 0.5 : 1) + 0.2 * group + 0.1 * random.uniform();
    if (random.uniform() >= chance) continue;
    scores.push(score);
    groups.push(group);
    labels.push(label);
    strata.push(stratum);
    weights.push(1 / chance);
  }
  return {
    scores: Float64Array.from(scores),
    groups: Int32Array.from(groups),
    groupCount: 2,
    labels: Int8Array.from(labels),
    strata: Int32Array.from(strata),
    weights: Float64Array.from(weights),
  };
}
