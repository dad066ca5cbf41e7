import { actionGrid } from '../grid';
import type { CoupledMove, GoalChoice, ChangeLimits } from './choice';
import { stuckMoves, type StuckMove } from './coupled';
import { type InputRange, limitOf, mostOf, ruleOf } from './rules';

/**
 * Limits that contradict themselves or a person. `nothing`: no input can change. `no-changes`: none may. `empty`: the smallest value is above the largest.
 * `outside`: the person's own value is not within the ends. `one-way`: nothing is left in the only direction allowed. `step`: no other value stands on the
 * steps. `level`: no level may follow the person's own. `coupled`: a move that another one asks for cannot be made. `goal-open`, `goal-empty`,
 * `goal-outside`: what is asked for is anything, nothing, or not a chance. `goal-class`: there is no such class.
 */
export type Conflict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'no-changes' }
  | { readonly kind: 'empty'; readonly input: number; readonly low: number; readonly high: number }
  | { readonly kind: 'outside'; readonly input: number; readonly own: number; readonly low: number; readonly high: number }
  | { readonly kind: 'one-way'; readonly input: number; readonly own: number; readonly direction: 'up' | 'down'; readonly end: number }
  | { readonly kind: 'step'; readonly input: number; readonly step: number }
  | { readonly kind: 'level'; readonly input: number; readonly own: number }
  | ({ readonly kind: 'coupled' } & StuckMove)
  | { readonly kind: 'goal-open' }
  | { readonly kind: 'goal-empty' | 'goal-outside'; readonly low: number; readonly high: number }
  | { readonly kind: 'goal-class'; readonly index: number };

/** True where nothing can be looked for until it is mended. */
export function stopsSearch({ kind }: Conflict): boolean {
  return kind === 'nothing' || kind === 'no-changes' || kind === 'empty' || kind.startsWith('goal');
}

/**
 * What is wrong with limits before any search.
 * @param person the feature row; undefined for limits that are to hold for many, which are then looked at by themselves
 */
export function conflictsOf(ranges: readonly InputRange[], choice: ChangeLimits, person?: Float64Array): Conflict[] {
  const found: Conflict[] = [];
  ranges.forEach((range, input) => {
    if (range.kept || choice.fixedInputs.includes(input)) return;
    const own = person?.[input];
    if (own !== undefined && Number.isNaN(own) && !choice.fillMissing) return;
    const conflict = range.kind === 'number' ? ofNumber(range, choice, input, own) : ofLevel(range, choice, input, own);
    if (conflict) found.push(conflict);
  });
  if (choice.mostChanges < 0) found.unshift({ kind: 'no-changes' });
  if (person === undefined) return found;
  const rules = ranges.map((range, input) => ruleOf(range, choice, input, person[input]!));
  const moving = rules.some((rule, input) => {
    if (rule.kind === 'locked') return false;
    return rule.kind === 'level' ? rule.levels.some((level) => level !== person[input]) : actionGrid(rule, person[input]!).count > 1;
  });
  if (!moving) found.unshift({ kind: 'nothing' });
  if (choice.mostChanges < 0) return found;
  for (const stuck of stuckMoves(rules, person, known(choice.coupled, ranges.length), mostOf(choice, ranges.length))) found.push({ kind: 'coupled', ...stuck });
  return found;
}

function known(coupled: readonly CoupledMove[], inputs: number): readonly (CoupledMove | undefined)[] {
  return coupled.map((own) => (own.when < inputs && own.then < inputs ? own : undefined));
}

function ofNumber(range: InputRange, choice: ChangeLimits, input: number, own: number | undefined): Conflict | undefined {
  const { direction, low, high, step } = limitOf(choice, input);
  const [least, most] = [low ?? range.low, high ?? range.high];
  if (least > most) return { kind: 'empty', input, low: least, high: most };
  if (own === undefined || Number.isNaN(own)) return undefined;
  const rule = ruleOf(range, choice, input, own);
  if (rule.kind === 'number' && actionGrid(rule, own).count === 1) {
    if (direction === 'up' && own >= most) return { kind: 'one-way', input, own, direction, end: most };
    if (direction === 'down' && own <= least) return { kind: 'one-way', input, own, direction, end: least };
    if (least === most) return undefined;
    return { kind: 'step', input, step: step ?? range.step };
  }
  const limited = low !== null || high !== null;
  return limited && (own < least || own > most) ? { kind: 'outside', input, own, low: least, high: most } : undefined;
}

function ofLevel(range: InputRange, choice: ChangeLimits, input: number, own: number | undefined): Conflict | undefined {
  if (own === undefined || range.levels < 2) return undefined;
  const rule = ruleOf(range, choice, input, own);
  return rule.kind === 'level' && rule.levels.every((level) => level === own) ? { kind: 'level', input, own } : undefined;
}

/**
 * What is wrong with a goal before any search.
 * @param chance the score is a probability
 * @param classes number of classes; 0 for values
 */
export function goalConflicts(goal: GoalChoice, chance: boolean, classes: number): Conflict[] {
  if (goal.kind === 'decision') return [];
  if (goal.kind === 'class') return goal.index < classes ? [] : [{ kind: 'goal-class', index: goal.index }];
  if (goal.low === null && goal.high === null) return [{ kind: 'goal-open' }];
  const [low, high] = [goal.low ?? -Infinity, goal.high ?? Infinity];
  if (low > high) return [{ kind: 'goal-empty', low, high }];
  return chance && (low > 1 || high < 0) ? [{ kind: 'goal-outside', low, high }] : [];
}
