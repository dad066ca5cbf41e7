import { type Actions, changesOf, gridOf, indexOf } from '../rules';
import type { Plan } from '../types';
import type { Pool } from './pool';
import { unique, withValue } from './rows';

/** Takes real rows, as far as the rules let the person follow them, and undoes the dearest change that can be undone until none can. */
export async function revert(pool: Pool, actions: Actions, anchors: readonly Float64Array[], enough: () => boolean): Promise<void> {
  let rows = anchors.map((anchor) => projected(actions, anchor));
  let shorts = await pool.look(rows);
  rows = rows.filter((_, k) => shorts[k] === 0);
  while (rows.length > 0 && !enough()) {
    const tries = rows.map((row) => [...changesOf(actions, row)].sort((a, b) => b.cost - a.cost).map(({ feature, from }) => withValue(row, feature, from)));
    shorts = await pool.look(tries.flat());
    let at = 0;
    rows = tries.flatMap((own) => {
      const first = own.findIndex((_, k) => shorts[at + k] === 0);
      at += own.length;
      return first < 0 ? [] : [own[first]!];
    });
  }
}

/** The row that comes nearest to another by allowed changes alone. */
function projected(actions: Actions, anchor: Float64Array): Float64Array {
  return Float64Array.from(actions.person, (own, feature) => {
    const rule = actions.rules[feature]!;
    const wanted = anchor[feature]!;
    if (rule.kind === 'level') return rule.levels.includes(wanted) ? wanted : own;
    const grid = gridOf(actions, feature);
    if (!grid || Number.isNaN(wanted)) return own;
    let [low, high] = [0, grid.count - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (grid.value(middle) <= wanted) low = middle;
      else high = middle;
    }
    return Math.abs(grid.value(high) - wanted) < Math.abs(grid.value(low) - wanted) ? grid.value(high) : grid.value(low);
  });
}

/** Leaves out changes, then looks for the cheapest value of each number that does, until nothing gets cheaper: only rows the model was asked about count. */
export async function shrink(pool: Pool, actions: Actions, plans: readonly Plan[], enough: () => boolean): Promise<void> {
  let rows: readonly Float64Array[] = plans.map(({ row }) => row);
  for (let round = 0; round < ROUNDS && !enough(); round++) {
    const before = rows;
    rows = await drop(pool, actions, rows, enough);
    for (let feature = 0; feature < actions.person.length && !enough(); feature++) rows = await ease(pool, actions, rows, feature);
    rows = unique(rows.map((row) => ({ row }))).map(({ row }) => row);
    if (rows.length === before.length && rows.every((row, k) => row === before[k])) return;
  }
}

/** Rounds of making plans smaller. */
const ROUNDS = 4;

async function drop(pool: Pool, actions: Actions, start: readonly Float64Array[], enough: () => boolean): Promise<readonly Float64Array[]> {
  let rows = start;
  for (let again = true; again && !enough(); ) {
    again = false;
    const tries = rows.map((row) => changesOf(actions, row).map(({ feature, from }) => withValue(row, feature, from)));
    const shorts = await pool.look(tries.flat());
    let at = 0;
    rows = rows.map((row, r) => {
      const first = tries[r]!.findIndex((_, k) => shorts[at + k] === 0);
      at += tries[r]!.length;
      if (first < 0) return row;
      again = true;
      return tries[r]![first]!;
    });
  }
  return rows;
}

/** Steps tried between a number and the person’s own, and again between the best of them and its neighbour. */
const STEPS = 12;

/** Moves one number of every row towards the person’s own as far as the target holds: a few steps at a time, ever finer. */
async function ease(pool: Pool, actions: Actions, start: readonly Float64Array[], feature: number): Promise<readonly Float64Array[]> {
  const grid = gridOf(actions, feature);
  // Whatever is filled in for a missing value costs the same.
  if (!grid || Number.isNaN(actions.person[feature]!)) return start;
  const rows = [...start];
  let open = rows.map((row, r) => ({ r, far: indexOf(grid, row[feature]!), near: grid.own })).filter(({ far }) => far >= 0 && far !== grid.own);
  for (;;) {
    open = open.filter(({ far, near }) => Math.abs(far - near) > 1);
    if (open.length === 0) return rows;
    const tries = open.map(({ far, near }) => {
      const count = Math.min(STEPS, Math.abs(far - near) - 1);
      return [...new Set(Array.from({ length: count }, (_, k) => near + Math.round(((k + 1) / (count + 1)) * (far - near))))].filter((index) => index !== near && index !== far);
    });
    const shorts = await pool.look(open.flatMap(({ r }, k) => tries[k]!.map((index) => withValue(rows[r]!, feature, grid.value(index)))));
    let at = 0;
    open = open.map(({ r, far, near }, k) => {
      const own = tries[k]!;
      const first = own.findIndex((_, i) => shorts[at + i] === 0);
      at += own.length;
      if (first < 0) return { r, far, near: own[own.length - 1]! };
      rows[r] = withValue(rows[r]!, feature, grid.value(own[first]!));
      return { r, far: own[first]!, near: own[first - 1] ?? near };
    });
  }
}
