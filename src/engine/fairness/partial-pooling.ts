import { criticalValue } from '../stats/distributions';
import type { Estimate } from '../stats/intervals';
import { factorCholesky, solveFactored } from '../learn/cholesky';
import { sigmoid } from '../models/links';

/** One cell of crossed groups: k of n (real numbers allowed, so that weighted shares can use effective numbers), and its level in every group column. */
export interface PooledCell {
  readonly k: number;
  readonly n: number;
  readonly parts: readonly number[];
}

export interface PartialPooling {
  /** Per cell, in order: the rate drawn towards what its levels say, with Laplace limits. */
  readonly cells: readonly Estimate[];
  /** Spread of the cells about the sum of their levels' effects, on the logit scale. */
  readonly spread: number;
}

/** Standard deviation of the levels' effects before anything is seen: weak, so that a level where all or none succeed stays finite (Gelman et al. 2008). */
const LEVEL_SPREAD = 2.5;

const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

interface Fit {
  readonly eta: Float64Array;
  readonly variance: Float64Array;
  /** Log of the marginal likelihood by Laplace's method, up to a constant. */
  readonly evidence: number;
}

/** Mode and curvature for a given spread, by Newton steps in which the cells' own effects are eliminated first: O(cells · levels²) a step. */
function fit(cells: readonly PooledCell[], design: readonly (readonly number[])[], columns: number, spread: number): Fit {
  const tau = 1 / spread ** 2;
  const beta = new Float64Array(columns);
  const own = new Float64Array(cells.length);
  const ridge = (j: number): number => (j === 0 ? 0 : 1 / LEVEL_SPREAD ** 2);
  const etaAt = (g: number, b: Float64Array, u: Float64Array): number => design[g]!.reduce((sum, j) => sum + b[j]!, u[g]!);
  const objective = (b: Float64Array, u: Float64Array): number => {
    let sum = 0;
    cells.forEach(({ k, n }, g) => {
      const eta = etaAt(g, b, u);
      sum += k * eta - n * softplus(eta) - (tau / 2) * u[g]! ** 2;
    });
    b.forEach((value, j) => (sum -= (ridge(j) / 2) * value * value));
    return sum;
  };
  const schur = new Float64Array(columns * columns);
  const weight = new Float64Array(cells.length);
  const build = (): { score: Float64Array; residual: Float64Array } => {
    const score = Float64Array.from(beta, (value, j) => -ridge(j) * value);
    const residual = new Float64Array(cells.length);
    schur.fill(0);
    for (let j = 0; j < columns; j++) schur[j * columns + j] = ridge(j) + 1e-9;
    cells.forEach(({ k, n }, g) => {
      const p = sigmoid(etaAt(g, beta, own));
      const w = n * p * (1 - p);
      weight[g] = w;
      residual[g] = k - n * p - tau * own[g]!;
      for (const i of design[g]!) {
        score[i]! += k - n * p - (w / (w + tau)) * residual[g]!;
        for (const j of design[g]!) schur[i * columns + j]! += (w * tau) / (w + tau);
      }
    });
    return { score, residual };
  };
  let best = objective(beta, own);
  for (let step = 0; step < 60; step++) {
    const { score, residual } = build();
    factorCholesky(schur, columns);
    solveFactored(schur, score);
    const move = Float64Array.from(residual, (r, g) => (r - weight[g]! * design[g]!.reduce((sum, j) => sum + score[j]!, 0)) / (weight[g]! + tau));
    let scale = 1;
    for (;;) {
      const [b, u] = [beta.map((value, j) => value + scale * score[j]!), own.map((value, g) => value + scale * move[g]!)];
      const next = objective(b, u);
      if (next >= best - 1e-12 * Math.abs(best) || scale < 1e-6) {
        beta.set(b);
        own.set(u);
        best = next;
        break;
      }
      scale /= 2;
    }
    if (scale * Math.max(...score.map(Math.abs), ...move.map(Math.abs)) < 1e-9) break;
  }
  build();
  factorCholesky(schur, columns);
  let logDeterminant = 0;
  for (let j = 0; j < columns; j++) logDeterminant += 2 * Math.log(schur[j * columns + j]!);
  const variance = new Float64Array(cells.length);
  const row = new Float64Array(columns);
  cells.forEach((_, g) => {
    const total = weight[g]! + tau;
    logDeterminant += Math.log(total);
    row.fill(0);
    for (const j of design[g]!) row[j]! += 1;
    solveFactored(schur, row);
    variance[g] = 1 / total + (tau / total) ** 2 * design[g]!.reduce((sum, j) => sum + row[j]!, 0);
  });
  return {
    eta: Float64Array.from(cells, (_, g) => etaAt(g, beta, own)),
    variance,
    evidence: best + (cells.length / 2) * Math.log(tau) - logDeterminant / 2,
  };
}

/**
 * Rates of crossed groups with partial pooling: logit p = μ + an effect of every level + u, u ~ N(0, s²), so that a cell of few people leans on its levels
 * and one of many stands for itself. μ and the effects by penalised iteratively reweighted least squares, s where Laplace's marginal likelihood times s is
 * largest (which keeps it from 0). null without people, or with fewer than three cells, as s is then a guess.
 * Source: Breslow and Clayton (1993); Chung et al. (2013) for the penalty on s; for groups, structured regression (Herlihy et al. 2024).
 */
export function partialPooling(cells: readonly PooledCell[], level = 0.95): PartialPooling | null {
  const used = cells.filter(({ n }) => n > 0);
  if (used.length < 3 || used.length !== cells.length) return null;
  const place = new Map<string, number>();
  const single = cells[0]!.parts.length < 2;
  const design = cells.map(({ parts }) => [0, ...(single ? [] : parts.map((part, c) => `${c}:${part}`)).map((key) => place.get(key) ?? (place.set(key, place.size + 1), place.size))]);
  const columns = place.size + 1;
  const value = (logSpread: number): number => fit(cells, design, columns, Math.exp(logSpread)).evidence + logSpread;
  // Golden section on log s between 0.02 and 4.
  let [low, high] = [Math.log(0.02), Math.log(4)];
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [fa, fb] = [value(a), value(b)];
  while (high - low > 0.01) {
    if (fa > fb) {
      [high, b, fb] = [b, a, fa];
      a = high - golden * (high - low);
      fa = value(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + golden * (high - low);
      fb = value(b);
    }
  }
  const spread = Math.exp((low + high) / 2);
  const { eta, variance } = fit(cells, design, columns, spread);
  const z = criticalValue(level);
  return {
    spread,
    cells: cells.map((_, g) => {
      const half = z * Math.sqrt(variance[g]!);
      return { value: sigmoid(eta[g]!), lower: sigmoid(eta[g]! - half), upper: sigmoid(eta[g]! + half) };
    }),
  };
}
