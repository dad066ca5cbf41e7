import { TONE } from '../dots/tones';
import type { SwarmRow } from './types';

/**
 * How far each dot stands from the middle of its row so that a crowd shows its size: dots in a column as wide as one dot are stacked to both sides in turn,
 * and closer where the fullest column would not fit.
 * @param x places in plot units
 * @param half room to either side of the middle
 */
export function swarmOffsets(x: ArrayLike<number>, dot: number, half: number): Float32Array<ArrayBuffer> {
  const counts = new Map<number, number>();
  const turn = new Int32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor(x[i]! / dot);
    const before = counts.get(column) ?? 0;
    turn[i] = before;
    counts.set(column, before + 1);
  }
  let most = 0;
  for (const count of counts.values()) most = Math.max(most, count);
  const step = Math.min(dot, most > 1 ? half / Math.ceil((most - 1) / 2) : dot);
  return Float32Array.from(turn, (before) => step * (before % 2 === 1 ? (before + 1) / 2 : 0 - before / 2));
}

export interface Swarm {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  readonly tones: Uint8Array<ArrayBuffer>;
  readonly people: number;
}

/** All dots of all rows, row after row: dot `at` is person `at` mod people. */
export function swarm(rows: readonly SwarmRow[], place: (influence: number) => number, centre: (row: number) => number, dot: number, half: number): Swarm {
  const people = rows[0]?.influence.length ?? 0;
  const x = new Float32Array(rows.length * people);
  const y = new Float32Array(rows.length * people);
  const tones = new Uint8Array(rows.length * people).fill(TONE.plain);
  rows.forEach((row, at) => {
    const own = Float32Array.from(row.influence, place);
    const offsets = swarmOffsets(own, dot, half);
    x.set(own, at * people);
    y.set(offsets.map((offset) => centre(at) + offset), at * people);
    if (row.tones) tones.set(row.tones, at * people);
  });
  return { x, y, tones, people };
}
