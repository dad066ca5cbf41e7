import type { Job } from '../../jobs/types';
import { sampleQuantile } from '../../stats/quantile';
import { relax, type Relaxation } from '../relax';
import { allOf, keyOf, limitsFor, type Relaxations, relaxationsOf } from './limits';
import { lookAt } from './person';
import type { PersonWay, RelaxedWay, Ways, WaysBase, WaysEffort, WaysQuestion } from './types';

/** People of one shard: a second’s work or less. The first ones are small, so that a first picture does not wait. */
const FIRST = 2;
const SHARD = 12;
/** From this quantile of all costs on a way is a costly one. */
const COSTLY = 0.75;

export interface WaysShard {
  readonly base: WaysBase;
  /** The limit that is given up, where one is. */
  readonly relaxation: Relaxation | undefined;
  readonly index: Int32Array<ArrayBuffer>;
  /** Feature rows of these people. */
  readonly rows: Float64Array<ArrayBuffer>;
}

export interface WaysPartial extends WaysEffort {
  readonly ways: readonly PersonWay[];
  readonly relaxed: readonly (PersonWay & { readonly relaxation: Relaxation })[];
}

/**
 * The cheapest way to a target for each of many people, within the same limits; then, for some people of each group without a way and some with a costly
 * one, the same with each limit given up by itself.
 */
export const waysJob: Job<WaysQuestion, WaysShard, WaysPartial, Ways> = {
  name: 'ways',
  plan(question, known) {
    if (known === undefined) return shardsOf(question, Int32Array.from(question.group.keys()), undefined);
    if (known.relaxed.length > 0) return [];
    const people = relaxedPeople(question, known.ways);
    return allOf(people.map(({ limits }) => limits)).flatMap(([key, relaxation]) => {
      const touched = people.filter(({ limits }) => limits.has(key));
      return shardsOf(question, Int32Array.from(touched, ({ way }) => way.person), relaxation);
    });
  },
  async run({ base, relaxation, index, rows }, context) {
    const width = base.rules.length;
    const ways: PersonWay[] = [];
    let [rowsAsked, opened] = [0, 0];
    for (const [at, person] of index.entries()) {
      await context.breathe();
      const limits = limitsFor(base, rows.slice(at * width, (at + 1) * width));
      const { way, effort } = await lookAt(base, relaxation ? relax(limits, relaxation, limits.free) : limits, person, context);
      ways.push(way);
      rowsAsked += effort.rowsAsked;
      opened += effort.opened;
    }
    return relaxation ? { ways: [], relaxed: ways.map((way) => ({ ...way, relaxation })), rowsAsked, opened } : { ways, relaxed: [], rowsAsked, opened };
  },
  merge: (a, b) => ({ ways: [...a.ways, ...b.ways], relaxed: [...a.relaxed, ...b.relaxed], rowsAsked: a.rowsAsked + b.rowsAsked, opened: a.opened + b.opened }),
  result(question, { ways, relaxed, rowsAsked, opened }) {
    const of = question.group.length;
    const people = ways.length < of ? [] : relaxedPeople(question, ways);
    const limits = allOf(people.map((own) => own.limits));
    const places = new Map(limits.map(([key], at) => [key, at]));
    const untouched = limits.flatMap(([key], relaxation) => people.flatMap((own): RelaxedWay[] => (own.limits.has(key) ? [] : [{ ...own.way, relaxation }])));
    const looked = relaxed.map(({ relaxation, ...way }): RelaxedWay => ({ ...way, relaxation: places.get(keyOf(relaxation))! }));
    return {
      ways: [...ways].sort((a, b) => a.person - b.person),
      of,
      relaxations: limits.map(([, relaxation]) => relaxation),
      relaxed: [...looked, ...untouched].sort((a, b) => a.relaxation - b.relaxation || a.person - b.person),
      ofRelaxed: people.length * limits.length,
      rowsAsked,
      opened,
    };
  },
};

function shardsOf({ people, group: _, ...base }: WaysQuestion, index: Int32Array<ArrayBuffer>, relaxation: Relaxation | undefined): WaysShard[] {
  const first = relaxation === undefined;
  const width = base.rules.length;
  const shards: WaysShard[] = [];
  for (let from = 0, size = first ? FIRST : SHARD; from < index.length; from += size, size = Math.min(SHARD, from < SHARD && first ? FIRST : SHARD)) {
    const own = index.slice(from, from + size);
    const rows = new Float64Array(own.length * width);
    own.forEach((person, at) => rows.set(people.subarray(person * width, (person + 1) * width), at * width));
    shards.push({ base, relaxation, index: own, rows });
  }
  return shards;
}

/** The cost from which on ways are costly: the upper quartile of those found. NaN where none was. */
function costlyFrom(ways: readonly PersonWay[]): number {
  return sampleQuantile(Float64Array.from(ways.filter(({ cost }) => cost < Infinity), ({ cost }) => cost).sort(), COSTLY);
}

/** Somebody for whom limits are given up, with those there are. */
interface Touched {
  readonly way: PersonWay;
  readonly limits: Relaxations;
}

/** The first people of each group without a way, and the first with a costly one: as those looked at are in random order, a random sample of them. */
function relaxedPeople(question: WaysQuestion, ways: readonly PersonWay[]): Touched[] {
  const { group, budget, people, ...base } = question;
  const width = base.rules.length;
  const costly = costlyFrom(ways);
  const taken = new Map<string, number>();
  const found: Touched[] = [];
  for (const way of [...ways].sort((a, b) => a.person - b.person)) {
    const { person, cost } = way;
    if (cost < costly) continue;
    const key = `${group[person]} ${cost === Infinity}`;
    const many = taken.get(key) ?? 0;
    if (many >= budget.relaxed) continue;
    taken.set(key, many + 1);
    found.push({ way, limits: relaxationsOf(limitsFor({ ...base, budget }, people.slice(person * width, (person + 1) * width))) });
  }
  return found;
}
