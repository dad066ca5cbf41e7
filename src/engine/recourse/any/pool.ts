import { type Actions, keepsRules, planOf } from '../rules';
import type { ScoredPlan, Target } from '../types';

/** Scores of the target's class, or values, of `count` rows; NaN where the model gives none. */
export type Ask = (rows: Float64Array<ArrayBuffer>, count: number) => Promise<Float64Array>;

/** How far a score is from the target: 0 where it is reached. */
export function shortfall({ above = -Infinity, below = Infinity }: Target, score: number): number {
  if (Number.isNaN(score)) return Infinity;
  return Math.max(0, above - score, score - below);
}

/** Rows that were asked about: each once, those that reach the target kept as plans. */
export class Pool {
  rowsAsked = 0;
  readonly plans: ScoredPlan[] = [];
  readonly #actions: Actions;
  readonly #target: Target;
  readonly #ask: Ask;
  readonly #known = new Map<string, number>();

  constructor(actions: Actions, target: Target, ask: Ask) {
    this.#actions = actions;
    this.#target = target;
    this.#ask = ask;
  }

  /** Cost of the cheapest plan so far. */
  get best(): number {
    return this.plans.reduce((least, { cost }) => Math.min(least, cost), Infinity);
  }

  /** How far each row falls short of the target; rows that break a rule are not asked about and fall short by ∞. */
  async look(rows: readonly Float64Array[]): Promise<Float64Array<ArrayBuffer>> {
    const width = this.#actions.person.length;
    const keys = rows.map((row) => row.join());
    const fresh = new Map<string, Float64Array>();
    rows.forEach((row, k) => {
      if (this.#known.has(keys[k]!) || fresh.has(keys[k]!)) return;
      if (keepsRules(this.#actions, row)) fresh.set(keys[k]!, row);
      else this.#known.set(keys[k]!, Infinity);
    });
    const asked = new Float64Array(fresh.size * width);
    [...fresh.values()].forEach((row, k) => asked.set(row, k * width));
    const scores = fresh.size === 0 ? new Float64Array(0) : await this.#ask(asked, fresh.size);
    this.rowsAsked += fresh.size;
    [...fresh].forEach(([key, row], k) => {
      const short = shortfall(this.#target, scores[k]!);
      this.#known.set(key, short);
      if (short === 0) this.plans.push({ ...planOf(this.#actions, row), score: scores[k]! });
    });
    return Float64Array.from(keys, (key) => this.#known.get(key)!);
  }
}
