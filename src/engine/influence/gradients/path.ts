/** Whether an input goes straight from one end to the other, or changes halfway because nothing lies between. */
export function goesStraight(from: number, to: number, level: boolean): boolean {
  return !level && Number.isFinite(from) && Number.isFinite(to);
}

/** An input's value after `part` (0 to 1) of the way; exactly `to` at the end. */
export function alongWay(from: number, to: number, part: number, straight: boolean): number {
  if (part >= 1) return to;
  if (!straight) return part < 0.5 ? from : to;
  return from + part * (to - from);
}
