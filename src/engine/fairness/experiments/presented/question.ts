import type { Player } from '../../../influence/players';
import type { Quantity } from '../../../influence/quantities';
import { cannotExperiment, needBoth } from '../faults';
import { drawPeople, stream } from '../streams';
import { type InputKind, makeBundle } from './bundle';
import type { PresentedQuestion } from './types';

/** Most people presented at once, and most rows of each group that say what is typical of it. */
export const MOST_PEOPLE = 10_000;
const TYPICAL_ROWS = 5000;
/** Seeded choices of signs, fewer where there are so many people that they would take long. */
const SIGNS = { most: 100_000, work: 200_000_000 };

/** What is known of the table and the model. */
export interface PresentedFacts {
  readonly features: readonly InputKind[];
  /** Feature rows of table rows. */
  encode(rows: Int32Array): Float64Array<ArrayBuffer>;
  /** Group of each table row, −1 unknown, and the two that are compared. */
  readonly group: Int32Array;
  readonly pair: readonly [number, number];
  readonly names: readonly [string, string];
  /** Table rows that have a score. */
  readonly scored: Int32Array;
  readonly score: Quantity;
  readonly decision: Quantity;
}

/** What is registered before anything is run. */
export interface PresentedChoice {
  readonly kind: PresentedQuestion['kind'];
  /** Inputs that say the group itself. */
  readonly group: readonly Player[];
  /** Inputs that are presented as typical of the other group along with it; none in a flip. */
  readonly proxies: readonly Player[];
  readonly half: number;
  readonly size: number;
  readonly seed: number;
  readonly segment?: { readonly codes: Int32Array; readonly count: number } | undefined;
}

/**
 * Draws the people of an experiment and what is done to them; equal facts and choices give equal questions to the bit.
 * @throws AssayError `experiment-one-group`, `experiment-not-read` when a flip has no input to flip, `experiment-same-value` when both groups have one
 * value in it, `experiment-empty-bundle` when nothing would be changed, `experiment-size`
 */
export function presentedQuestion(facts: PresentedFacts, choice: PresentedChoice): PresentedQuestion {
  const { features, group, pair, scored, names } = facts;
  const { kind, seed } = choice;
  if (!(choice.size >= 1) || !(choice.half >= 1)) throw cannotExperiment('experiment-size', 'No people were asked for.', 'Ask for at least one person.');
  if (kind === 'flip' && choice.group.length === 0) {
    const remedy = 'Change inputs that go with the group instead, or compare matched pairs.';
    throw cannotExperiment('experiment-not-read', 'The model does not read the group, so that there is nothing to flip: its direct effect is exactly zero.', remedy);
  }
  const proxies = kind === 'flip' ? [] : choice.proxies.filter((player) => !choice.group.some((own) => own.features.some((feature) => player.features.includes(feature))));
  if (choice.group.length + proxies.length === 0) {
    throw cannotExperiment('experiment-empty-bundle', 'No input is chosen, so that nothing would be changed.', 'Choose at least one input that goes with the group.');
  }
  const members = ([0, 1] as const).map((at) => scored.filter((row) => group[row] === pair[at]));
  needBoth(members[0]!.length, members[1]!.length, names);
  const typical = ([0, 1] as const).map((at) => {
    const rows = members[at]!;
    return facts.encode(rows.length <= TYPICAL_ROWS ? rows : stream(seed, 'people', 1 + at).sample(rows.length, TYPICAL_ROWS).map((index) => rows[index]!));
  });
  const bundle = makeBundle(choice.group, proxies, features, [typical[0]!, typical[1]!]);
  if (kind === 'flip' && bundle.fixed.values[0].every((value, k) => Object.is(value, bundle.fixed.values[1][k]))) {
    const why = `“${names[0]}” and “${names[1]}” have the same value in this input.`;
    throw cannotExperiment('experiment-same-value', why, 'Choose two groups that the input tells apart.');
  }
  const rows = drawPeople(scored.filter((row) => group[row] === pair[0] || group[row] === pair[1]), Math.min(choice.size, MOST_PEOPLE), seed);
  return {
    kind,
    people: facts.encode(rows),
    width: features.length,
    own: Uint8Array.from(rows, (row) => (group[row] === pair[0] ? 0 : 1)),
    bundle,
    half: kind === 'flip' ? 1 : Math.floor(choice.half),
    segment: choice.segment ? Int32Array.from(rows, (row) => choice.segment!.codes[row]!) : new Int32Array(0),
    segments: choice.segment?.count ?? 0,
    score: facts.score,
    decision: facts.decision,
    seed,
    signDraws: Math.max(1000, Math.min(SIGNS.most, Math.floor(SIGNS.work / rows.length))),
  };
}
