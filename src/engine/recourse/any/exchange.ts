import { type Actions, changesOf } from '../rules';
import type { Plan } from '../types';
import type { Pool } from './pool';
import { unique, withValue } from './rows';

interface State {
  readonly row: Float64Array;
  readonly short: number;
  /** The change that was made smaller, which others are to stand in for. */
  readonly eased: number;
}

/** Changes put in the place of one that was made smaller. */
const STEPS = 2;

/**
 * Exchanges: makes one change of a plan smaller or leaves it out, and looks whether one or two other changes, of inputs that the plan changes or not,
 * make up for it at less cost. What is found goes to the pool.
 * @param values by feature: what is tried
 * @param width rows that are carried from one change to the next
 * @returns true where something cheaper was found
 */
export async function exchange(pool: Pool, actions: Actions, plans: readonly Plan[], values: readonly Float64Array[], width: number, enough: () => boolean): Promise<boolean> {
  const before = pool.best;
  const costs = values.map((list, feature) => list.map((value) => changesOf(actions, withValue(actions.person, feature, value)).reduce((sum, { cost }) => sum + cost, 0)));
  let states = await scored(
    pool,
    plans.flatMap(({ row, changes }) =>
      changes.flatMap(({ feature, from, to, cost }) => {
        const smaller = values[feature]!.filter((value, k) => value !== to && costs[feature]![k]! < cost);
        return [from, ...smaller].map((value) => ({ row: withValue(row, feature, value), eased: feature }));
      }),
    ),
    enough,
  );
  for (let step = 0; step < STEPS && !enough(); step++) {
    const most = pool.best;
    states = await scored(
      pool,
      nearest(states, width).flatMap(({ row, eased }) => {
        const own = new Map(changesOf(actions, row).map(({ feature, cost }) => [feature, cost]));
        return values.flatMap((list, feature) => {
          if (feature === eased) return [];
          const others = [...own].filter(([other]) => other !== feature).map(([, cost]) => cost);
          const rest = actions.combine === 'max' ? Math.max(0, ...others) : others.reduce((sum, cost) => sum + cost, 0);
          const fits = list.filter((value, k) => value !== row[feature] && (actions.combine === 'max' ? Math.max(rest, costs[feature]![k]!) : rest + costs[feature]![k]!) < most);
          return Array.from(fits, (value) => ({ row: withValue(row, feature, value), eased }));
        });
      }),
      enough,
    );
  }
  return pool.best < before;
}

function nearest(states: readonly State[], width: number): State[] {
  return unique(states.filter(({ short }) => short > 0 && short < Infinity)).sort((a, b) => a.short - b.short).slice(0, width);
}

/** Rows asked about at once. */
const BATCH = 4096;

async function scored(pool: Pool, rows: readonly Omit<State, 'short'>[], enough: () => boolean): Promise<State[]> {
  const states: State[] = [];
  for (let first = 0; first < rows.length && !enough(); first += BATCH) {
    const batch = rows.slice(first, first + BATCH);
    const shorts = await pool.look(batch.map(({ row }) => row));
    batch.forEach((state, k) => states.push({ ...state, short: shorts[k]! }));
  }
  return states;
}
