import type { CoupledMove } from '../../../../engine/recourse/limits/choice';
import type { Conflict } from '../../../../engine/recourse/limits/conflicts';
import type { LimitsState } from '../../../state/limits.svelte';
import { en } from '../../../text/en';
import { quantity } from '../../../text/numbers';
import { valueText } from '../words';
import { levelMovesText } from './levels';

type Named = Pick<LimitsState, 'features' | 'choice'>;

const nameIn = ({ features }: Named, input: number): string => features[input]?.name ?? '';

export function coupledText(limits: Named, { when, moves, then, along, by }: CoupledMove): string {
  return en.limits.coupledOne(nameIn(limits, when), moves, nameIn(limits, then), along, by === 0 ? '' : quantity(by));
}

/** A conflict as a sentence with its remedy. `score` prints ends of a goal. */
export function conflictText(limits: Named, conflict: Conflict, score: (value: number) => string): string {
  const words = en.limits.conflict;
  const name = 'input' in conflict ? nameIn(limits, conflict.input) : '';
  switch (conflict.kind) {
    case 'nothing':
      return words.nothing;
    case 'no-changes':
      return words.noChanges;
    case 'empty':
      return words.empty(name, quantity(conflict.low), quantity(conflict.high));
    case 'outside':
      return words.outside(name, quantity(conflict.own), quantity(conflict.low), quantity(conflict.high));
    case 'one-way':
      return (conflict.direction === 'up' ? words.oneWayUp : words.oneWayDown)(name, quantity(conflict.own), quantity(conflict.end));
    case 'step':
      return words.step(name, quantity(conflict.step));
    case 'level':
      return words.level(name, valueText(limits.features[conflict.input]!, conflict.own));
    case 'coupled':
      return stuckText(limits, conflict, name);
    case 'goal-open':
      return words.goalOpen;
    case 'goal-empty':
      return words.goalEmpty(score(conflict.low), score(conflict.high));
    case 'goal-outside':
      return words.goalOutside;
    case 'goal-class':
      return words.goalClass;
  }
}

function stuckText(limits: Named, { move, why, chain, needed }: Extract<Conflict, { kind: 'coupled' }>, name: string): string {
  const words = en.limits.conflict;
  const rules = words.rule(chain.map((index) => index + 1));
  const last = limits.choice.coupled[chain[chain.length - 1] ?? -1];
  const then = last ? nameIn(limits, last.then) : '';
  const text = why === 'count' ? words.many(needed, limits.choice.mostChanges, rules) : words[why](then, rules);
  return words.stuck(name, move, text);
}

/** The limits in force as lines of plain text. */
export function limitLines(limits: LimitsState): string[] {
  const words = en.limits.told;
  const { choice, features, inputs, measure } = limits;
  const lines: string[] = [];
  const kept = inputs.filter(({ locked }) => locked).map(({ feature }) => nameIn(limits, feature));
  if (kept.length > 0) lines.push(words.stays(kept));
  for (const { feature, limit, locked } of inputs) {
    const { direction, low, high, step, weight, levels = [] } = limit;
    const parts = [
      ...(direction === 'any' ? [] : [en.limits.directions[direction]]),
      ...(low === null ? [] : [words.atLeast(quantity(low))]),
      ...(high === null ? [] : [words.atMost(quantity(high))]),
      ...(step === undefined ? [] : [words.step(quantity(step))]),
      ...(weight === undefined ? [] : [words.weight(quantity(weight))]),
    ];
    const name = nameIn(limits, feature);
    if (locked) continue;
    if (parts.length > 0) lines.push(words.range(name, parts));
    for (const moves of levels) lines.push(levelMovesText(name, features[feature]?.levels ?? [], moves));
  }
  for (const own of choice.coupled) lines.push(coupledText(limits, own));
  if (choice.mostChanges > 0) lines.push(words.most(choice.mostChanges));
  if (limits.someMissing) lines.push(words.missing(choice.fillMissing));
  return [words.head, ...(lines.length === 0 ? [words.none] : lines).map((line) => `- ${line}`), words.measure(en.limits.measures[measure], en.limits.measureText[measure])];
}
