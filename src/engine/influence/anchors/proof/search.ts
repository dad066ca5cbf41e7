import { compileForest } from '../../../models/forest/evaluate';
import type { BoxNumbers } from '../../../models/forest/boxes/slots';
import { BoxSpace } from '../../../models/forest/boxes/boxes';
import { checkForest, noMargin, owners } from './checks';
import { conditionOf } from './conditions';
import type { ReasonSoFar, SufficientQuestion, SufficientReason } from './types';
import type { Decision, Verdict } from './worst';
import { WorstCase } from './worst';
import { widen } from './widen';

/**
 * Looks for a set of players whose values alone hold a person's decision, whatever all others are, and of which none can be left out; their numbers are
 * widened to intervals and their levels to sets. Proved, not sampled. Players are freed one after the other as long as the worst row still has the
 * decision; a player that could not be freed then cannot be freed later either, so that one pass is enough. What is not settled within the nodes allowed
 * is kept and said to be not proved necessary: what is known so far is proved at every moment.
 *
 * Goes on from what an earlier search knew, so that long work can be cut into pieces; the answer does not depend on where.
 * @throws AssayError `proof-outputs` for forests with several outputs, `proof-leaves` for leaves that hold formulas, `proof-margin` where the person
 * has no margin, `players` for players that overlap
 * Source: sufficient (abductive) reasons, Shih, Choi and Darwiche (2018), Ignatiev, Narodytska and Marques-Silva (2019); for intervals Izza,
 * Ignatiev, Stuckey and Marques-Silva, "Delivering inflated explanations" (2024).
 */
export class ReasonSearch {
  readonly #question: SufficientQuestion;
  readonly #decision: Decision;
  readonly #margin: number;
  readonly #space: BoxSpace;
  readonly #worst: WorstCase;
  /** Slots of each player. */
  readonly #slots: readonly (readonly number[])[];
  #box: BoxNumbers;
  #stage: ReasonSoFar['stage'];
  /** Players, or slots, that this stage has still to look at. */
  #queue: number[];
  /** How many it had at first. */
  #all: number;
  readonly #necessary: Uint8Array<ArrayBuffer>;
  #settled: boolean;

