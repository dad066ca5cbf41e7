import type { Slot } from '../../design/tokens';

const n = (value: number): string => String(Math.round(value * 100) / 100);
const polygon = (x: number, y: number, points: readonly (readonly [number, number])[]): string =>
  `M${points.map(([dx, dy]) => `${n(x + dx)} ${n(y + dy)}`).join('L')}Z`;

function star(r: number): (readonly [number, number])[] {
  return Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? r * 1.25 : r * 0.56;
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

/** Outline of a circle of radius `r` as a path. */
export function circlePath(x: number, y: number, r: number): string {
  return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;
}

/** Outline of a slot's shape around (x, y). All shapes look about as large as a circle of radius `r`. */
export function slotPath(slot: Slot | 'none', x: number, y: number, r: number): string {
  switch (slot) {
    case 'none':
    case 1:
      return circlePath(x, y, r);
    case 2:
      return polygon(x, y, [
        [0, -1.18 * r],
        [1.15 * r, 0.88 * r],
        [-1.15 * r, 0.88 * r],
      ]);
    case 3:
      return polygon(x, y, [
        [-0.88 * r, -0.88 * r],
        [0.88 * r, -0.88 * r],
        [0.88 * r, 0.88 * r],
        [-0.88 * r, 0.88 * r],
      ]);
    case 4:
      return polygon(x, y, [
        [0, -1.25 * r],
        [1.05 * r, 0],
        [0, 1.25 * r],
        [-1.05 * r, 0],
      ]);
    case 5: {
      const a = 0.38 * r;
      const b = 1.1 * r;
      return polygon(x, y, [
        [-a, -b],
        [a, -b],
        [a, -a],
        [b, -a],
        [b, a],
        [a, a],
        [a, b],
        [-a, b],
        [-a, a],
        [-b, a],
        [-b, -a],
        [-a, -a],
      ]);
    }
    case 6:
      return polygon(x, y, star(r));
  }
}
