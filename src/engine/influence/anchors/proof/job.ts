import { AssayError } from '../../../errors';
import type { Job, ShardContext } from '../../../jobs/types';
import type { ExactStructure } from '../../../models/binding/structure';
import { compileForest } from '../../../models/forest/evaluate';
import { checkPlayers, type Player } from '../../players';
import type { Quantity } from '../../quantities';
import { quantityOfRows } from '../../rows';
import { inputPlayers } from '../../trees/input-players';
import { meetsCondition } from './conditions';
import { freeingOrder } from './order';
import { ReasonSearch } from './search';
import { marginThreshold } from './threshold';
import { type FeatureCondition, featureConditions, seenValues } from './told';
import type { ProofSettings, ReasonSoFar, SufficientReason } from './types';

/** Boxes looked at in one shard, about: often enough for a picture that grows, seldom enough not to read the forest afresh all the time. */
const PIECE = 1000;

/** Which of a person's inputs settle the decision of a forest, whatever the others are, among the values seen? */
export interface ProofQuestion {
  readonly person: Float64Array<ArrayBuffer>;
  /** Groups of features. */
  readonly players: readonly Player[];
  /** Rows whose values, and the person's, are those that inputs can have, and on which is counted for how many the rule holds; row-major. */
  readonly background: Float64Array<ArrayBuffer>;
  /** The decision: a quantity of kind `decision`. */
  readonly quantity: Quantity;
  readonly settings: ProofSettings;
}

export interface ProofShard {
  readonly kind: 'search' | 'covered';
  readonly question: ProofQuestion;
  readonly known?: ProofPartial;
}

export interface ProofPartial {
  /** Each shard goes on where the one before stopped: the latest knows all. */
  readonly turn: number;
  readonly decision: number;
  readonly order: readonly number[];
  readonly search: ReasonSoFar;
  readonly share: number;
  readonly reason: SufficientReason;
  readonly told: readonly (readonly FeatureCondition[])[];
  readonly exact: boolean;
  readonly covered?: { readonly rows: number; readonly agreeing: number };
}

/** A player that the decision rests on, told by its features. */
export interface ProvedPlayer {
  readonly player: number;
  readonly conditions: readonly FeatureCondition[];
  /** Proved that it cannot be left out. False where that was not settled. */
  readonly necessary: boolean;
}

export interface Proof {
  /** The person's decision, 1 favourable or 0. */
  readonly decision: number;
  /** What is enough: proved, at every moment. None where the decision is the same for all values seen. */
  readonly kept: readonly ProvedPlayer[];
  readonly freed: Int32Array<ArrayBuffer>;
  /** Whether the search has come to its end. */
  readonly done: boolean;
  /** How much of its way, 0 to 1. */
  readonly share: number;
  /** At the end: no kept player could be left out, proved; no condition could be eased by the next value seen, proved. */
  readonly minimal: boolean;
  readonly widest: boolean;
  /**
   * Whether combinations of inputs of the forest are combinations of features. Where one feature feeds several inputs (a column that is sent as one 0/1
   * input per level), inputs take their values independently: what holds for all of these holds for those that can occur, but that something
   * cannot be left out is then not proved, and never claimed.
   */
  readonly exact: boolean;
  /** Of the background rows: how many meet all conditions, and how many of these the model gives the decision (null until they are scored). */
  readonly coverage: { readonly rows: number; readonly covered: number; readonly agreeing: number } | null;
  /** Boxes of values looked at, and rows scored. */
  readonly nodes: number;
  readonly rowsEvaluated: number;
}

/**
 * A set of inputs that settles a forest's decision about a person, proved for every combination of the values seen: {@link ReasonSearch} in pieces,
 * told by features, with the decisions that the model gives rows that meet it. Its order of freeing is {@link freeingOrder}.
 * Throws, in a shard, AssayError `no-trees`, `proof-outputs`, `proof-leaves`, `proof-margin`, `proof-decision`; use `anchorsJob` then.
 */
