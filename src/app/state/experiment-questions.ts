import { favourableThreshold } from '../../engine/audit/outcome';
import { AssayError } from '../../engine/errors';
import type { ClassifierQuestion, ReturnedColumn } from '../../engine/fairness/experiments/classifier';
import { drawnPeople, TRAINING_SHARE } from '../../engine/fairness/experiments/classifier';
import type { MatchColumn, MatchedQuestion } from '../../engine/fairness/experiments/matched/types';
import { netPower } from '../../engine/fairness/experiments/power/net';
import { toldApartPower } from '../../engine/fairness/experiments/power/told-apart';
import { presentedQuestion } from '../../engine/fairness/experiments/presented/question';
import type { PresentedQuestion } from '../../engine/fairness/experiments/presented/types';
import { topReasons } from '../../engine/fairness/experiments/reasons';
import type { ExperimentKind, Registration } from '../../engine/fairness/experiments/registration';
import { type Grouping, groupColumn, groupRows } from '../../engine/fairness/grouping';
import { makeQuantity } from '../../engine/influence/quantities';
import { encodeRows } from '../../engine/models/binding/features';
import { levelsOf } from '../../engine/table/cell';
import type { Column, Role, Table } from '../../engine/table/types';
import { en } from '../text/en';
import type { RunProgress } from './experiments.svelte';
import { reasonPlayers, reasonQuantity, reasonsAsk } from './reason-columns';
import type { Session } from './session.svelte';

/** What every experiment is made from. */
export interface ExperimentFacts {
  readonly session: Session;
  /** Group columns and the groups they make. */
  readonly groups: readonly number[];
  readonly grouping: Grouping;
  readonly table: Table;
  /** Larger = more favourable; NaN missing. */
  readonly scores: Float64Array<ArrayBuffer>;
}

type Settings = Omit<Registration, 'columns' | 'at'>;

/** A column in which people may be made alike. */
export interface MatchableColumn {
  readonly position: number;
  readonly name: string;
  readonly kind: MatchColumn['kind'];
}

const NOT_MATCHED: readonly Role[] = ['label', 'prediction', 'score', 'id', 'weight', 'ignored'];

const isNumber = (column: Column): boolean => column.kind === 'numeric' || column.kind === 'date';

/** Columns that say something of a person: inputs of the model first, never what is decided or known afterwards. */
export function matchableColumns(session: Session, groups: readonly number[]): MatchableColumn[] {
  const { columns, audit, space } = session;
  const inputs = new Set(space?.features.map(({ column }) => column));
  return columns
    .filter((column) => !groups.includes(column.position) && (isNumber(column) || levelsOf(column) !== undefined))
    .filter(({ position }) => inputs.has(position) || !NOT_MATCHED.includes(audit.roles[position] ?? 'ignored'))
    .sort((a, b) => Number(inputs.has(b.position)) - Number(inputs.has(a.position)) || a.position - b.position)
    .map((column) => ({ position: column.position, name: column.name, kind: isNumber(column) ? 'number' : 'level' }));
}

function valuesOf(column: Column): Float64Array<ArrayBuffer> {
  if (column.kind === 'numeric' || column.kind === 'date') return column.values;
  return Float64Array.from(levelsOf(column)?.codes ?? [], (code) => (code < 0 ? NaN : code));
}

/** Side of each row: 0 first group, 1 second, −1 neither. */
function sides({ grouping }: ExperimentFacts, [first, second]: readonly [number, number]): Int8Array<ArrayBuffer> {
  return Int8Array.from(grouping.codes, (code) => (code === first ? 0 : code === second ? 1 : -1));
}

function decisionsAt({ session, scores }: ExperimentFacts, threshold: number, favourable: number): Int8Array<ArrayBuffer> {
  const line = session.decided ? 0.5 : favourableThreshold(threshold, session.task, favourable);
  return Int8Array.from(scores, (score) => (Number.isNaN(score) ? -1 : score >= line ? 1 : 0));
}