  constructor(question: SufficientQuestion, from?: ReasonSoFar) {
    const { forest, person, threshold, players, domains = [] } = question;
    checkForest(forest);
    const owner = owners(question);
    const margin = compileForest(forest).margins(person, 1)[0]!;
    if (Number.isNaN(margin) || Number.isNaN(threshold)) throw noMargin(margin, threshold);
    this.#question = question;
    this.#margin = margin;
    this.#decision = { threshold, above: margin >= threshold };
    this.#space = new BoxSpace(forest, person, domains);
    this.#worst = new WorstCase(this.#space, person, this.#decision, from);
    const slots: number[][] = players.map(() => []);
    this.#space.inputs.forEach((input, slot) => {
      if (owner[input]! >= 0) slots[owner[input]!]!.push(slot);
    });
    this.#slots = slots;
    this.#box = from?.box ?? this.#space.pointOf(person);
    this.#stage = from?.stage ?? 'free';
    this.#queue = from ? [...from.queue] : [...(question.order ?? players.keys())];
    this.#all = from?.all ?? this.#queue.length;
    this.#necessary = from?.necessary.slice() ?? new Uint8Array(players.length);
    this.#settled = from?.settled ?? true;
    this.#turn();
  }

  get done(): boolean {
    return this.#stage === 'done';
  }

  /** The inputs that the forest asks about. */
  get inputs(): readonly number[] {
    return [...this.#space.inputs];
  }

  /** Boxes looked at so far, in all pieces. */
  get nodes(): number {
    return this.#worst.nodes;
  }

  /** What another search can go on from. Valid between steps. */
  get known(): ReasonSoFar {
    return {
      box: this.#box.slice(),
      stage: this.#stage,
      queue: Int32Array.from(this.#queue),
      all: this.#all,
      necessary: this.#necessary.slice(),
      settled: this.#settled,
      nodes: this.#worst.nodes,
      losing: [...this.#worst.losing],
    };
  }

  /** Looks whether one player can be freed, or how far one slot can be widened. Yields before every look, so that long work can stop. */
  *step(): Generator<void, void> {
    const next = this.#queue[0];
    if (next === undefined) return;
    if (this.#stage === 'widen') {
      const { box, settled } = yield* widen(this.#space, this.#box, [next], (wider) => this.#check(wider));
      this.#box = box;
      this.#settled &&= settled;
    } else yield* this.#free(next);
    this.#queue.shift();
    this.#turn();
  }

  *#free(player: number): Generator<void, void> {
    if (this.#isFree(player)) return;
    yield;
    const { full, start, length } = this.#space;
    const wider = this.#box.slice();
    for (const slot of this.#slots[player]!) wider.set(full.subarray(start[slot]!, start[slot]! + length[slot]!), start[slot]!);
    const verdict = this.#check(wider);
    if (verdict === 'holds') this.#box = wider;
    if (verdict === 'fails') this.#necessary[player] = 1;
  }

  #check(box: BoxNumbers): Verdict {
    const { nodesPerStep, nodes } = this.#question.settings;
    const left = Math.min(nodesPerStep, nodes - this.#worst.nodes);
    return left > 0 ? this.#worst.check(box, left) : 'unknown';
  }

  #isFree(player: number): boolean {
    const { full, start } = this.#space;
    return this.#slots[player]!.every((slot) => this.#space.same(slot, this.#box, start[slot]!, full, start[slot]!));
  }

  /** Goes on to the next stage that has something to do. */
  #turn(): void {
    const kept = [...this.#slots.keys()].filter((player) => !this.#isFree(player));
    const order = this.#question.order ?? [...this.#slots.keys()];
    while (this.#queue.length === 0 && this.#stage !== 'done') {
      if (this.#stage === 'free') {
        // With more players free, a row with another decision may be easier to find.
        this.#stage = 'again';
        this.#queue = order.filter((player) => kept.includes(player) && this.#necessary[player] === 0);
      } else if (this.#stage === 'again') {
        this.#stage = 'widen';
        this.#queue = order.filter((player) => kept.includes(player)).flatMap((player) => this.#slots[player]!);
      } else this.#stage = 'done';
      this.#all = this.#queue.length;
    }
  }

  /** How much of the way is done, 0 to 1; stages count alike, as nobody knows which will take longest. */
  get share(): number {
    const before = ['free', 'again', 'widen', 'done'].indexOf(this.#stage);
    return before === 3 ? 1 : (before + 1 - this.#queue.length / Math.max(1, this.#all)) / 3;
  }

  /** What is proved so far. */
  reason(): SufficientReason {
    const { players, domains = [] } = this.#question;
    const space = this.#space;
    const conditions = this.#slots.map((slots) => slots.flatMap((slot) => conditionOf(space, this.#box, slot, domains[space.inputs[slot]!]) ?? []));
    const kept = [...players.keys()].filter((player) => conditions[player]!.length > 0);
    const listed = players.flatMap(({ features }) => features.map((input) => domains[input] !== undefined));
    return {
      ...this.#decision,
      margin: this.#margin,
      proved: true,
      kept: kept.map((player) => ({ player, name: players[player]!.name, conditions: conditions[player]!, necessary: this.#necessary[player] === 1 })),
      freed: Int32Array.from(players.keys()).filter((player) => !kept.includes(player)),
      minimal: kept.every((player) => this.#necessary[player] === 1),
      widest: this.done && this.#settled,
      domain: listed.every(Boolean) ? 'listed' : listed.some(Boolean) ? 'mixed' : 'any',
      nodes: this.#worst.nodes,
    };
  }
}
