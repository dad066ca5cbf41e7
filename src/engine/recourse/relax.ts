import type { CoupledChange } from './prices';
import type { FeatureRule } from './types';

/** What one search may do about a person: the part of a question that limits stand in. */
export interface Limited {
  readonly person: Float64Array;
  readonly rules: readonly FeatureRule[];
  readonly couplings: readonly CoupledChange[];
  readonly mostChanges: number;
}

/**
 * One limit taken away. `input`: one that is kept may change. `range`, `direction`, `step`, `levels`: a limit of one input. `coupling`: one by its index.
 * `most`: any number of inputs may change. `all`: all of these at once.
 */
export type Relaxation =
  | { readonly kind: 'input' | 'range' | 'direction' | 'step' | 'levels'; readonly feature: number }
  | { readonly kind: 'coupling'; readonly coupling: number }
  | { readonly kind: 'most' }
  | { readonly kind: 'all' };

/**
 * The limits that could be taken away one at a time, and last all of them together where there are several.
 * @param free by feature, what might be done about it without limits; a feature that is locked there is never let go
 */
export function relaxations(limited: Limited, free: readonly FeatureRule[]): Relaxation[] {
  const found: Relaxation[] = limited.rules.flatMap((rule, feature) => kindsOf(rule, free[feature]!, limited.person[feature]!).map((kind): Relaxation => ({ kind, feature })));
  limited.couplings.forEach((_, coupling) => found.push({ kind: 'coupling', coupling }));
  if (limited.mostChanges < limited.rules.filter(({ kind }) => kind !== 'locked').length) found.push({ kind: 'most' });
  return found.length > 1 ? [...found, { kind: 'all' }] : found;
}

type OfInput = Extract<Relaxation, { feature: number }>['kind'];

function kindsOf(rule: FeatureRule, free: FeatureRule, own: number): OfInput[] {
  if (free.kind === 'locked') return [];
  if (rule.kind === 'locked') return ['input'];
  if (rule.kind === 'level') return free.kind === 'level' && free.levels.some((level) => level !== own && !rule.levels.includes(level)) ? ['levels'] : [];
  if (free.kind !== 'number') return [];
  return [
    ...(rule.low > free.low || rule.high < free.high ? ['range' as const] : []),
    ...(rule.direction !== free.direction ? ['direction' as const] : []),
    ...(rule.step > free.step ? ['step' as const] : []),
  ];
}

/** The same question with one limit taken away; weights stay. */
export function relax<Question extends Limited>(question: Question, relaxation: Relaxation, free: readonly FeatureRule[]): Question {
  switch (relaxation.kind) {
    case 'all':
      return { ...question, rules: question.rules.map((rule, feature) => weighted(free[feature]!.kind === 'locked' ? rule : free[feature]!, rule)), couplings: [], mostChanges: question.rules.length };
    case 'most':
      return { ...question, mostChanges: question.rules.length };
    case 'coupling':
      return { ...question, couplings: question.couplings.filter((_, index) => index !== relaxation.coupling) };
    default:
      return { ...question, rules: question.rules.map((rule, feature) => (feature === relaxation.feature ? looser(rule, free[feature]!, relaxation.kind) : rule)) };
  }
}

function looser(rule: FeatureRule, free: FeatureRule, kind: OfInput): FeatureRule {
  if (rule.kind !== 'number' || free.kind !== 'number') return weighted(free, rule);
  if (kind === 'range') return { ...rule, low: Math.min(rule.low, free.low), high: Math.max(rule.high, free.high) };
  return kind === 'direction' ? { ...rule, direction: free.direction } : { ...rule, step: free.step };
}

function weighted(free: FeatureRule, rule: FeatureRule): FeatureRule {
  return free.kind === 'locked' || rule.kind === 'locked' ? free : { ...free, weight: rule.weight };
}
