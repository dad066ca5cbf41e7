import { meanInterval, moments, wilson, type Interval } from '../../stats/intervals';
import type { Relaxation } from '../relax';
import type { RelaxedWay, Ways } from './types';

/** What giving up one limit did for some people of a group. */
export interface Released {
  /** People without a way who were tried, how many had one then, and of how many neither was settled. */
  readonly tried: number;
  readonly gained: number;
  readonly unsettled: number;
  /** Share that gained one, by Wilson; null for nobody tried. */
  readonly interval: Interval | null;
  /** People with a costly way who were tried, how many had a cheaper one then, and by how much on average over all of them. */
  readonly costly: number;
  readonly cheaper: number;
  readonly saving: number | null;
  readonly savingInterval: Interval | null;
}

export interface BindingRow {
  readonly relaxation: Relaxation;
  readonly groups: readonly Released[];
  readonly all: Released;
}

/** A cost that is lower by no more than this is the same, added up in another order. */
const EQUAL = 1e-9;

/**
 * Which limit binds: for each, how many people would have a way, and how much cheaper ways would be, were it given up and all others kept. The limit that
 * helps most people first. With rows that count by weight these are still plain counts of the people tried.
 */
export function bindingTable({ ways, relaxations, relaxed }: Pick<Ways, 'ways' | 'relaxations' | 'relaxed'>, group: Int32Array, groupCount: number): BindingRow[] {
  const costs = new Map(ways.map(({ person, cost }) => [person, cost]));
  const rows = relaxations.map((relaxation, at): BindingRow => {
    const own = relaxed.filter((way) => way.relaxation === at);
    return { relaxation, groups: Array.from({ length: groupCount }, (_, g) => released(own.filter(({ person }) => group[person] === g), costs)), all: released(own, costs) };
  });
  return rows.sort((a, b) => Number(a.relaxation.kind === 'all') - Number(b.relaxation.kind === 'all') || b.all.gained - a.all.gained || (b.all.saving ?? 0) - (a.all.saving ?? 0));
}

function released(relaxed: readonly RelaxedWay[], costs: ReadonlyMap<number, number>): Released {
  const without = relaxed.filter(({ person }) => costs.get(person) === Infinity);
  const costly = relaxed.filter(({ person }) => costs.get(person)! < Infinity);
  const gained = without.filter(({ cost }) => cost < Infinity).length;
  // A limit fewer never makes a way dearer: where less was found than before, what was found before still holds.
  const savings = moments(costly.map(({ person, cost }) => Math.max(0, costs.get(person)! - cost)));
  return {
    tried: without.length,
    gained,
    unsettled: without.filter(({ kind }) => kind === 'unfound').length,
    interval: wilson(gained, without.length),
    costly: costly.length,
    cheaper: costly.filter(({ person, cost }) => cost < costs.get(person)! - EQUAL).length,
    saving: savings.n > 0 ? savings.mean : null,
    savingInterval: meanInterval(savings),
  };
}
