/** What a chart is given whose marks can be pointed at and chosen. */
export interface PickProps<Chart> {
  chart: Chart;
  width: number;
  active?: string | null;
  /** Id of the mark that is looked at elsewhere. */
  chosen?: string | undefined;
  onhover?: (id: string | null) => void;
  onselect?: ((id: string) => void) | undefined;
}
