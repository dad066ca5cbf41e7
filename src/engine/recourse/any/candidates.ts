import { type Actions, firstAtLeast, gridOf } from '../rules';

/**
 * Values worth trying for each feature, the own one left out: of a number half by the quantiles of a column, half evenly spaced over its distinct
 * values, each moved to the grid; of levels all that are allowed.
 * @param most values tried for one number
 * @param columns by feature: numbers of the table, ascending, without missing ones; empty for levels
 */
export function candidates(actions: Actions, columns: readonly Float64Array[], most: number): Float64Array[] {
  return Array.from(actions.person, (own, feature) => {
    const rule = actions.rules[feature]!;
    if (rule.kind === 'level') return Float64Array.from(rule.levels.filter((level) => level !== own));
    const grid = gridOf(actions, feature);
    if (!grid) return new Float64Array(0);
    if (grid.count <= most) return Float64Array.from({ length: grid.count }, (_, index) => grid.value(index)).filter((value) => !Object.is(value, own));
    const sorted = columns[feature]!;
    const distinct = sorted.filter((value, k) => k === 0 || value !== sorted[k - 1]);
    const found = new Set<number>([0, grid.count - 1]);
    for (const list of [sorted, distinct]) {
      for (let k = 0; k < most / 2 && list.length > 0; k++) {
        const value = list[Math.round((k / (most / 2 - 1)) * (list.length - 1))]!;
        found.add(Math.min(firstAtLeast(grid, value), grid.count - 1));
      }
    }
    found.delete(grid.own);
    return Float64Array.from([...found].sort((a, b) => a - b), (index) => grid.value(index));
  });
}