export const proofJob: Job<ProofQuestion, ProofShard, ProofPartial, Proof> = {
  name: 'proof',
  plan(question, known) {
    if (known === undefined) {
      checkPlayers(question.players, question.person.length);
      if (question.quantity.kind !== 'decision') throw new RangeError(`a reason settles a decision, not a ${question.quantity.kind}`);
      return [{ kind: 'search', question }];
    }
    if (known.search.stage !== 'done') return [{ kind: 'search', question, known }];
    return known.covered === undefined ? [{ kind: 'covered', question, known }] : [];
  },
  run: async (shard, context) => (shard.kind === 'search' ? search(shard, context) : count(shard, context)),
  merge: (a, b) => (a.turn >= b.turn ? a : b),
  result({ background, person }, { decision, reason, told, exact, search: { stage }, share, covered }) {
    return {
      decision,
      kept: reason.kept.map(({ player, necessary }, at) => ({ player, necessary: necessary && exact, conditions: told[at]! })),
      freed: reason.freed,
      done: stage === 'done',
      share,
      minimal: reason.kept.length === 0 || (reason.minimal && exact),
      widest: reason.widest && exact,
      exact,
      coverage: covered ? { rows: background.length / person.length, covered: covered.rows, agreeing: covered.agreeing } : null,
      nodes: reason.nodes,
      rowsEvaluated: 1 + (covered?.rows ?? 0),
    };
  },
};

async function search({ question, known }: ProofShard, context: ShardContext): Promise<ProofPartial> {
  const structure = structureOf(context);
  const { forest, featureOf } = structure;
  const { person, background, quantity, settings } = question;
  const width = person.length;
  const rows = new Float64Array(background.length + width);
  rows.set(background);
  rows.set(person, background.length);
  const inputs = structure.inputs(rows, rows.length / width);
  const own = inputs.slice(inputs.length - forest.features);
  const players = inputPlayers(question.players, featureOf).slice(0, question.players.length);
  const { threshold, favourable } = marginThreshold(quantity, structure);
  const domains = Array.from(seenValues(inputs, forest.features), (values) => Float64Array.from(values.keys()));
  const asked = { forest, person: own, threshold, players, domains, settings };
  const order = known?.order ?? freeingOrder(forest, own, players, inputs, compileForest(forest).margins(own, 1)[0]! >= threshold);
  const found = new ReasonSearch({ ...asked, order }, known?.search);
  const before = found.nodes;
  while (!found.done && found.nodes - before < PIECE) {
    for (const _ of found.step()) await context.breathe();
    await context.breathe();
  }
  const reason = found.reason();
  const decision = +(reason.above === favourable);
  if (known === undefined) await checkDecision(question, decision, context);
  const seen = seenValues(rows, width);
  const told = reason.kept.map((kept) => featureConditions(kept, question.players[kept.player]!.features, seen, inputs, { forest, featureOf }));
  const fed = found.inputs.map((input) => featureOf[input]!).filter((feature) => feature >= 0);
  const exact = new Set(fed).size === fed.length;
  return { turn: (known?.turn ?? 0) + 1, decision, order, search: found.known, share: found.share, reason, told, exact };
}

async function count({ question, known }: ProofShard, context: ShardContext): Promise<ProofPartial> {
  const { forest, inputs } = structureOf(context);
  const { background, person, quantity } = question;
  const width = person.length;
  const rows = background.length / width;
  const values = inputs(background, rows);
  const conditions = known!.reason.kept.flatMap((kept) => kept.conditions);
  const covered = Array.from({ length: rows }, (_, row) => row).filter((row) => conditions.every((condition) => meetsCondition(forest, condition, values, row * forest.features)));
  const decisions = await quantityOfRows(covered.length, width, (row, out, at) => out.set(background.subarray(covered[row]! * width, (covered[row]! + 1) * width), at), quantity, context);
  return { ...known!, turn: known!.turn + 1, covered: { rows: covered.length, agreeing: decisions.filter((decision) => decision === known!.decision).length } };
}

function structureOf({ structure }: ShardContext): ExactStructure {
  if (structure !== undefined) return structure;
  throw new AssayError({
    area: 'influence',
    code: 'no-trees',
    what: 'What holds this decision cannot be proved.',
    why: 'This model has no trees that could be read.',
    remedy: 'Look for a sampled rule instead: it works for any model.',
  });
}

/** The trees must decide about the person as the scores do. */
async function checkDecision({ person, quantity }: ProofQuestion, decision: number, context: ShardContext): Promise<void> {
  const [scored] = await quantityOfRows(1, person.length, (_, out, at) => out.set(person, at), quantity, context);
  if (scored === decision) return;
  throw new AssayError({
    area: 'influence',
    code: 'proof-decision',
    what: 'What holds this decision cannot be proved.',
    why: 'The score is so near to the line that the sum of the leaves and the score computed from it fall on different sides.',
    remedy: 'Move the threshold a little, or look for a sampled rule instead.',
  });
}
