import type { Player } from '../../../influence/players';
import { median } from '../../../stats/quantile';
import type { Bundle, FixedInputs } from './types';

/** Inputs as the bundle needs to know them. */
export type InputKind = { readonly kind: 'number' | 'level' };

/** Feature rows of people of the first and of the second group, row-major. */
export type TypicalRows = readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];

function columnOf(rows: Float64Array, width: number, feature: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + feature]!);
}

/** The combination of values that most rows have, of equals the one met first; rows with a missing value only count where no other is there. */
function commonest(rows: Float64Array, width: number, features: readonly number[]): number[] {
  const counts = new Map<string, { readonly values: number[]; count: number }>();
  for (let at = 0; at < rows.length; at += width) {
    const values = features.map((feature) => rows[at + feature]!);
    const entry = counts.get(values.join());
    if (entry) entry.count++;
    else counts.set(values.join(), { values, count: 1 });
  }
  const whole = [...counts.values()].filter(({ values }) => !values.some(Number.isNaN));
  const among = whole.length > 0 ? whole : [...counts.values()];
  return among.reduce((best, entry) => (entry.count > best.count ? entry : best)).values;
}

/** What one group's people have in a player: the one value of a level or of a block, the median of a number with many values. */
function typicalOf(player: Player, features: readonly InputKind[], rows: Float64Array, width: number): number[] {
  const [only] = player.features;
  if (player.features.length > 1 || features[only!]!.kind === 'level') return commonest(rows, width, player.features);
  const known = columnOf(rows, width, only!).filter((value) => !Number.isNaN(value));
  return [new Set(known).size > 1 ? median(known) : (known[0] ?? NaN)];
}

function fixedInputs(players: readonly Player[], features: readonly InputKind[], rows: TypicalRows, width: number): FixedInputs {
  const as = (group: 0 | 1): Float64Array<ArrayBuffer> => Float64Array.from(players.flatMap((player) => typicalOf(player, features, rows[group], width)));
  return { features: players.flatMap((player) => player.features), values: [as(0), as(1)] };
}

/**
 * What presenting a person as the other group changes.
 * @param group players that say the group itself: set to what that group has
 * @param proxies players that go with it: a number by itself is moved to the same rank among the other group, all else is taken together from one row
 */
export function makeBundle(group: readonly Player[], proxies: readonly Player[], features: readonly InputKind[], rows: TypicalRows): Bundle {
  const width = features.length;
  const isRanked = ({ features: own }: Player): boolean => own.length === 1 && features[own[0]!]!.kind === 'number';
  const taken = proxies.filter((player) => !isRanked(player)).flatMap((player) => player.features);
  const sorted = (feature: number, group: 0 | 1): Float64Array<ArrayBuffer> => columnOf(rows[group], width, feature).filter((value) => !Number.isNaN(value)).sort();
  const donors = (group: 0 | 1): Float64Array<ArrayBuffer> => {
    const out = new Float64Array((rows[group].length / width) * taken.length);
    for (let row = 0, at = 0; at < out.length; row++) for (const feature of taken) out[at++] = rows[group][row * width + feature]!;
    return out;
  };
  return {
    fixed: fixedInputs(group, features, rows, width),
    ranked: proxies.filter(isRanked).map(({ features: [feature] }) => ({ feature: feature!, sorted: [sorted(feature!, 0), sorted(feature!, 1)] })),
    taken: { features: taken, donors: [donors(0), donors(1)] },
  };
}
