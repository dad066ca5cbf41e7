import { EXPERIMENTS, MOST_EXPERIMENTS, type Registration } from '../fairness/experiments/registration';
import { METRIC_IDS } from '../fairness/metrics/catalogue';
import { AFFECTED, DECIDERS, HARMS, type Intake, LABELS } from '../fairness/primary';
import { RATE_IDS } from '../fairness/rates';
import { CRITERIA, type GapId } from '../fairness/thresholds/criteria';
import { OBJECTIVE_KINDS, UTILITY_KINDS } from '../fairness/thresholds/objectives';
import { GAP_MEASURES, type GapChoice } from '../fairness/gap/choice';
import { LEARNER_NAMES, LINE_RULES, type NarrowChoice, TEACHERS, WAYS, WEIGHTINGS } from '../fairness/mitigation/choice';
import type { InputSource } from '../models/binding/types';
import type { Notation } from '../table/columns/kind';
import type { ColumnKind, Role } from '../table/types';
import { JUDGED, REASON_LIMIT, type Judged, type JudgedReason } from '../fairness/proxies/judged';
import { SCORE_READINGS } from './column-scores';
import { costMeasure, coupled, goal, limits, limitSets, mostChanges } from './limit-fields';
import { between, finite, flag, list, number, oneOf, pair, position, property, type Reader, string, whole } from './read';
import { REQUESTS } from './requests';
import { type Audit, type BackgroundChoice, type Cohort, EMPTY_AUDIT, type LineChoices, type QuantityName } from './types';

const ROLES: readonly Role[] = ['feature', 'label', 'prediction', 'score', 'group', 'weight', 'time', 'id', 'ignored'];
const KINDS: readonly ColumnKind[] = ['numeric', 'category', 'date', 'text'];
const NOTATIONS: readonly Notation[] = ['plain', '1,234.5', '1.234,5', '1 234,5', '12%'];
const ORDERS = ['day-first', 'month-first'] as const;
const BACKGROUNDS = ['everyone', 'favourable', 'same-group', 'group', 'nearest', 'row', 'second-table'] as const;

const hash: Reader<string> = (value) => (typeof value === 'string' && /^([0-9a-f]{64})?$/.test(value) ? value : undefined);

const kindChange: Reader<Audit['kinds'][number]> = (value) => {
  const column = position(property(value, 'column'));
  const kind = oneOf(KINDS)(property(value, 'kind'));
  if (column === undefined || kind === undefined) return undefined;
  const notation = oneOf(NOTATIONS)(property(value, 'notation'));
  const order = oneOf(ORDERS)(property(value, 'order'));
  return { column, kind, ...(kind === 'numeric' && notation ? { notation } : {}), ...(kind === 'date' && order ? { order } : {}) };
};

const background: Reader<BackgroundChoice> = (value) => {
  const kind = oneOf(BACKGROUNDS)(property(value, 'kind'));
  if (kind === 'group') {
    const group = whole(0, 10_000)(property(value, 'group'));
    return group === undefined ? undefined : { kind, group };
  }
  if (kind !== 'row') return kind === undefined ? undefined : { kind };
  const row = whole(0, 2 ** 32)(property(value, 'row'));
  return row === undefined ? undefined : { kind, row };
};

const QUANTITIES = ['score', 'margin', 'decision', 'loss', 'class'] as const;

const quantity: Reader<QuantityName> = (value) => {
  const kind = oneOf(QUANTITIES)(property(value, 'kind'));
  if (kind !== 'class') return kind === undefined ? undefined : { kind };
  const index = whole(0, 10_000)(property(value, 'index'));
  return index === undefined ? undefined : { kind, index };
};

const rangeOf: Reader<Cohort['ranges'][number]> = (value) => {
  const [column, low, high] = [position(property(value, 'column')), finite(property(value, 'low')), finite(property(value, 'high'))];
  return column === undefined || low === undefined || high === undefined ? undefined : { column, low, high };
};

const levelsOf: Reader<Cohort['levels'][number]> = (value) => {
  const [column, levels] = [position(property(value, 'column')), list(whole(-1, 1_000_000), 10_000)(property(value, 'levels'))];
  return column === undefined || levels === undefined ? undefined : { column, levels };
};

const cohort: Reader<Cohort> = (value) => {
  const group = whole(-1, 10_000)(property(value, 'group'));
  const decision = oneOf(['all', 'favourable', 'unfavourable'] as const)(property(value, 'decision'));
  const [ranges, levels] = [list(rangeOf, 100)(property(value, 'ranges')), list(levelsOf, 100)(property(value, 'levels'))];
  if (group === undefined || decision === undefined || ranges === undefined || levels === undefined) return undefined;
  return { group, decision, ranges, levels };
};

const cut: Reader<Audit['cuts'][number]> = (value) => {
  const [column, at] = [position(property(value, 'column')), list(finite, 50)(property(value, 'at'))];
  return column === undefined || at === undefined ? undefined : { column, at };
};

