import { median } from '../../../stats/quantile';

/** One column of numbers that a stand-in reads. */
export type DesignColumn =
  | { readonly name: string; readonly kind: 'number'; readonly feature: number; /** Stands for a missing value where the learner needs one. */ readonly fill: number }
  | { readonly name: string; readonly kind: 'level'; readonly feature: number; readonly level: number }
  | { readonly name: string; readonly kind: 'group'; readonly group: number };

/** Levels of one input that get a column of their own, the most frequent first; rarer ones count as none of them. */
const MOST_LEVELS = 50;

export interface DesignFacts {
  readonly features: readonly { readonly name: string; readonly kind: 'number' | 'level'; readonly levels?: readonly string[] | undefined }[];
  readonly values: Float64Array;
  readonly groups: Int32Array;
  readonly groupNames: readonly string[];
  /** What the group columns are called. */
  readonly groupName: string;
}

/**
 * The columns a stand-in reads: numbers as they are, a column of 0 and 1 for each level, and on request one for each group but the first.
 * @param rows rows it is fitted on
 * @param dropped features it does not read
 */
export function designColumns({ features, values, groupNames, groupName }: DesignFacts, rows: Int32Array, dropped: readonly number[], addGroup: boolean): DesignColumn[] {
  const width = features.length;
  const columns = features.flatMap(({ name, kind, levels = [] }, feature): DesignColumn[] => {
    if (dropped.includes(feature)) return [];
    const own = Float64Array.from(rows, (row) => values[row * width + feature]!).filter((value) => !Number.isNaN(value));
    if (kind === 'number') return [{ name, kind, feature, fill: own.length > 0 ? median(own) : 0 }];
    const counts = new Map<number, number>();
    for (const level of own) counts.set(level, (counts.get(level) ?? 0) + 1);
    return [...counts]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, MOST_LEVELS)
      .map(([level]) => ({ name: `${name}=${levels[level] ?? level}`, kind: 'level', feature, level }));
  });
  const groups = addGroup ? groupNames.slice(1).map((group, k): DesignColumn => ({ name: `${groupName}=${group}`, kind: 'group', group: k + 1 })) : [];
  return [...columns, ...groups];
}

/** The columns for some rows, row-major. Missing numbers stay missing, or are filled where `filled` says so; a missing level is none of the levels. */
export function designValues(columns: readonly DesignColumn[], { features, values, groups }: DesignFacts, rows: Int32Array, filled: boolean): Float64Array<ArrayBuffer> {
  const width = features.length;
  const out = new Float64Array(rows.length * columns.length);
  rows.forEach((row, i) => {
    columns.forEach((column, j) => {
      const at = i * columns.length + j;
      if (column.kind === 'group') out[at] = groups[row] === column.group ? 1 : 0;
      else {
        const value = values[row * width + column.feature]!;
        if (column.kind === 'level') out[at] = value === column.level ? 1 : 0;
        else out[at] = filled && Number.isNaN(value) ? column.fill : value;
      }
    });
  });
  return out;
}
