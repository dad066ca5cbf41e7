/** One entry of the keyboard explorer: what is said and, by its id, which mark is highlighted. */
export interface ExplorerItem {
  readonly id: string;
  readonly text: string;
}

/** A number that is printed in other digits than its column's, because what is printed must add up. */
export interface Printed {
  readonly value: number;
  readonly text: string;
}

export type Cell = string | number | null | Printed;

export interface TableColumn {
  readonly label: string;
  /** Numbers are aligned at the right and printed through `format`. */
  readonly format?: (value: number) => string;
}

/** The numbers a chart is drawn from, as they stand in its table and its CSV file. */
export interface ChartTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A chart in words: what it shows, its entries one by one, and its table. Made from the same data as the marks. */
export interface ChartTwin {
  readonly summary: string;
  readonly items: readonly ExplorerItem[];
  readonly table: ChartTable;
}

/** What the shell gives to the marks. */
export interface MarksContext {
  /** Width to draw for, in plot units. */
  readonly width: number;
  /** Id of the entry under the keyboard or the pointer. */
  readonly active: string | null;
  hover(id: string | null): void;
  select(id: string): void;
}
