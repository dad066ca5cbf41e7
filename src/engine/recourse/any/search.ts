import { type Actions, planOf } from '../rules';
import type { ScoredPlan, Target } from '../types';
import { candidates } from './candidates';
import { exchange } from './exchange';
import { type Ask, Pool } from './pool';
import { unique, withValue } from './rows';
import { revert, shrink } from './shrink';

export interface AnySearch {
  readonly actions: Actions;
  readonly target: Target;
  readonly ask: Ask;
  /** By feature: numbers of the table, ascending, without missing ones; empty for levels. */
  readonly columns: readonly Float64Array[];
  /** Rows that have reached the target, nearest first. */
  readonly anchors: readonly Float64Array[];
  readonly settings: AnySettings;
}

export interface AnySettings {
  /** Values of a number tried by themselves, and together with other changes. */
  readonly alone: number;
  readonly together: number;
  /** Partial plans carried to the next change. */
  readonly width: number;
  /** Most changes of a plan that is built up. */
  readonly depth: number;
  /** Plans that are made smaller at the end. */
  readonly shrunk: number;
  /** Most rounds of exchanges between changes of the best plans. */
  readonly exchanges: number;
  /** Most rows asked of the model. */
  readonly rows: number;
}

export const ANY_SETTINGS: AnySettings = { alone: 200, together: 24, width: 60, depth: 5, shrunk: 60, exchanges: 3, rows: 40_000 };

/** Plans found, the cheapest first, each of them smallest in itself: no change of it can be left out, and no number moved one step back. */
export interface AnyFound {
  readonly plans: readonly ScoredPlan[];
  readonly rowsAsked: number;
}

/**
 * Plans for any model: all single changes, then changes added to the most promising of them, then real people who reached the target made more like the
 * person, then every plan stripped of what it does not need, and at the end changes of the best exchanged for others. Nothing is proved by it.
 * @param seen called with the best plans so far; waits for messages between batches
 * Source: beam search; reversion of real rows as in DiCE's sparsity step (Mothilal, Sharma and Tan, 2020), done here for every kind of input.
 */
export async function searchAny({ actions, target, ask, columns, anchors, settings }: AnySearch, seen: (plans: readonly ScoredPlan[]) => Promise<void> = async () => {}): Promise<AnyFound> {
  const pool = new Pool(actions, target, ask);
  const alone = candidates(actions, columns, settings.alone);
  const together = candidates(actions, columns, settings.together);
  const { person } = actions;
  const enough = (): boolean => pool.rowsAsked >= settings.rows;
  const [own] = await pool.look([person]);
  if (own === 0) return { plans: pool.plans, rowsAsked: pool.rowsAsked };

  let beam: { readonly row: Float64Array; readonly short: number; readonly cost: number }[] = [{ row: person, short: own!, cost: 0 }];
  for (let depth = 1; depth <= Math.min(settings.depth, actions.mostChanges) && beam.length > 0 && !enough(); depth++) {
    const rows: Float64Array[] = [];
    for (const { row, cost } of beam) {
      if (cost >= pool.best) continue;
      (depth === 1 ? alone : together).forEach((list, feature) => {
        if (row[feature] === person[feature] || Number.isNaN(row[feature]!)) for (const value of list) rows.push(withValue(row, feature, value));
      });
    }
    const states: { readonly row: Float64Array; readonly short: number; readonly cost: number }[] = [];
    for (let first = 0; first < rows.length && !enough(); first += BATCH) {
      const batch = rows.slice(first, first + BATCH);
      const shorts = await pool.look(batch);
      batch.forEach((row, k) => states.push({ row, short: shorts[k]!, cost: planOf(actions, row).cost }));
      await seen(best(pool.plans, SHOWN));
    }
    const open = unique(states.filter(({ short, cost }) => short > 0 && short < Infinity && cost < pool.best));
    const byRate = [...open].sort((a, b) => (own! - b.short) / (b.cost + LITTLE) - (own! - a.short) / (a.cost + LITTLE));
    const byShort = [...open].sort((a, b) => a.short - b.short);
    beam = unique([...byRate.slice(0, settings.width / 2), ...byShort.slice(0, settings.width / 2)]);
  }
  await revert(pool, actions, anchors, enough);
  await seen(best(pool.plans, SHOWN));
  await shrink(pool, actions, best(pool.plans, settings.shrunk), enough);
  for (let round = 0; round < settings.exchanges && pool.plans.length > 0 && !enough(); round++) {
    if (!(await exchange(pool, actions, best(pool.plans, EXCHANGED), alone, EXCHANGE_WIDTH, enough))) break;
    await shrink(pool, actions, best(pool.plans, EXCHANGED), enough);
  }
  return { plans: best(pool.plans, SHOWN), rowsAsked: pool.rowsAsked };
}

const BATCH = 4096;
const SHOWN = 60;
/** Plans that exchanges are tried on, and rows carried on in them. */
const EXCHANGED = 3;
const EXCHANGE_WIDTH = 20;
/** Keeps a change that costs nothing from being infinitely good. */
const LITTLE = 1e-3;

/** The cheapest plans, each set of changed inputs by its cheapest first, then the others. */
function best(plans: readonly ScoredPlan[], count: number): ScoredPlan[] {
  const sorted = unique(plans).sort((a, b) => a.cost - b.cost || a.changes.length - b.changes.length);
  const sets = new Set<string>();
  const first = sorted.filter(({ changes }) => {
    const key = changes.map(({ feature }) => feature).join();
    return !sets.has(key) && sets.add(key);
  });
  return [...first, ...sorted.filter((plan) => !first.includes(plan))].slice(0, count);
}
