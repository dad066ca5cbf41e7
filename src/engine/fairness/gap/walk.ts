import type { Player } from '../../influence/players';

/** Rows made for a shard, end to end in a buffer that grows. */
export class RowList {
  values: Float64Array<ArrayBuffer>;
  count = 0;
  readonly width: number;

  constructor(width: number, rows: number) {
    this.width = width;
    this.values = new Float64Array(width * rows);
  }

  /** Appends a copy of a row. @returns its number */
  add(from: Float64Array, at: number): number {
    const place = this.count * this.width;
    if (place === this.values.length) {
      const grown = new Float64Array(Math.max(1, this.count) * 2 * this.width);
      grown.set(this.values);
      this.values = grown;
    }
    for (let feature = 0; feature < this.width; feature++) this.values[place + feature] = from[at + feature]!;
    return this.count++;
  }

  /** Gives the features of a player in the last row the values of another row. */
  take({ features }: Player, from: Float64Array, at: number): void {
    const place = (this.count - 1) * this.width;
    for (let i = 0; i < features.length; i++) this.values[place + features[i]!] = from[at + features[i]!]!;
  }
}

/** A person turned into another row player by player, in one order and then in the opposite one. */
export interface Walk {
  /** Players in which the two differ, in the order drawn. */
  readonly order: Int32Array;
  /** Numbers of the two ends' rows. */
  readonly person: number;
  readonly target: number;
  /** First of the rows between: one fewer than players, there and then back to front. */
  readonly between: number;
}

/** Whether two rows have different values of a player; NaN is a value like others. */
function differs({ features }: Player, a: Float64Array, atA: number, b: Float64Array, atB: number): boolean {
  for (let i = 0; i < features.length; i++) {
    const x = a[atA + features[i]!]!;
    const y = b[atB + features[i]!]!;
    if (x !== y && !(x !== x && y !== y)) return true;
  }
  return false;
}

/**
 * Lists the rows of the two walks from a person to a target. Source: antithetic orders as in Mitchell, Cooper, Frank and Holmes, "Sampling permutations
 * for Shapley value estimation" (2022).
 * @param order all players, in random order
 * @param target number of the target's row in the list, which is already there
 */
export function addWalk(list: RowList, players: readonly Player[], order: Int32Array, people: Float64Array, at: number, targets: Float64Array, to: number, target: number): Walk {
  const own = new Int32Array(order.length);
  let differing = 0;
  for (let i = 0; i < order.length; i++) if (differs(players[order[i]!]!, people, at, targets, to)) own[differing++] = order[i]!;
  const person = list.add(people, at);
  const between = list.count;
  const steps = differing - 1;
  for (let direction = 0; direction < 2; direction++) {
    for (let step = 0; step < steps; step++) {
      const player = own[direction === 0 ? step : steps - step]!;
      if (step === 0) list.add(people, at);
      else list.add(list.values, (list.count - 1) * list.width);
      list.take(players[player]!, targets, to);
    }
  }
  return { order: own.subarray(0, differing), person, target, between };
}

/** Adds to `out` what each player takes away on the two walks, halved, times `sign`. The parts add up to the person's value less the target's. */
export function creditWalk({ order, person, target, between }: Walk, values: Float64Array, sign: number, out: Float64Array, at: number): void {
  const steps = order.length - 1;
  let row = between;
  for (let direction = 0; direction < 2; direction++) {
    let before = values[person]!;
    for (let step = 0; step <= steps; step++) {
      const player = order[direction === 0 ? step : steps - step]!;
      const after = step === steps ? values[target]! : values[row++]!;
      out[at + player] = out[at + player]! + 0.5 * sign * (before - after);
      before = after;
    }
  }
}
