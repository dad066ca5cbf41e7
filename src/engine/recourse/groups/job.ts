import type { Job } from '../../jobs/types';
import { sampleQuantile } from '../../stats/quantile';
import { relax, type Relaxation, relaxations } from '../relax';
import { lookAt, type WaysBase } from './person';

import type { RelaxedWay, PersonWay, Ways, WaysEffort, WaysQuestion } from './types';

/** People of one shard: a second’s work or less. The first ones are small, so that a first picture does not wait. */
const FIRST = 2;
const SHARD = 12;
/** From this quantile of all costs on a way is a costly one. */
const COSTLY = 0.75;

export interface WaysShard {
  readonly base: WaysBase;
  /** Index among the relaxations; −1: all limits as they are. */
  readonly relaxation: number;
  readonly index: Int32Array<ArrayBuffer>;
  /** Feature rows of these people. */
  readonly rows: Float64Array<ArrayBuffer>;
}

export interface WaysPartial extends WaysEffort {
  readonly ways: readonly PersonWay[];
  readonly relaxed: readonly RelaxedWay[];
}

/**
 * The cheapest way to a target for each of many people, within the same limits; then, for some people of each group without a way and some with a costly
 * one, the same with each limit given up by itself.
 */
export const waysJob: Job<WaysQuestion, WaysShard, WaysPartial, Ways> = {
  name: 'ways',
  plan(question, known) {
    if (known === undefined) return shardsOf(question, everybody(question), -1, true);
    const people = relaxedPeople(question, known.ways);
    if (known.relaxed.length > 0 || people.length === 0) return [];
    return relaxationsOf(question).flatMap((_, relaxation) => shardsOf(question, people, relaxation, false));
  },
  async run({ base, relaxation, index, rows }, context) {
    const width = base.rules.length;
    const own = relaxation < 0 ? base : givenUp(base, relaxation);
    const ways: PersonWay[] = [];
    let [rowsAsked, opened] = [0, 0];
    for (const [at, person] of index.entries()) {
      await context.breathe();
      const { way, effort } = await lookAt(own, rows.slice(at * width, (at + 1) * width), person, context);
      ways.push(way);
      rowsAsked += effort.rowsAsked;
      opened += effort.opened;
    }
    return relaxation < 0 ? { ways, relaxed: [], rowsAsked, opened } : { ways: [], relaxed: ways.map((way) => ({ ...way, relaxation })), rowsAsked, opened };
  },
  merge: (a, b) => ({ ways: [...a.ways, ...b.ways], relaxed: [...a.relaxed, ...b.relaxed], rowsAsked: a.rowsAsked + b.rowsAsked, opened: a.opened + b.opened }),
  result(question, { ways, relaxed, rowsAsked, opened }) {
    const limits = relaxationsOf(question);
    const of = question.group.length;
    return {
      ways: [...ways].sort((a, b) => a.person - b.person),
      of,
      relaxations: limits,
      relaxed: [...relaxed].sort((a, b) => a.relaxation - b.relaxation || a.person - b.person),
      ofRelaxed: ways.length < of ? 0 : relaxedPeople(question, ways).length * limits.length,
      rowsAsked,
      opened,
    };
  },
};

const NOBODY = new Float64Array(0);

/** The same with one limit given up; where that is one of a feature’s levels, they no longer hang on the person’s own. */
function givenUp(base: WaysBase, relaxation: number): WaysBase {
  const looser = relax({ ...base, person: NOBODY }, relaxationsOf(base)[relaxation]!, base.free);
  return base.moves ? { ...looser, moves: base.moves.map((moves, feature) => (looser.rules[feature] === base.rules[feature] ? moves : undefined)) } : looser;
}

/** Limits that can be given up for somebody. */
function relaxationsOf(base: Pick<WaysBase, 'rules' | 'free' | 'couplings' | 'mostChanges'>): Relaxation[] {
  return relaxations({ ...base, person: NOBODY }, base.free);
}

function everybody({ group }: WaysQuestion): Int32Array<ArrayBuffer> {
  return Int32Array.from(group.keys());
}

function shardsOf({ people, group: _, ...base }: WaysQuestion, index: Int32Array<ArrayBuffer>, relaxation: number, first: boolean): WaysShard[] {
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

/** The first people of each group without a way, and the first with a costly one: as those looked at are in random order, a random sample of them. */
function relaxedPeople({ group, budget }: WaysQuestion, ways: readonly PersonWay[]): Int32Array<ArrayBuffer> {
  const costly = costlyFrom(ways);
  const taken = new Map<string, number>();
  const people: number[] = [];
  for (const { person, cost } of [...ways].sort((a, b) => a.person - b.person)) {
    if (cost < costly) continue;
    const key = `${group[person]} ${cost === Infinity}`;
    const many = taken.get(key) ?? 0;
    if (many >= budget.relaxed) continue;
    taken.set(key, many + 1);
    people.push(person);
  }
  return Int32Array.from(people);
}
