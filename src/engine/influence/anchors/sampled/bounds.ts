/** Divergence of Kullback and Leibler from a coin of chance q to one of chance p. */
export function divergence(p: number, q: number): number {
  const term = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(x / y));
  return term(p, q) + term(1 - p, 1 - q);
}

/**
 * The smallest and the largest chance that are within `level` of what n draws with mean p say: n · divergence(p, q) ≤ level. [0, 1] without draws.
 * Source: Kaufmann and Kalyanakrishnan, "Information complexity in bandit subset selection" (2013).
 */
export function divergenceBounds(p: number, n: number, level: number): readonly [lower: number, upper: number] {
  if (n === 0) return [0, 1];
  const solve = (end: number): number => {
    let within = p;
    let beyond = end;
    for (let step = 0; step < 50; step++) {
      const middle = (within + beyond) / 2;
      if (n * divergence(p, middle) <= level) within = middle;
      else beyond = middle;
    }
    return within;
  };
  return [solve(0), solve(1)];
}

/** Exploration level after `round` rounds on `arms` rules. Source: as above, theorem 1, with α = 1.1 and k = 405.5. */
export function explorationLevel(arms: number, round: number, delta: number): number {
  const level = Math.log((405.5 * arms * round ** 1.1) / delta);
  return level + Math.log(level);
}
