/** Values of numbered hybrids from `from` on, as one worker found them. */
export interface ValuePiece {
  readonly from: number;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Cuts `count` hybrids into as many runs as there are workers. */
export function cutPieces(count: number, workers: number): { readonly from: number; readonly to: number }[] {
  const cut = (piece: number): number => Math.floor((count * piece) / workers);
  return Array.from({ length: workers }, (_, piece) => ({ from: cut(piece), to: cut(piece + 1) }));
}

/** Puts the values of `count` hybrids together again. */
export function joinPieces(count: number, pieces: readonly ValuePiece[]): Float64Array<ArrayBuffer> {
  const values = new Float64Array(count);
  for (const piece of pieces) values.set(piece.values, piece.from);
  return values;
}