const opponents: Reader<Audit['against']> = (value) => oneOf(['others', 'extremes'] as const)(value) ?? whole(0, 10_000)(value);

const orNull =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value) =>
    value === null ? null : read(value);

const intake: Reader<Intake> = (value) => {
  const affected = orNull(oneOf(AFFECTED))(property(value, 'affected'));
  const harm = orNull(oneOf(HARMS))(property(value, 'harm'));
  const decider = orNull(oneOf(DECIDERS))(property(value, 'decider'));
  const label = orNull(oneOf(LABELS))(property(value, 'label'));
  const notes = list(string(2_000), 6)(property(value, 'notes'));
  if (affected === undefined || harm === undefined || decider === undefined || label === undefined || notes?.length !== 6) return undefined;
  return { affected, harm, decider, label, notes: [notes[0]!, notes[1]!, notes[2]!, notes[3]!, notes[4]!, notes[5]!] };
};

const judged: Reader<Judged> = (value) => {
  const [columns, verdict] = [list(position, 20_000)(property(value, 'columns')), oneOf(JUDGED)(property(value, 'verdict'))];
  return columns === undefined || verdict === undefined ? undefined : { columns, verdict };
};

const gap: Reader<GapChoice> = (value) => {
  const read = {
    measure: oneOf(GAP_MEASURES)(property(value, 'measure')),
    pair: orNull(pair(whole(-1, 10_000)))(property(value, 'pair')),
    lenses: flag(property(value, 'lenses')),
    leaves: flag(property(value, 'leaves')),
  };
  return Object.values(read).includes(undefined) ? undefined : (read as GapChoice);
};

const narrow: Reader<NarrowChoice> = (value) => {
  const columns = (key: string): readonly number[] | undefined => list(position, 20_000)(property(value, key));
  const [inputs, justified, dropped] = [columns('inputs'), columns('justified'), columns('dropped')];
  const [way, lineRule, learner] = [oneOf(WAYS)(property(value, 'way')), oneOf(LINE_RULES)(property(value, 'lineRule')), oneOf(LEARNER_NAMES)(property(value, 'learner'))];
  const [teacher, weighting] = [oneOf(TEACHERS)(property(value, 'teacher')), oneOf(WEIGHTINGS)(property(value, 'weighting'))];
  const [amount, addGroup] = [between(0, 1)(property(value, 'amount')), flag(property(value, 'addGroup'))];
  if (!inputs || !justified || !dropped || !way || !lineRule || !learner || !teacher || !weighting || amount === undefined || addGroup === undefined) return undefined;
  return { inputs, way, justified, amount, lineRule, learner, teacher, weighting, dropped, addGroup };
};

const judgedReason: Reader<JudgedReason> = (value) => {
  const [columns, text] = [list(position, 20_000)(property(value, 'columns')), string(REASON_LIMIT)(property(value, 'text'))];
  return columns === undefined || text === undefined ? undefined : { columns, text };
};

const source: Reader<InputSource | null> = (value) => {
  if (value === null) return null;
  const as = property(value, 'as');
  if (as === 'constant') {
    const constant = property(value, 'value');
    const read = finite(constant) ?? string(10_000)(constant);
    return read === undefined ? undefined : { as, value: read };
  }
  const column = position(property(value, 'column'));
  if (column === undefined) return undefined;
  const optional = <K extends string, T>(key: K, reader: Reader<T>): { [P in K]?: T } | undefined => {
    const raw = property(value, key);
    if (raw === undefined) return {};
    const read = reader(raw);
    return read === undefined ? undefined : ({ [key]: read } as { [P in K]?: T });
  };
  const scale = { ...optional('subtract', finite), ...optional('divide', finite) };
  if (as === 'number') return { as, column, ...optional('missing', number), ...scale };
  if (as === 'text') return { as, column, ...optional('missing', string(10_000)) };
  if (as === 'equals') {
    const level = string(10_000)(property(value, 'level'));
    return level === undefined ? undefined : { as, column, level, ...scale };
  }
  if (as === 'code') {
    const levels = list(string(10_000), 100_000)(property(value, 'levels'));
    const unknown = number(property(value, 'unknown'));
    return levels === undefined || unknown === undefined ? undefined : { as, column, levels, unknown, ...optional('missing', number) };
  }
  return undefined;
};

const gapId = oneOf<GapId>([...RATE_IDS, 'odds']);

const lines: Reader<LineChoices> = (value) => {
  const read = {
    gap: gapId(property(value, 'gap')),
    utility: oneOf(UTILITY_KINDS)(property(value, 'utility')),
    criterion: oneOf(CRITERIA)(property(value, 'criterion')),
    objective: oneOf(OBJECTIVE_KINDS)(property(value, 'objective')),
    tolerance: between(0, 1)(property(value, 'tolerance')),
    lot: flag(property(value, 'lot')),
    costRatio: between(0.001, 1000)(property(value, 'costRatio')),
    together: list(gapId, 8)(property(value, 'together')),
    pair: orNull(pair(whole(0, 10_000)))(property(value, 'pair')),
    jointly: flag(property(value, 'jointly') ?? true),
  };
  return Object.values(read).includes(undefined) ? undefined : (read as LineChoices);
};