const namesIn = ({ names }: Grouping, pair: readonly [number, number]): [string, string] => [names[pair[0]] ?? '', names[pair[1]] ?? ''];

/** Matched pairs in the table as it is. */
export function matchedAsk(facts: ExperimentFacts, settings: Settings): MatchedQuestion {
  const { session, groups, grouping } = facts;
  const { inputs, pair, bins, size, alpha, seed, threshold, favourable } = settings;
  const columns = matchableColumns(session, groups).map(({ position, name, kind }): MatchColumn => ({
    name,
    kind,
    values: valuesOf(session.columns[position]!),
    matched: inputs.includes(position),
  }));
  return { columns, group: sides(facts, pair), decisions: decisionsAt(facts, threshold, favourable), names: namesIn(grouping, pair), bins, pairs: size, alpha, seed };
}

/** Whether the group can be told from the score and the decision. */
export function classifierAsk(facts: ExperimentFacts, { pair, size, seed, by, threshold, favourable }: Settings): ClassifierQuestion {
  const { session, scores, grouping } = facts;
  const decision: ReturnedColumn = {
    name: en.experiments.returned.decision,
    values: Float64Array.from(decisionsAt(facts, threshold, favourable), (decided) => (decided < 0 ? NaN : decided)),
  };
  const block = by < 0 ? undefined : levelsOf(session.columns[by]!)?.codes;
  return {
    columns: session.decided ? [decision] : [{ name: en.experiments.returned.score, values: scores }, decision],
    group: sides(facts, pair),
    block: block ? Int32Array.from(block) : new Int32Array(scores.length),
    names: namesIn(grouping, pair),
    size,
    seed,
  };
}

/** The same people presented to the model as either group. */
export function presentedAsk(facts: ExperimentFacts, registration: Settings): PresentedQuestion {
  const { session, groups, grouping, table, scores } = facts;
  const { kind, pair, inputs, half, size, seed, by, threshold, favourable } = registration;
  const { space, model, task, singlePlayers } = session;
  if (!space || !model) throw otherSettings(en.experiments.needsModel);
  const columns = (features: readonly number[]): number[] => features.map((feature) => space.features[feature]!.column);
  const group = singlePlayers.filter(({ features }) => columns(features).some((column) => groups.includes(column)));
  const proxies = singlePlayers.filter((player) => !group.includes(player) && columns(player.features).every((column) => inputs.includes(column)));
  const quantity = { task, classes: model.model.classes.length, favourable, threshold: session.decided ? 0.5 : threshold };
  const score = makeQuantity({ kind: 'score' }, quantity);
  if (score.width !== session.handle?.width) throw otherSettings(en.experiments.onlyDecisions);
  const segment = by < 0 ? undefined : levelsOf(session.columns[by]!);
  return presentedQuestion(
    {
      features: space.features,
      encode: (rows) => encodeRows(table, space, Int32Array.from(rows)).values,
      group: grouping.codes,
      pair,
      names: namesIn(grouping, pair),
      scored: Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row])),
      score,
      decision: makeQuantity({ kind: 'decision' }, quantity),
    },
    {
      kind: kind === 'flip' ? 'flip' : 'correspondence',
      group,
      proxies,
      half,
      size,
      seed,
      ...(segment ? { segment: { codes: segment.codes, count: segment.levels.length } } : {}),
    },
  );
}

/** Power of the registered test as a function of its size. `share` of the people belong to the first group. */
export function powerOf(kind: ExperimentKind, { smallest, changed, alpha }: Pick<Registration, 'smallest' | 'changed' | 'alpha'>, share: number): (size: number) => number {
  if (kind !== 'classifier') return (size) => netPower(size, { net: smallest, changed }, alpha);
  return (size) => {
    const heldOut = size * (1 - TRAINING_SHARE);
    return toldApartPower(Math.round(heldOut * share), Math.round(heldOut * (1 - share)), Math.min(1, 0.5 + smallest), alpha);
  };
}

