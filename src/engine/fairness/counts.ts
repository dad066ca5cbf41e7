/** The six ways a person can stand: what was known about them (positive, negative, unknown) by what was decided. */
export const CELL = { truePositive: 0, falsePositive: 1, selectedUnknown: 2, falseNegative: 3, trueNegative: 4, rejectedUnknown: 5 } as const;
export const CELLS = 6;

/**
 * Decisions by group: row g of each array is group g, the last row (index {@link groupCount}) holds the people whose group is missing, so nobody is lost.
 * `people` counts rows; `weight` sums their weights and `square` the squares of the weights (all three are equal without weights).
 * Favourable decisions are "selected"; a positive label is the favourable outcome.
 */
export interface CountTable {
  readonly groupCount: number;
  readonly labelled: boolean;
  readonly weighted: boolean;
  readonly people: Float64Array<ArrayBuffer>;
  readonly weight: Float64Array<ArrayBuffer>;
  readonly square: Float64Array<ArrayBuffer>;
}

/** The six cells of one set of people. */
export interface Counts {
  readonly people: Float64Array<ArrayBuffer>;
  readonly weight: Float64Array<ArrayBuffer>;
  readonly square: Float64Array<ArrayBuffer>;
}

/** A table of nobody. */
export function emptyCounts(groupCount: number, labelled: boolean, weighted: boolean): CountTable {
  const size = (groupCount + 1) * CELLS;
  const people = new Float64Array(size);
  return {
    groupCount,
    labelled,
    weighted,
    people,
    weight: weighted ? new Float64Array(size) : people,
    square: weighted ? new Float64Array(size) : people,
  };
}

function add(table: CountTable, rows: Iterable<number>): Counts {
  const people = new Float64Array(CELLS);
  const weight = table.weighted ? new Float64Array(CELLS) : people;
  const square = table.weighted ? new Float64Array(CELLS) : people;
  for (const row of rows) {
    for (let cell = 0; cell < CELLS; cell++) {
      const at = row * CELLS + cell;
      people[cell]! += table.people[at]!;
      if (!table.weighted) continue;
      weight[cell]! += table.weight[at]!;
      square[cell]! += table.square[at]!;
    }
  }
  return { people, weight, square };
}

/** One group's cells. */
export function groupCounts(table: CountTable, group: number): Counts {
  return add(table, [group]);
}

/** Everyone, with and without a known group. */
export function overallCounts(table: CountTable): Counts {
  return add(table, Array.from({ length: table.groupCount + 1 }, (_, g) => g));
}

/** Everyone else: all people of the other known groups. People without a known group are in neither side, as they may belong to `group`. */
export function otherCounts(table: CountTable, group: number): Counts {
  return add(
    table,
    Array.from({ length: table.groupCount }, (_, g) => g).filter((g) => g !== group),
  );
}

/** What {@link countDecisions} and the threshold index read. All arrays have one entry per row. */
export interface Outcomes {
  /** Group code, −1 where missing. */
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** 1 where the favourable outcome happened, 0 where not, −1 (or any other number) unknown. */
  readonly labels?: Int8Array | Uint8Array | undefined;
  /** Sample weights ≥ 0. */
  readonly weights?: Float64Array | undefined;
}

/**
 * Counts given decisions (1 favourable, 0 not, −1 missing) in one pass: for models or tables that have decisions but no scores.
 * Rows without a decision are left out and counted in `missing`.
 */
export function countDecisions(decisions: Int8Array | Uint8Array, outcomes: Outcomes): { table: CountTable; missing: number } {
  const { groups, groupCount, labels, weights } = outcomes;
  const table = emptyCounts(groupCount, labels !== undefined, weights !== undefined);
  let missing = 0;
  for (let i = 0; i < decisions.length; i++) {
    const decision = decisions[i];
    if (decision !== 0 && decision !== 1) {
      missing++;
      continue;
    }
    const label = labels ? labels[i] : -1;
    const known = label === 1 ? 0 : label === 0 ? 1 : 2;
    const group = groups[i]!;
    const at = (group < 0 ? groupCount : group) * CELLS + (decision === 1 ? 0 : 3) + known;
    table.people[at]!++;
    if (!weights) continue;
    const weight = weights[i]!;
    table.weight[at]! += weight;
    table.square[at]! += weight * weight;
  }
  return { table, missing };
}
