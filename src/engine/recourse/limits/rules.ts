import type { CoupledChange } from '../prices';
import type { FeatureRule } from '../types';
import type { CoupledMove, InputLimit, ChangeLimits } from './choice';

/** What a table says about the values of one input. */
export interface InputRange {
  readonly kind: 'number' | 'level';
  /** Number of levels; 0 for numbers. */
  readonly levels: number;
  /** Smallest and largest number, and the distance of neighbouring values as they are written. */
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Never changes, whatever is allowed: people are not asked to change what groups are made of. */
  readonly kept: boolean;
}

/** The limit of an input, where one stands; else one that limits nothing. */
export function limitOf({ limits }: Pick<ChangeLimits, 'limits'>, input: number): InputLimit {
  return limits.find((limit) => limit.input === input) ?? { input, direction: 'any', low: null, high: null };
}

/** True where a limit says nothing that is not so anyway. */
export function isBare({ direction, low, high, step, weight = 1, levels = [] }: InputLimit): boolean {
  return direction === 'any' && low === null && high === null && step === undefined && weight === 1 && levels.length === 0;
}

/** What may be done about one input of a person whose value is `own`. */
export function ruleOf(range: InputRange, choice: ChangeLimits, input: number, own: number): FeatureRule {
  const missing = Number.isNaN(own);
  if (range.kept || choice.fixedInputs.includes(input) || (missing && !choice.fillMissing)) return { kind: 'locked' };
  const { direction, low, high, step, weight = 1, levels } = limitOf(choice, input);
  if (range.kind === 'level') {
    const from = missing ? -1 : own;
    const all = Array.from({ length: range.levels }, (_, level) => level);
    return { kind: 'level', levels: levels?.find((moves) => moves.from === from)?.to.filter((level) => level < range.levels) ?? all, weight };
  }
  const [least, most] = [low ?? range.low, high ?? range.high];
  if (!(least <= most)) return { kind: 'locked' };
  return { kind: 'number', low: least, high: most, step: step ?? range.step, direction, weight, ...(missing ? { missing: true } : {}) };
}

/** What might be done about it if nothing were limited, at the same weight. */
export function freeRuleOf(range: InputRange, choice: Pick<ChangeLimits, 'limits'>, input: number, own: number): FeatureRule {
  const weight = limitOf(choice, input).weight ?? 1;
  return ruleOf(range, { limits: [{ input, direction: 'any', low: null, high: null, weight }], fixedInputs: [], mostChanges: 0, coupled: [], fillMissing: true }, input, own);
}

/** Coupled moves as the search takes them; those about inputs there are none of are left out. */
export function coupledChanges(coupled: readonly CoupledMove[], inputs: number): CoupledChange[] {
  return coupled
    .filter(({ when, then }) => when < inputs && then < inputs)
    .map(({ when, moves, then, along, by }) => ({ when, moves, then, by: along === 'down' ? -by : by, ...(along === 'any' ? { either: true as const } : {}) }));
}

/** Most features that change, as the search takes it. */
export function mostOf({ mostChanges }: Pick<ChangeLimits, 'mostChanges'>, inputs: number): number {
  return mostChanges < 0 ? 0 : mostChanges === 0 ? inputs : mostChanges;
}
