import type { Random } from '../../../stats/random';
import type { Player } from '../../players';
import type { PlayerPredicate } from './predicates';
import { isTrue } from './predicates';

/** Mixes rows that meet a rule: a whole background row, and only what does not meet the rule replaced. */
export class RuleMixer {
  readonly #person: Float64Array;
  readonly #background: Float64Array;
  readonly #players: readonly Player[];
  readonly predicates: readonly PlayerPredicate[];
  readonly rows: number;
  /** 1 where the player's predicate is true of the row; player × row. */
  readonly #met: readonly Uint8Array[];
  /** The rows of which it is true. */
  readonly #donors: readonly Int32Array[];

  constructor(person: Float64Array, background: Float64Array, players: readonly Player[], predicates: readonly PlayerPredicate[]) {
    const width = person.length;
    this.#person = person;
    this.#background = background;
    this.#players = players;
    this.predicates = predicates;
    this.rows = background.length / width;
    this.#met = predicates.map(({ all }) =>
      Uint8Array.from({ length: this.rows }, (_, row) => +all.every((predicate) => isTrue(predicate, background, row * width))),
    );
    this.#donors = this.#met.map((met) => Int32Array.from(met.keys()).filter((row) => met[row] === 1));
  }

  /** Players whose predicate is not true of every row, so that it can make a difference. */
  telling(): number[] {
    return [...this.#donors.keys()].filter((player) => this.#donors[player]!.length < this.rows);
  }

  /** Background rows that meet a rule. */
  covered(rule: readonly number[]): Int32Array<ArrayBuffer> {
    return Int32Array.from({ length: this.rows }, (_, row) => row).filter((row) => rule.every((player) => this.#met[player]![row] === 1));
  }

  /**
   * Writes a mixed row into `out` at `at`: a background row drawn at random, in which each player of the rule that does not meet its predicate takes
   * its values from a row drawn at random among those that do, or from the person where none does.
   */
  draw(rule: readonly number[], random: Random, out: Float64Array, at: number): void {
    const width = this.#person.length;
    const row = random.below(this.rows);
    for (let feature = 0; feature < width; feature++) out[at + feature] = this.#background[row * width + feature]!;
    for (const player of rule) {
      if (this.#met[player]![row] === 1) continue;
      const donors = this.#donors[player]!;
      const donor = donors.length > 0 ? donors[random.below(donors.length)]! : -1;
      for (const feature of this.#players[player]!.features) {
        out[at + feature] = donor < 0 ? this.#person[feature]! : this.#background[donor * width + feature]!;
      }
    }
  }
}
