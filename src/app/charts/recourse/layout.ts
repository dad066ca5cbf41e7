import { TONE } from '../dots/tones';
import { swarmOffsets } from '../beeswarm/layout';
import type { CostRow } from './types';

export interface CostDots {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  readonly tones: Uint8Array<ArrayBuffer>;
  /** Ids of the people, dot by dot. */
  readonly people: readonly string[];
}

/** Where people without a way stand: beside the axis. */
export interface Aside {
  readonly left: number;
  readonly width: number;
}

/** A dot for every person: by cost along the axis, those without a way in rows beside it. */
export function costDots(rows: readonly CostRow[], place: (cost: number) => number, aside: Aside, centre: (row: number) => number, dot: number, half: number): CostDots {
  const [x, y, tones]: [number[], number[], number[]] = [[], [], []];
  rows.forEach(({ costs }, row) => {
    const none = costs.reduce((sum, cost) => sum + Number(cost === Infinity), 0);
    const along = swarmOffsets(Float32Array.from(costs.filter((cost) => cost < Infinity), place), dot, half);
    const [across, step] = block(none, aside.width, dot, 2 * half);
    let [ways, nones] = [0, 0];
    for (const cost of costs) {
      if (cost < Infinity) {
        x.push(place(cost));
        y.push(centre(row) + along[ways++]!);
        tones.push(TONE.filled);
      } else {
        const line = Math.floor(nones / across);
        x.push(aside.left + ((nones % across) + 0.5) * step);
        y.push(centre(row) + (line % 2 === 1 ? (line + 1) / 2 : -line / 2) * step);
        tones.push(TONE.hollow);
        nones++;
      }
    }
  });
  return { x: Float32Array.from(x), y: Float32Array.from(y), tones: Uint8Array.from(tones), people: rows.flatMap(({ people }) => people) };
}

/** How many dots stand in a line, and how far apart, so that all fit. */
function block(many: number, width: number, dot: number, height: number): [across: number, step: number] {
  let step = dot;
  for (;;) {
    const across = Math.max(1, Math.floor(width / step));
    if (many <= across * Math.max(1, Math.floor(height / step)) || step < 0.5) return [across, step];
    step *= 0.9;
  }
}
