import type { LevelMoves } from '../limits/choice';
import { type Relaxation, relaxations } from '../relax';
import type { FeatureRule } from '../types';
import type { PersonLimits, WaysBase } from './types';

/** What may be done about one person, and what might be without limits. */
export function limitsFor({ rules, free, moves, fillMissing, couplings, mostChanges }: WaysBase, person: Float64Array<ArrayBuffer>): PersonLimits {
  return {
    person,
    rules: rules.map((rule, feature) => ruleFor(rule, free[feature]!, moves?.[feature], fillMissing, person[feature]!)),
    free: free.map((rule, feature) => ruleFor(rule, rule, undefined, fillMissing, person[feature]!)),
    couplings,
    mostChanges,
  };
}

/** A rule for everybody as it is for somebody with this value. */
function ruleFor(rule: FeatureRule, free: FeatureRule, moves: readonly LevelMoves[] | undefined, fillMissing: boolean, own: number): FeatureRule {
  const missing = Number.isNaN(own);
  if (missing && !fillMissing) return { kind: 'locked' };
  if (rule.kind === 'number') return missing ? { ...rule, missing: true } : rule;
  if (rule.kind !== 'level' || free.kind !== 'level' || !moves) return rule;
  return { ...rule, levels: moves.find(({ from }) => from === (missing ? -1 : own))?.to.filter((level) => free.levels.includes(level)) ?? free.levels };
}

/** Limits that can be given up, each under a name that only it has. */
export type Relaxations = ReadonlyMap<string, Relaxation>;

/** The name of a limit. */
export function keyOf(relaxation: Relaxation): string {
  return JSON.stringify(relaxation);
}

/** Limits that could be given up for one person. */
export function relaxationsOf(limits: PersonLimits): Relaxations {
  return new Map(relaxations(limits, limits.free).map((relaxation) => [keyOf(relaxation), relaxation]));
}

/** Those of several people, all limits at once last. */
export function allOf(people: readonly Relaxations[]): [key: string, relaxation: Relaxation][] {
  const found = new Map(people.flatMap((own) => [...own]));
  return [...found].sort(([, a], [, b]) => Number(a.kind === 'all') - Number(b.kind === 'all'));
}
