import type { Player } from '../../influence/players';
import type { Random } from '../../stats/random';

/**
 * For each row of `from` a row with the values of the same rank in `to`, input by input: the least change that gives one group the other's
 * distribution of every input, x → F_to⁻¹(F_from(x)) with ties spread at random. Inputs of several features, and those with missing values, have no
 * order: a value is kept as far as the other group has as many of it, and what the other group has more of is dealt out at random. How inputs go
 * together stays as it is in `from`.
 * Source: one-dimensional optimal transport, between numbers and between unordered values; Oaxaca (1973) and Blinder (1973) for the swap itself.
 * @param from, to equally many rows of `width` numbers, row-major
 * @param ordered whether a feature is a number, so that its values have ranks
 * @returns rows like `from`
 */
export function rankCounterparts(from: Float64Array, to: Float64Array, width: number, players: readonly Player[], ordered: (feature: number) => boolean, random: Random): Float64Array<ArrayBuffer> {
  const out = Float64Array.from(from);
  for (const { features } of players) {
    const [feature] = features;
    const known = (values: Float64Array): boolean => !column(values, width, feature!).some(Number.isNaN);
    if (features.length === 1 && ordered(feature!) && known(from) && known(to)) byRank(from, to, width, feature!, random, out);
    else byLevel(from, to, width, features, random, out);
  }
  return out;
}

function column(values: Float64Array, width: number, feature: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + feature]!);
}

function byRank(from: Float64Array, to: Float64Array, width: number, feature: number, random: Random, out: Float64Array): void {
  const own = column(from, width, feature);
  const sorted = column(to, width, feature).sort();
  const order = random.shuffle(Int32Array.from(own.keys())).sort((a, b) => own[a]! - own[b]!);
  order.forEach((row, rank) => (out[row * width + feature] = sorted[rank]!));
}

function byLevel(from: Float64Array, to: Float64Array, width: number, features: readonly number[], random: Random, out: Float64Array): void {
  const keyOf = (values: Float64Array, row: number): string => features.map((feature) => values[row * width + feature]!).join();
  const shuffled = (): Int32Array => random.shuffle(Int32Array.from({ length: from.length / width }, (_, row) => row));
  const supply = new Map<string, number[]>();
  for (const row of shuffled()) {
    const key = keyOf(to, row);
    const known = supply.get(key);
    if (known) known.push(row);
    else supply.set(key, [row]);
  }
  const moving = shuffled().filter((row) => supply.get(keyOf(from, row))?.pop() === undefined);
  const left = random.shuffle(Int32Array.from([...supply.values()].flat()));
  moving.forEach((row, i) => {
    for (const feature of features) out[row * width + feature] = to[left[i]! * width + feature]!;
  });
}
