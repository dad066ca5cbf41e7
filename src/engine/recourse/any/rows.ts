/** A row with one value put in. */
export function withValue(row: Float64Array, feature: number, value: number): Float64Array<ArrayBuffer> {
  const out = Float64Array.from(row);
  out[feature] = value;
  return out;
}

/** Of states with the same row the last. */
export function unique<State extends { readonly row: Float64Array }>(states: readonly State[]): State[] {
  return [...new Map(states.map((state) => [state.row.join(), state])).values()];
}

