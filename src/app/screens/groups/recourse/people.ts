import type { WaysTable } from '../../../../engine/recourse/groups/table';
import { SHOW_FROM } from '../../../../engine/fairness/verdict';
import type { RateRow } from '../../../charts/rates/types';
import type { CostRow } from '../../../charts/recourse/types';
import type { RecourseState } from '../../../state/recourse.svelte';
import { en } from '../../../text/en';
import { nameOf } from '../../person/words';
import { sizeText } from './words';

const words = en.recourse;
/** Under this many people nothing is compared. */
const FEW = 30;

/** Shares without a way, one line for each group. */
export function shareRows({ groups }: RecourseState, table: WaysTable): RateRow[] {
  return table.groups.map(({ people, none, unfound, noWay }, group) => {
    const name = groups.names[group] ?? '';
    const id = String(group);
    const shown = noWay !== null && people >= SHOW_FROM;
    return {
      id,
      label: name,
      marks: [
        {
          id,
          name,
          slot: groups.slot(group),
          n: people,
          count: none + unfound,
          rate: shown ? noWay.value : null,
          low95: shown ? noWay.interval.lower : null,
          high95: shown ? noWay.interval.upper : null,
          low66: shown ? noWay.inner.lower : null,
          high66: shown ? noWay.inner.upper : null,
          tooFew: people < FEW,
        },
      ],
    };
  });
}

/** Costs of everybody looked at, one line for each group; people are known by their row. */
export function costRows(view: RecourseState, table: WaysTable): CostRow[] {
  const { result, answered, groups } = view;
  if (!result || !answered) return [];
  const { question, rows } = answered;
  return table.groups.flatMap(({ quartiles, mean, none, unfound }, group) => {
    const mine = result.ways.filter(({ person }) => question.group[person] === group);
    if (mine.length === 0) return [];
    const shown = mine.length >= SHOW_FROM;
    return {
      id: String(group),
      label: groups.names[group] ?? '',
      slot: groups.slot(group),
      costs: Float64Array.from(mine, ({ cost }) => cost),
      people: mine.map(({ person }) => personId(rows[person]!)),
      quartiles: shown ? quartiles : null,
      mean: shown ? mean : null,
      none,
      unfound,
    };
  });
}

export function personId(row: number): string {
  return `row ${row}`;
}

/** The row that an id stands for; undefined for the id of a group. */
export function rowOf(id: string): number | undefined {
  return id.startsWith('row ') ? Number(id.slice(4)) : undefined;
}

/** What is said of a person, by id. */
export function personTeller({ result, answered, groups, session }: RecourseState): (id: string) => string {
  const ways = new Map((result?.ways ?? []).map((way) => [answered?.rows[way.person], way]));
  const features = session.space?.features ?? [];
  return (id) => {
    const row = rowOf(id) ?? -1;
    const way = ways.get(row);
    if (!way || !answered) return '';
    const name = nameOf(session, row);
    const group = groups.names[answered.question.group[way.person]!] ?? '';
    if (way.cost === Infinity) return words.personNone(name, group, way.kind === 'none');
    const told = words.personSpoken(name, group, sizeText(way.cost), way.changed.map((feature) => features[feature]?.name ?? ''));
    return way.kind === 'gap' ? words.personGap(told, sizeText(way.bound)) : told;
  };
}

/** Who was looked at. */
export function lookedAt({ result, answered, denied, session }: RecourseState): string {
  if (!result || !answered) return '';
  const no = session.audit.decision[1];
  const of = answered.denied.reduce((sum, many) => sum + many, 0) || denied;
  const who = answered.rows.length === of ? words.all(of, no) : words.sampled(answered.rows.length, of, no, session.audit.seed);
  return [who, ...(result.ways.length < result.of ? [words.early(result.ways.length, result.of)] : []), ...(answered.weights ? [words.weighted] : [])].join(' ');
}
