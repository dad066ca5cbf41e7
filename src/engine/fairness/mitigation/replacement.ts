import type { Player } from '../../influence/players';
import { typicalValues } from '../../influence/typical';
import { Random } from '../../stats/random';
import { fitExpected } from './conditional';
import { isBlock, patternsOf } from './patterns';
import { cannotChange } from './refuse';
import { fitRepair } from './repair';
import type { Replacement, Way } from './types';

/** People from whom a replacement takes its values. */
export interface ReplacementFacts {
  /** `whole`: the model takes whole numbers only, so that values are rounded. */
  readonly features: readonly { readonly name: string; readonly kind: 'number' | 'level'; readonly whole?: boolean | undefined }[];
  /** Their feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly seed: number;
  /** Their groups, −1 unknown: for rank repair only. */
  readonly groups?: Int32Array | undefined;
  readonly groupCount?: number;
}

/**
 * Makes a way ready for some inputs. Blocks of 0/1 columns always get a combination that occurs, so that they stay valid.
 * @throws AssayError `no-input`, `no-rows`, `overlap` when an input is both changed and justified, `no-justified`, `repair-groups`, `repair-order`
 */
export function fitReplacement(way: Way, players: readonly Player[], facts: ReplacementFacts): Replacement {
  const { features, values, seed } = facts;
  if (players.length === 0) throw cannotChange('no-input', 'No input was chosen.', 'Choose an input.');
  if (values.length === 0) throw cannotChange('no-rows', 'There is nobody to take values from.', 'Open a table with rows.');
  if (way.kind === 'conditional') return fitExpected(players, way.justified, facts);
  if (way.kind === 'repair') return fitRepair(players, way.amount, facts);
  const changed = players.flatMap((player) => player.features);
  if (way.kind === 'constant') {
    const typical = typicalValues(features, values);
    const constants = players.flatMap((player) =>
      isBlock(player, values, features.length) ? patternsOf(player, values, features.length)[0]!.values : player.features.map((feature) => (features[feature]!.whole === true ? Math.floor(typical[feature]!) : typical[feature]!)),
    );
    return { kind: 'constant', features: changed, values: constants };
  }
  const rows = spreadRows(changed, values, features.length, way.draws, Random.stream(seed, changed[0]!));
  const drawn = new Float64Array(rows.length * changed.length);
  rows.forEach((row, draw) => changed.forEach((feature, k) => (drawn[draw * changed.length + k] = values[row * features.length + feature]!)));
  return { kind: 'draws', features: changed, values: drawn, draws: rows.length };
}

/** What {@link fitReplacement} takes, for several changes at once: each entry of `changes` is a set of inputs. */
export interface ReplacementsQuestion extends ReplacementFacts {
  readonly way: Way;
  readonly changes: readonly (readonly Player[])[];
}

/** One replacement per set of inputs. @throws AssayError as {@link fitReplacement} */
export function fitReplacements({ way, changes, ...facts }: ReplacementsQuestion): Replacement[] {
  return changes.map((players) => fitReplacement(way, players, facts));
}

/**
 * Rows to take values from: sorted by the values in question, one out of each stretch of equally many rows at one random place, so that the drawn
 * values are spread like those of everybody. All rows where there are no more than asked for.
 */
function spreadRows(changed: readonly number[], values: Float64Array, width: number, draws: number, random: Random): number[] {
  const order = Array.from({ length: values.length / width }, (_, row) => row);
  if (order.length <= draws) return order;
  // A random order first, so that equal values are not taken in the order of the table.
  random.shuffle(order);
  const place = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  order.sort((a, b) => {
    for (const feature of changed) {
      const [left, right] = [place(values[a * width + feature]!), place(values[b * width + feature]!)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
  const start = random.uniform();
  const chosen = Int32Array.from({ length: draws }, (_, draw) => order[Math.floor(((draw + start) * order.length) / draws)]!);
  // In random order, so that the draws of two inputs put in together do not rise together.
  return [...random.shuffle(chosen)];
}
