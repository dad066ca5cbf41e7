import { count, counted, fixed, list } from './numbers';

const WAYS = { any: 'changes', up: 'goes up', down: 'goes down' } as const;
const MOVED = { up: 'up', down: 'down', changes: 'anywhere else' } as const;
const ALONG = { any: 'change', up: 'go up', down: 'go down' } as const;

/** Words of the limits of changes and of what changes cost. */
export const limits = {
  mayChange: 'May change',
  group: 'makes up the groups: stays',
  missing: 'missing: stays',
  weightNote: (weight: string) => `counts ${weight} times`,
  stepNote: (step: string) => `in steps of ${step}`,
  someLevels: 'to some values only',
  details: 'Limits and costs',
  set: (said: number) => (said === 0 ? 'none set' : `${counted(said, 'input', 'inputs')} limited`),
  directions: { any: 'either way', up: 'only up', down: 'only down' },

  numbers: 'How far numbers may go',
  limitsOf: (name: string) => `Limits of ${name}`,
  direction: (name: string) => `Which way ${name} may change`,
  from: (name: string) => `Smallest ${name}`,
  to: (name: string) => `Largest ${name}`,
  least: (value: string) => `smallest (table: ${value})`,
  greatest: (value: string) => `largest (table: ${value})`,
  step: (name: string) => `Step of ${name}`,
  stepAfter: (value: string) => `step (table: ${value})`,
  weight: (name: string) => `Weight of ${name}`,
  weightAfter: 'weight',
  weightHelp: 'Weight: with 2, a change of the input counts double; with 0.5, half. Inputs left empty count once.',

  levels: 'Which values categories may change to',
  levelsFrom: (name: string) => `${name}: from`,
  levelsTo: (name: string, from: string) => `${name} may change from ${from} to`,
  levelsOwn: (name: string) => `${name} (own value)`,
  levelsSet: (name: string, from: string, to: readonly string[], never: readonly string[]) =>
    `${name}: from ${from} to ${to.length === 0 ? 'nothing else' : never.length < to.length ? `all but ${list(never)}` : `${list(to)} only`}.`,
  levelsAll: 'Allow all',
  missingLevel: 'missing',

  coupled: 'Changes that ask for others',
  coupledNone: 'None yet. Example: where education goes up, age must go up by at least 1.',
  coupledOne: (when: string, moves: keyof typeof WAYS, then: string, along: keyof typeof WAYS, by: string) =>
    `Where ${when} ${WAYS[moves]}, ${then} must ${ALONG[along]}${by === '' ? '' : ` by at least ${by}`}.`,
  coupledDrop: (index: number) => `Remove rule ${count(index + 1)}`,
  drop: 'Remove',
  when: 'Where this input',
  moves: 'moves this way',
  then: 'this one',
  along: 'must move',
  by: 'by at least',
  ways: WAYS,
  alongWays: ALONG,
  couple: 'Add this rule',

  most: 'Inputs that may change at once, at most',
  mostEmpty: '(empty: any number)',
  fill: 'Missing values may be filled in',
  fillNote: 'else what is missing stays missing; filling in counts as 100 points',

  measure: 'How a change is counted',
  measures: { percentile: 'Share of people passed', deviation: 'Usual deviations', max: 'Largest share of people passed', log: 'How rare it becomes' },
  measureText: {
    percentile: 'Each changed number counts the share of people whose value is passed on the way, in points, and the counts are added up. A changed category counts 100.',
    deviation: 'Each changed number counts how many usual (median absolute) deviations of the table it moves, and the counts are added up. A changed category counts one deviation.',
    max: 'Only the changed input that passes most people counts, in points: changing a second one a little costs nothing more. A changed category counts 100.',
    log: 'Each changed number counts how much rarer it is to stand that high, as a logarithm: the last steps near the top count most. The counts are added up; a changed category counts 1.',
  },

  sets: 'Sets of limits',
  setsNone: 'No set kept yet. A set keeps these limits under a name, such as “policy” or “applicant”; it is saved with the audit.',
  chosen: 'Limits in force',
  unnamed: 'these, not kept under a name',
  bare: 'none',
  setName: 'Name for these limits',
  setPlaceholder: 'policy, applicant …',
  keep: 'Keep these limits',
  replace: (name: string) => `Replace “${name}”`,
  dropSet: (name: string) => `Remove the set “${name}”`,
  clear: 'Take all limits away',
  kept: (name: string) => `Kept as “${name}”.`,

  conflictsTitle: (stops: boolean) => (stops ? 'These settings leave nothing to look for' : 'Limits that get in each other’s way'),
  conflict: {
    nothing: 'No input can change within these limits. Let at least one change, or widen its limits.',
    noChanges: 'At most 0 inputs may change, so that nothing can. Allow 1 or more, or leave the number empty.',
    empty: (name: string, low: string, high: string) => `The smallest ${name} allowed, ${low}, is above the largest, ${high}. Lower the first or raise the second.`,
    outside: (name: string, own: string, low: string, high: string) => `The own value of ${name}, ${own}, is outside of ${low} to ${high}: it stays, or moves into the range. Widen the range to let it move a little.`,
    oneWayUp: (name: string, own: string, end: string) => `${name} may only go up, and stands at ${own} with ${end} as the largest allowed: it cannot change. Raise the largest value, or let it go either way.`,
    oneWayDown: (name: string, own: string, end: string) => `${name} may only go down, and stands at ${own} with ${end} as the smallest allowed: it cannot change. Lower the smallest value, or let it go either way.`,
    step: (name: string, step: string) => `No other value of ${name} stands on its steps of ${step} within its limits: it cannot change. Choose a smaller step, or widen the limits.`,
    level: (name: string, own: string) => `${name} may not change from ${own} to anything else. Allow a value it may change to, or untick it.`,
    goalOpen: 'The goal asks for nothing: give a smallest or a largest score.',
    goalEmpty: (low: string, high: string) => `The goal is empty: its smallest score, ${low}, is above its largest, ${high}. Lower the first or raise the second.`,
    goalOutside: 'The goal lies outside of 0 to 100, where all chances are. Choose a number between.',
    goalClass: 'The goal names a class that this model does not have. Choose another goal.',
    /** A move that cannot be made: of which input, and why. */
    stuck: (name: string, move: keyof typeof MOVED, why: string) => `${name} cannot go ${MOVED[move]}: ${why}`,
    kept: (then: string, rules: string) => `${then} would have to move along (${rules}) and is kept as it is. Let ${then} change, or remove the rule.`,
    reach: (then: string, rules: string) => `${then} cannot move along as far as it must (${rules}). Widen the limits of ${then}, or lower the distance.`,
    against: (then: string, rules: string) => `${then} would have to move two ways at once (${rules}). Remove one of the rules.`,
    many: (needed: number, most: number, rules: string) => `${counted(needed, 'input', 'inputs')} would have to move together (${rules}), and at most ${count(most)} may. Allow more inputs at once, or remove a rule.`,
    rule: (numbers: readonly number[]) => (numbers.length === 1 ? `rule ${numbers[0]}` : `rules ${list(numbers.map(String))}`),
  },

  /** What limits there are, for plain text. */
  told: {
    head: 'Limits:',
    none: 'none but the values of the table',
    stays: (names: readonly string[]) => `kept as they are: ${list(names)}`,
    range: (name: string, parts: readonly string[]) => `${name}: ${parts.join(', ')}`,
    atLeast: (value: string) => `at least ${value}`,
    atMost: (value: string) => `at most ${value}`,
    step: (value: string) => `in steps of ${value}`,
    weight: (value: string) => `counted ${value} times`,
    most: (inputs: number) => `at most ${counted(inputs, 'input', 'inputs')} at once`,
    missing: (fill: boolean) => (fill ? 'missing values may be filled in' : 'missing values stay missing'),
    measure: (name: string, text: string) => `Size: ${name}. ${text}`,
  },
  costOf: (measure: 'percentile' | 'deviation' | 'max' | 'log', cost: number) => {
    if (measure === 'deviation') return counted1(cost, 'deviation', 'deviations');
    return measure === 'log' ? fixed(cost, 2) : `${fixed(100 * cost, cost < 0.1 ? 1 : 0)} points`;
  },
} as const;

function counted1(value: number, one: string, many: string): string {
  const text = fixed(value, 1);
  return `${text} ${text === '1.0' ? one : many}`;
}
