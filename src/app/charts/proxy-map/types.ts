/** One input on the map: how well it tells the group, and its part of the gap. */
export interface MapPoint {
  readonly id: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly xLow: number | null;
  readonly xHigh: number | null;
  readonly yLow: number | null;
  readonly yHigh: number | null;
  /** Name of the corner it lies in. */
  readonly place: string;
}

export interface MapChart {
  /** Nearest to the corner of large association and large share first. */
  readonly points: readonly MapPoint[];
  /** Points whose names are written beside them; others are named on request. */
  readonly named: ReadonlySet<string>;
  readonly xLine: number;
  /** Size of a share from which on it carries the gap, either way. */
  readonly yLine: number;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly corners: { readonly used: string; readonly unused: string; readonly driver: string; readonly irrelevant: string };
  readonly printX: (value: number) => string;
  readonly printY: (value: number) => string;
}