const registration: Reader<Registration> = (value) => {
  const at = <T>(key: string, reader: Reader<T>): T | undefined => reader(property(value, key));
  const read = {
    kind: at('kind', oneOf(EXPERIMENTS)),
    columns: at('columns', list(position, 2)),
    pair: at('pair', pair(whole(0, 10_000))),
    alpha: at('alpha', between(1e-6, 0.5)),
    size: at('size', whole(1, 1_000_000)),
    seed: at('seed', whole(0, 2 ** 53)),
    smallest: at('smallest', between(0, 1)),
    changed: at('changed', between(0, 1)),
    inputs: at('inputs', list(position, 20_000)),
    half: at('half', whole(1, 100)),
    bins: at('bins', whole(0, 100)),
    by: at('by', whole(-1, 99_999)),
    threshold: at('threshold', finite),
    favourable: at('favourable', whole(0, 10_000)),
    at: at('at', whole(0, 2 ** 53)),
  };
  return Object.values(read).includes(undefined) ? undefined : (read as Registration);
};

/** How one field of the Audit is read back, and whether it may travel in a link (nothing that holds text from a file may). */
export interface Field<K extends keyof Audit> {
  readonly key: K;
  readonly read: Reader<Audit[K]>;
  readonly inLink: boolean;
}

function field<K extends keyof Audit>(key: K, read: Reader<Audit[K]>, inLink = true): Field<K> {
  return { key, read, inLink };
}

/**
 * The schema of the saved file and of the link: one list for both. What may hold words, and the full hashes, which identify files, do not travel in a link,
 * nor does the list of experiments, which may be too long for one.
 */
export const FIELDS = [
  field('tableHash', hash, false),
  field('modelHash', hash, false),
  field('roles', list(oneOf(ROLES), 20_000)),
  field('kinds', list(kindChange, 20_000)),
  field('binding', list(source, 20_000), false),
  field('classLevels', list(whole(0, 10_000), 1_000)),
  field('favourable', whole(0, 10_000)),
  field('threshold', finite),
  field('decision', pair(string(60)), false),
  field('groups', list(position, 3)),
  field('cuts', list(cut, 100)),
  field('primary', list(oneOf(METRIC_IDS), 3)),
  field('against', opponents),
  field('stratum', whole(-1, 99_999)),
  field('intake', intake, false),
  field('margin', between(0, 1)),
  field('background', background),
  field('secondHash', hash, false),
  field('backgroundSize', whole(1, 100_000)),
  field('seed', whole(0, 2 ** 53)),
  field('quantity', quantity),
  field('playerGroups', list(list(position, 20_000), 1_000)),
  field('splitGroups', flag),
  field('limits', limits),
  field('mostChanges', mostChanges),
  field('coupled', coupled),
  field('fillMissing', flag),
  field('limitSets', limitSets, false),
  field('costMeasure', costMeasure),
  field('goal', goal),
  field('fixedInputs', list(position, 20_000)),
  field('ranking', oneOf(['influence', 'loss', 'sage'] as const)),
  field('followed', oneOf(['score', 'margin'] as const)),
  field('input', whole(-1, 99_999)),
  field('partner', whole(-1, 99_999)),
  field('effect', oneOf(['accumulated', 'partial'] as const)),
  field('cohort', cohort),
  field('verdicts', list(judged, 20_000)),
  field('weighted', flag),
  field('gap', gap),
  field('narrow', narrow),
  field('reasons', list(judgedReason, 20_000), false),
  field('proxyLines', pair(between(0, 1))),
  field('scoresAs', oneOf(SCORE_READINGS)),
  field('rounds', oneOf(['best', 'all'] as const), false),
  field('target', whole(0, 10_000), false),
  field('person', whole(-1, 2 ** 32)),
  field('second', whole(-1, 2 ** 32)),
  field('requests', list(oneOf(REQUESTS), REQUESTS.length)),
  field('lines', lines),
  field('experiments', list(registration, MOST_EXPERIMENTS), false),
] as const satisfies readonly { key: keyof Audit }[];

/** Names of all fields that are written, in order; a test holds this against {@link EMPTY_AUDIT}. */
export const FIELD_KEYS: readonly (keyof Audit)[] = FIELDS.map((entry) => entry.key);

/** Makes {@link number}s of NaN writable as JSON. */
export function jsonNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' && Number.isNaN(value) ? 'NaN' : value;
}

/** Field values that differ from the empty Audit, as plain data. */
export function changedFields(audit: Audit, linkOnly: boolean): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const entry of FIELDS) {
    if (linkOnly && !entry.inLink) continue;
    const value = audit[entry.key];
    if (JSON.stringify(value) !== JSON.stringify(EMPTY_AUDIT[entry.key])) out[entry.key] = value;
  }
  return out;
}
