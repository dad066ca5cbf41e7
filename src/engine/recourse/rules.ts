import type { MoveCost } from './costs';
import { type Grid, actionGrid } from './grid';
import type { PlanChange, Coupling, FeatureRule, Plan } from './types';

/** What may be done about one person, and what it costs. */
export interface Actions {
  /** The feature row. */
  readonly person: Float64Array;
  /** By feature. */
  readonly rules: readonly FeatureRule[];
  readonly costs: readonly MoveCost[];
  readonly couplings: readonly Coupling[];
  readonly combine: 'sum' | 'max';
  /** Most features that change. */
  readonly mostChanges: number;
}

/** The grid of a feature that may change as a number; undefined for others, and where the person's own value is missing and must stay so. */
export function gridOf({ person, rules }: Actions, feature: number): Grid | undefined {
  const rule = rules[feature]!;
  return rule.kind === 'number' && (rule.missing || !Number.isNaN(person[feature]!)) ? actionGrid(rule, person[feature]!) : undefined;
}

/** What a row changes of the person’s, with what each change costs; locked features count as unchanged. */
export function changesOf({ person, rules, costs }: Actions, row: Float64Array): PlanChange[] {
  const changes: PlanChange[] = [];
  row.forEach((to, feature) => {
    const from = person[feature]!;
    const rule = rules[feature]!;
    if (Object.is(to, from) || to === from || rule.kind === 'locked') return;
    changes.push({ feature, from, to, cost: rule.weight * costs[feature]!(from, to) });
  });
  return changes;
}

/** The plan that a row is: its changes and what they cost together. */
export function planOf(actions: Actions, row: Float64Array): Plan {
  const changes = changesOf(actions, row);
  const costs = changes.map(({ cost }) => cost);
  return { changes, cost: actions.combine === 'max' ? Math.max(0, ...costs) : costs.reduce((sum, cost) => sum + cost, 0), row: Float64Array.from(row) };
}

/** Whether a row keeps every rule: what the search promises of its plans, looked at from outside. */
export function keepsRules(actions: Actions, row: Float64Array): boolean {
  const { person, rules, couplings, mostChanges } = actions;
  const changed = (feature: number): boolean => !Object.is(row[feature], person[feature]) && row[feature] !== person[feature];
  let count = 0;
  for (let feature = 0; feature < row.length; feature++) {
    if (!changed(feature)) continue;
    count++;
    const rule = rules[feature]!;
    const value = row[feature]!;
    if (rule.kind === 'locked') return false;
    if (rule.kind === 'level') {
      if (!rule.levels.includes(value)) return false;
      continue;
    }
    const grid = gridOf(actions, feature);
    if (!grid || indexOf(grid, value) < 0) return false;
  }
  return count <= mostChanges && couplings.every(({ when, values, then, allowed }) => !changed(when) || !values(row[when]!) || allowed(row[then]!));
}

/** Index of a value in a grid, −1 where it is not in it. */
export function indexOf(grid: Grid, value: number): number {
  const index = firstAtLeast(grid, value);
  return index < grid.count && grid.value(index) === value ? index : -1;
}

/** First index whose value is at least `value`; `count` where there is none. */
export function firstAtLeast(grid: Grid, value: number): number {
  let low = 0;
  let high = grid.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (grid.value(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
