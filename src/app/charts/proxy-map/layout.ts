/** A name and where it stands. */
export interface PlacedName {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

interface Dot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const HEIGHT = 15;
const REACH = 7;

/** Room that two boxes share. */
function overlap(a: Box, b: Box): number {
  const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
  return wide > 0 && high > 0 ? wide * high : 0;
}

/**
 * Puts names beside their dots, one after the other, each where it covers least of dots and of names that stand already, within the plot. A name that
 * would cover another one by more than a twelfth everywhere is left out.
 * @param dots those to be named, the most important first; `others` only have to be kept clear
 */
export function placeNames(dots: readonly Dot[], others: readonly { readonly x: number; readonly y: number }[], plot: Box): PlacedName[] {
  const marks = [...dots, ...others].map(({ x, y }): Box => ({ left: x - REACH, right: x + REACH, top: y - REACH, bottom: y + REACH }));
  const taken: Box[] = [];
  const placed: PlacedName[] = [];
  for (const { id, x, y, width } of dots) {
    const candidates = [
      [7, -7], [-7, -7], [7, 17], [-7, 17], [14, 4], [-14, 4], [7, -16], [-7, -16], [7, 26], [-7, 26], [12, -26], [-12, -26], [12, 36], [-12, 36],
    ].map(([dx, dy]) => {
      const box = { left: dx! > 0 ? x + dx! : x + dx! - width, right: dx! > 0 ? x + dx! + width : x + dx!, top: y + dy! - HEIGHT + 3, bottom: y + dy! + 3 };
      const inside = overlap(box, plot) >= width * HEIGHT - 1;
      const names = taken.reduce((sum, other) => sum + overlap(box, other), 0);
      const cost = names * 4 + marks.reduce((sum, mark) => sum + overlap(box, mark), 0);
      return { box, cost, inside, names, at: { id, x: x + dx!, y: y + dy!, anchor: dx! > 0 ? ('start' as const) : ('end' as const) } };
    });
    const best = candidates.filter(({ inside }) => inside).reduce<(typeof candidates)[number] | undefined>((least, each) => (least && least.cost <= each.cost ? least : each), undefined);
    if (!best || best.names > (width * HEIGHT) / 12) continue;
    taken.push(best.box);
    placed.push(best.at);
  }
  return placed;
}
