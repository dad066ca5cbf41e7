import { Random } from '../../../src/engine/stats/random';

/** Made-up people for tests, with missing scores, groups and outcomes, tied scores and weights. */
export function people(rows: number, groupCount: number, seed: number): {
  scores: Float64Array<ArrayBuffer>;
  groups: Int32Array<ArrayBuffer>;
  groupCount: number;
  labels: Int8Array<ArrayBuffer>;
  weights: Float64Array<ArrayBuffer>;
} {
  const random = new Random(seed);
  const scores = new Float64Array(rows);
  const groups = new Int32Array(rows);
  const labels = new Int8Array(rows);
  const weights = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    groups[i] = random.uniform() < 0.03 ? -1 : random.below(groupCount);
    const score = Math.min(1, Math.max(0, 0.5 + 0.2 * random.normal() - 0.03 * groups[i]!));
    scores[i] = random.uniform() < 0.02 ? NaN : Math.round(score * 100) / 100;
    labels[i] = random.uniform() < 0.05 ? -1 : random.uniform() < score ? 1 : 0;
    weights[i] = random.below(5) / 2;
  }
  return { scores, groups, groupCount, labels, weights };
}
