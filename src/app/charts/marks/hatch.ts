/** Diagonal lines that fill a rectangle, as one path: the sign for "too few". Lines rather than a pattern, so that every export draws them. */
export function hatchPath(x: number, y: number, width: number, height: number, gap = 5): string {
  let path = '';
  for (let offset = gap / 2; offset < width + height; offset += gap) {
    const fromX = Math.min(offset, width);
    const fromY = offset - fromX;
    const toY = Math.min(offset, height);
    const toX = offset - toY;
    path += `M${round(x + fromX)} ${round(y + fromY)}L${round(x + toX)} ${round(y + toY)}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