function otherSettings(why: string): AssayError {
  return new AssayError({ area: 'fairness', code: 'experiment-other-settings', what: en.experiments.cannotReplay, why, remedy: en.experiments.openAgain });
}

/** @throws AssayError `experiment-other-settings` where what is open is not what the experiment was registered for. */
function factsFor(session: Session, { columns, pair, inputs, by, favourable }: Registration): ExperimentFacts {
  const { table, scores, audit } = session;
  const last = Math.max(-1, ...columns, ...inputs, by);
  if (!table || !scores || last >= session.columns.length) throw otherSettings(en.experiments.otherTable);
  if (favourable !== audit.favourable) throw otherSettings(en.experiments.otherFavourable);
  const grouping = groupingOf(session, columns);
  if (!grouping || pair.some((group) => group >= grouping.names.length)) throw otherSettings(en.experiments.otherGroups);
  return { session, groups: columns, grouping, table: table.opened.table, scores };
}

/** Adds the registered reasons of the people drawn to what is returned. */
async function withReasons(plain: ClassifierQuestion, { session, scores }: ExperimentFacts, registration: Registration, signal: AbortSignal, onProgress: (progress: RunProgress) => void): Promise<ClassifierQuestion> {
  const quantity = reasonQuantity(session, registration.favourable);
  const chosen = session.space ? reasonPlayers(session, registration.inputs) : [];
  if (!quantity || chosen.length === 0) throw otherSettings(en.experiments.needsModel);
  const drawn = drawnPeople(plain);
  const ask = reasonsAsk(session, quantity, scores, drawn.rows, registration);
  const found = await session.handle!.run('importance', ask, { signal, onResult: ({ people }) => onProgress({ share: people.length / drawn.rows.length, result: null }) });
  const names = session.singlePlayers.map(({ name }) => en.experiments.returned.reason(name));
  const columns = topReasons(found.people.map((at) => drawn.rows[at]!), found.rows.phi, names, chosen, scores.length);
  return { ...plain, columns: [...plain.columns, ...columns], drawn };
}

/** The groups that some columns of the open table make; undefined where they make none. */
export function groupingOf(session: Session, columns: readonly number[]): Grouping | undefined {
  if (columns.join() === session.audit.groups.join()) return session.grouping;
  const made = columns.flatMap((position) => {
    const column = session.columns[position];
    return (column && groupColumn(column, levelsOf)) ?? [];
  });
  return made.length > 0 ? groupRows(made, ', ', en.groups.others) : undefined;
}

/** Runs a registered experiment on what is open. */
export async function runExperiment(session: Session, registration: Registration, signal: AbortSignal, onProgress: (progress: RunProgress) => void): Promise<RunProgress> {
  const facts = factsFor(session, registration);
  onProgress({ share: null, result: null });
  const { kind } = registration;
  if (kind === 'matched') {
    const matched = await session.runtime!.compute('comparePairs', matchedAsk(facts, registration), { signal });
    return { share: 1, result: { kind: 'matched', matched } };
  }
  if (kind === 'classifier') {
    const plain = classifierAsk(facts, registration);
    const question = registration.inputs.length > 0 ? await withReasons(plain, facts, registration, signal, onProgress) : plain;
    const classifier = await session.runtime!.compute('tellApart', question, { signal });
    return { share: 1, result: { kind: 'classifier', classifier } };
  }
  if (!session.handle) throw otherSettings(en.experiments.needsModel);
  const progress = (done: number, of: number): RunProgress => ({ share: of === 0 ? null : done / of, result: null });
  const last = await session.handle.run('presented', presentedAsk(facts, registration), { signal, onResult: ({ done, of }) => onProgress(progress(done, of)) });
  return { share: 1, result: last.result && { kind: 'presented', presented: last.result } };
}
