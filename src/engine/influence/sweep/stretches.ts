import { decimalsIn } from '../../table/decimals';

/** A run of neighbouring candidates that all carry the row to the other decision. */
export interface Stretch {
  /** First and last candidate of the run. */
  readonly from: number;
  readonly to: number;
  /** The nearest candidates on either side that do not; the line is crossed somewhere between. Absent at the ends of the grid. */
  readonly below?: number;
  readonly above?: number;
}

/**
 * The stretches of an ascending grid on which the decision is the other one than at present. Where the order of the candidates means nothing
 * (levels), each candidate that does it is a stretch of its own, without neighbours.
 * @param decisions 1 favourable, 0 not, −1 no score, per candidate
 */
export function stretches(candidates: Float64Array, decisions: Int8Array, present: number, ordered = true): Stretch[] {
  const other = (index: number): boolean => decisions[index] === 1 - present;
  if (!ordered)
    return Array.from(
      candidates.filter((_, index) => other(index)),
      (level) => ({ from: level, to: level }),
    );
  const runs: Stretch[] = [];
  for (let start = 0; start < candidates.length; start++) {
    if (!other(start)) continue;
    let end = start;
    while (end + 1 < candidates.length && other(end + 1)) end++;
    const below = candidates[start - 1];
    const above = candidates[end + 1];
    runs.push({
      from: candidates[start]!,
      to: candidates[end]!,
      ...(below === undefined ? {} : { below }),
      ...(above === undefined ? {} : { above }),
    });
    start = end;
  }
  return runs;
}

/** Values tried between two candidates at once. */
const BETWEEN = 15;

/**
 * Values between neighbouring candidates with different decisions, evenly spread and rounded to whole steps: tried again and again they close in on where
 * the decision turns. None where the neighbours are no more than a step apart.
 * @param decisions 1 favourable, 0 not, −1 no score, per candidate
 */
export function betweenTurns(candidates: Float64Array, decisions: Int8Array, step: number): Float64Array<ArrayBuffer> {
  const decimals = decimalsIn(step);
  const found: number[] = [];
  for (let k = 1; k < candidates.length; k++) {
    if (decisions[k] === decisions[k - 1]) continue;
    const [low, high] = [candidates[k - 1]!, candidates[k]!];
    const steps = Math.ceil((high - low) / step - 1e-9);
    const parts = Math.min(BETWEEN + 1, steps);
    for (let part = 1; part < parts; part++) {
      const value = Number((low + Math.round((part * steps) / parts) * step).toFixed(decimals));
      if (value > low && value < high && value !== found[found.length - 1]) found.push(value);
    }
  }
  return Float64Array.from(found);
}
