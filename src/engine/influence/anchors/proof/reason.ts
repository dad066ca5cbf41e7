import { AssayError } from '../../../errors';
import { compileForest } from '../../../models/forest/evaluate';
import type { Forest } from '../../../models/forest/types';
import type { BoxNumbers } from './boxes';
import { BoxSpace } from './boxes';
import { conditionOf, meetsCondition } from './conditions';
import type { KeptPlayer, SufficientQuestion, SufficientReason } from './types';
import { keeps, WorstCase } from './worst';
import { widen } from './widen';

/**
 * A set of players whose values alone hold a person's decision, whatever all others are, and of which none can be left out; their numbers are widened
 * to intervals and their levels to sets. Proved, not sampled. Players are freed one after the other as long as the worst row still has the decision; a
 * player that could not be freed then cannot be freed later either, so that one pass is enough. What is not settled within the nodes allowed is kept
 * and said to be not proved necessary.
 *
 * A generator, so that long work can stop between steps; {@link sufficientReason} runs it through.
 * @throws AssayError `proof-outputs` for forests with several outputs, `proof-leaves` for leaves that hold formulas, `proof-margin` where the person
 * has no margin, `players` for players that overlap
 * Source: sufficient (abductive) reasons, Shih, Choi and Darwiche (2018), Ignatiev, Narodytska and Marques-Silva (2019); for intervals Izza,
 * Ignatiev, Stuckey and Marques-Silva, "Delivering inflated explanations" (2024).
 */
export function* findReason(question: SufficientQuestion): Generator<void, SufficientReason> {
  const { forest, person, threshold, players, domains = [], settings } = question;
  checkForest(forest);
  const owner = owners(question);
  const margin = compileForest(forest).margins(person, 1)[0]!;
  if (Number.isNaN(margin) || Number.isNaN(threshold)) throw noMargin(margin, threshold);
  const decision = { threshold, above: margin >= threshold };
  const space = new BoxSpace(forest, person, domains);
  const worst = new WorstCase(space, person, decision);
  const slots: number[][] = players.map(() => []);
  space.inputs.forEach((input, slot) => {
    if (owner[input]! >= 0) slots[owner[input]!]!.push(slot);
  });
  const check = (box: BoxNumbers): ReturnType<WorstCase['check']> => {
    const nodes = Math.min(settings.nodesPerStep, settings.nodes - worst.nodes);
    return nodes > 0 ? worst.check(box, nodes) : 'unknown';
  };

  let box = space.pointOf(person);
  const necessary = new Uint8Array(players.length);
  const free = function* (player: number): Generator<void, boolean> {
    yield;
    const wider = box.slice();
    for (const slot of slots[player]!) copySlot(space, space.full, wider, slot);
    const verdict = slots[player]!.length === 0 ? 'holds' : check(wider);
    if (verdict === 'holds') box = wider;
    if (verdict === 'fails') necessary[player] = 1;
    return verdict === 'holds';
  };
  let kept: number[] = [];
  for (const player of question.order ?? players.keys()) if (!(yield* free(player))) kept.push(player);
  // With more players free, a row with another decision may be easier to find.
  const open = kept.filter((player) => necessary[player] === 0);
  for (const player of open) if (yield* free(player)) kept = kept.filter((other) => other !== player);

  const widened = yield* widen(
    space,
    box,
    kept.flatMap((player) => slots[player]!),
    check,
  );
  const conditions = players.map((_, player) =>
    slots[player]!.flatMap((slot) => conditionOf(space, widened.box, slot, domains[space.inputs[slot]!]) ?? []),
  );
  const left = kept.filter((player) => conditions[player]!.length > 0).sort((a, b) => a - b);
  const listed = players.flatMap(({ features }) => features.map((input) => domains[input] !== undefined));
  return {
    above: decision.above,
    threshold,
    margin,
    proved: true,
    kept: left.map((player) => ({ player, name: players[player]!.name, conditions: conditions[player]!, necessary: necessary[player] === 1 })),
    freed: Int32Array.from(players.keys()).filter((player) => !left.includes(player)),
    minimal: left.every((player) => necessary[player] === 1),
    widest: widened.settled,
    domain: listed.every(Boolean) ? 'listed' : listed.some(Boolean) ? 'mixed' : 'any',
    nodes: worst.nodes,
  };
}

/** Runs {@link findReason} through and counts the rows that the rule covers. */
export function sufficientReason(question: SufficientQuestion): SufficientReason {
  const steps = findReason(question);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { rows, forest } = question;
  return rows === undefined ? step.value : { ...step.value, coverage: coverageOf(forest, step.value, rows) };
}

/** How many rows of forest inputs meet all conditions of a rule, and how many of these have its decision. */
export function coverageOf(forest: Forest, reason: SufficientReason, rows: Float64Array): NonNullable<SufficientReason['coverage']> {
  const width = forest.features;
  const count = Math.floor(rows.length / Math.max(1, width));
  const all = reason.kept.flatMap((player: KeptPlayer) => player.conditions);
  const covered: number[] = [];
  for (let row = 0; row < count; row++) {
    if (all.every((condition) => meetsCondition(forest, condition, rows, row * width))) covered.push(row);
  }
  const values = new Float64Array(covered.length * width);
  covered.forEach((row, k) => values.set(rows.subarray(row * width, (row + 1) * width), k * width));
  const margins = compileForest(forest).margins(values, covered.length);
  return { rows: count, covered: covered.length, agreeing: margins.filter((margin) => keeps(reason, margin)).length };
}

function copySlot({ start, length }: BoxSpace, from: BoxNumbers, to: BoxNumbers, slot: number): void {
  const at = start[slot]!;
  to.set(from.subarray(at, at + length[slot]!), at);
}

/** Player of each input, −1 for none. */
function owners({ forest, players }: SufficientQuestion): Int32Array {
  const owner = new Int32Array(forest.features).fill(-1);
  for (const [player, { name, features }] of players.entries()) {
    for (const input of features) {
      if (owner[input] === -1) owner[input] = player;
      else {
        throw new AssayError({
          area: 'influence',
          code: 'players',
          what: 'The inputs are not grouped in a way that can be kept or freed.',
          why: `“${name}” holds input ${input}, which is ${owner[input] === undefined ? 'not there' : 'held by another'}.`,
          remedy: 'Put every input into one group at most.',
        });
      }
    }
  }
  return owner;
}

function checkForest(forest: Forest): void {
  if (forest.outputs !== 1) {
    throw refused('proof-outputs', `The trees give ${forest.outputs} numbers a row; the proof follows one margin against one threshold.`);
  }
  if (forest.linearLeaves !== undefined) throw refused('proof-leaves', 'Their leaves hold formulas instead of numbers.');
}

function noMargin(margin: number, threshold: number): AssayError {
  return refused('proof-margin', `The person has the margin ${margin} and the threshold is ${threshold}.`);
}

function refused(code: string, why: string): AssayError {
  return new AssayError({
    area: 'influence',
    code,
    what: 'What holds this decision cannot be proved for these trees.',
    why,
    remedy: 'Look for a sampled rule instead: it works for any model.',
  });
}
