import type { LineChoices } from '../../engine/audit/types';
import { NOT_ESTIMABLE, count, counted, fixed, list, plural, quantity } from './numbers';

type GapId = LineChoices['gap'];
type Purpose = LineChoices['utility'];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A gap in its own unit: points, or a plain number for false negatives per false positive. */
export function gapSize(id: GapId, gap: number): string {
  if (Number.isNaN(gap)) return NOT_ESTIMABLE;
  return id === 'treatment' ? fixed(gap, 2) : `${fixed(gap * 100, 1)} points`;
}

/** What a line serves, as a number in its own unit: a cost is printed per 100 people. */
export function utilitySize(kind: Purpose, value: number): string {
  if (Number.isNaN(value)) return NOT_ESTIMABLE;
  return kind === 'cost' ? quantity(-value * 100, 3) : fixed(value * 100, 1);
}

const measureNames = (yes: string): Record<GapId, string> => ({
  selection: `Share ${yes}`,
  base: 'Share with the favourable outcome',
  tpr: `Share ${yes}, of those with the favourable outcome (TPR)`,
  fnr: `Share not ${yes}, of those with the favourable outcome (FNR)`,
  fpr: `Share ${yes}, of those without the favourable outcome (FPR)`,
  tnr: `Share not ${yes}, of those without the favourable outcome (TNR)`,
  ppv: `Share with the favourable outcome, of those ${yes} (PPV)`,
  fdr: `Share without the favourable outcome, of those ${yes} (FDR)`,
  npv: `Share without the favourable outcome, of those not ${yes} (NPV)`,
  for: `Share with the favourable outcome, of those not ${yes} (FOR)`,
  accuracy: 'Share decided rightly',
  error: 'Share decided wrongly',
  f1: 'F1 score',
  treatment: 'Wrongly refused per wrongly selected (treatment equality)',
  balanced: 'Balanced accuracy',
  odds: 'TPR and FPR together (equalized odds)',
});

/** Words of the part of the Groups screen that tries other lines. */
export const lines = {
  nobody: 'nobody',
  everyone: 'everyone',
  measures: measureNames,
  criterion: (yes: string): Record<LineChoices['criterion'], string> => ({ ...measureNames(yes), none: 'Nothing: each group its own best line' }),
  utilities: (yes: string): Record<Purpose, string> => ({
    accuracy: 'Decided rightly, of 100',
    balanced: 'Balanced accuracy, of 100',
    cost: 'Cost per 100 people',
    selection: `${capital(yes)}, of 100`,
    ppv: `Favourable outcome, of 100 ${yes}`,
    f1: 'F1 score, of 100',
  }),
  objectives: { accuracy: 'Most decided rightly', balanced: 'Best balanced accuracy', cost: 'Lowest cost' } satisfies Record<LineChoices['objective'], string>,

  gap: 'Gap in',
  utility: 'Held against',
  line: 'Line for everyone',
  lineSpoken: (line: string, gap: string, utility: string) => `line ${line}; gap ${gap}; ${utility}`,
  costRatio: (yes: string) => `One person wrongly ${yes} costs as much as so many wrongly refused`,
  costLine: (line: string) => `If the scores are true chances, the cheapest line is ${line}.`,

  planeTitleBetter: (line: string, gap: string, now: string) => `One line for everyone: at ${line} the gap is ${gap} instead of ${now}, at no loss`,
  planeTitleNone: (now: string) => `One line for everyone: no line has a gap below ${now} without a loss`,
  planeTitlePlain: (line: string, gap: string, share: string, yes: string) => `One line for everyone: at ${line} ${share} of 100 are ${yes}, with a gap of ${gap}`,
  planeTitleUnknown: 'One line for everyone: the gap cannot be told at this line',
  planeSub: (lines: number, names: readonly string[]) =>
    `${names.length === 2 ? `Gap between ${list(names)}` : `Largest gap between any two of ${counted(names.length, 'group', 'groups')}`} at each of ${counted(lines, 'line', 'lines')} that change anything.`,
  planeSummary: 'The gap between groups against what the line is for, at every line for everyone.',
  planeX: (name: string, treatment: boolean) => `Gap: ${name.charAt(0).toLowerCase()}${name.slice(1)}${treatment ? '' : ', points'}`,
  planeNow: (line: string) => `line ${line}`,
  planeBest: (line: string) => `best: ${line}`,
  planeItem: (line: string, gap: string, utility: string) => `Line ${line}: gap ${gap}, ${utility}`,
  planeKeyCurve: 'all lines for everyone',
  planeKeyFront: 'no other line does better on both',
  planeKeyNow: 'present line',
  planeKeyBest: 'best for what it is held against',
  planeWhich: { now: 'present line', best: 'best', front: 'no other does better on both' },
  planeColumns: { line: 'Line', gap: 'Gap', utility: 'Held against', what: 'What it is' },
  planeLimit: 'whether a line is right. A smaller gap in one measure can come with a larger one in another: see the table of everything that moves below.',
  planeExplain:
    'Every place on the curve is one line that would hold for everyone. To the left the groups lie closer together, upwards the line serves better what it is held against. On the heavy part no other line is better on both counts; elsewhere there is a line with a smaller gap at no loss. Choose a place with the arrow keys and Enter, or move the line with the slider.',
  planeSource: (table: string, rows: number) => `${table}, ${counted(rows, 'row', 'rows')}, every line tried: exact for these people`,

  sayWho: (line: string, selected: number, people: number, yes: string) => `At the line ${line}, ${count(selected)} of ${count(people)} people are ${yes}.`,
  sayGap: (name: string, gap: string, high: string, low: string) => `${name}: a gap of ${gap}, from ${low} to ${high}.`,
  sayGapUnknown: (name: string) => `${name}: the gap is ${NOT_ESTIMABLE}, as fewer than two groups have enough people to measure it on.`,
  sayUtility: (name: string, value: string, best: string, line: string) => `${name}: ${value}; at best ${best}, at the line ${line}.`,
  sayOther: (line: string, gap: string, served: string) => `The smallest gap at no loss is ${gap}, at the line ${line} (${served}).`,
  sayNoOther: 'No line for everyone has a smaller gap at no loss.',

  keep: 'Keep equal',
  choose: 'Choose the lines for',
  tolerance: 'Gap allowed, points',
  lot: 'Allow a lot between two lines',
  lotNote: 'Two people with the same score can then get different decisions, by chance.',
  law: 'A line that depends on the group treats people differently by group. Many laws call that disparate treatment and allow it only in special cases, or not at all. Read this as what equality would take, and ask a lawyer before using it.',
  groupsTitle: (gained: string, lost: string, yes: string, gap: string) => `With a line for each group, ${gained} more and ${lost} fewer would be ${yes}, and the gap would be ${gap}`,
  groupsTitleFree: (gained: string, lost: string, yes: string) => `With the best line for each group, ${gained} more and ${lost} fewer would be ${yes}`,
  groupsTitleSame: 'The line for everyone already does this: nobody’s decision changes',
  groupsTitleWait: 'A line for each group',
  groupsSub: (name: string, tolerance: string, objective: string) => `${name} within ${tolerance} points; of all lines that keep it, those with: ${objective.toLowerCase()}.`,
  groupsSubFree: (objective: string) => `Each group by itself: ${objective.toLowerCase()}.`,
  groupsSummary: 'People of each group whose decision would change, beside the line for everyone.',
  groupsItem: (name: string, line: string, gained: string, lost: string, yes: string) => `${name}, line ${line}: ${gained} more ${yes}, ${lost} fewer`,
  groupsFewer: (yes: string) => `fewer ${yes}`,
  groupsMore: (yes: string) => `more ${yes}`,
  groupsNotMet: (gap: string) => `No choice of one line per group keeps the gap that small: the smallest there is, is ${gap}. Allow a larger gap, or a lot.`,
  groupsTrivial: (all: boolean, yes: string) => `This is kept equal by having ${all ? 'everyone' : 'nobody'} ${yes}. Allow a larger gap, or a lot, to see something else.`,
  groupsNearly: 'With this many scores, lines were tried in two rounds, coarse and fine: a slightly better choice may exist.',
  groupsLeftOut: (names: string) => `Too few people to choose a line for: ${names}. They keep the line for everyone.`,
  groupsNoGroup: (n: number) => `${counted(n, 'person has', 'people have')} no group and ${n === 1 ? 'keeps' : 'keep'} the line for everyone.`,
  groupsLimit: 'whether a line for each group would be lawful or right, or what people would do if they knew of it.',
  groupsSource: 'Chosen and counted on the same people, so it looks better than it is: see the halves below',
  groupsExplain:
    'Every distinct score of a group is a possible line. Of all choices of one line per group that keep the gap within what is allowed, the one that serves best is shown; every choice is tried. With a lot, a group can stand between two lines: of people between them, some are drawn by chance. Bars count people whose decision would be another than under the present line for everyone.',
  save: 'Save these lines (JSON)',
  table: {
    group: 'Group',
    people: 'People',
    line: 'Line',
    now: (yes: string) => `${capital(yes)} now`,
    then: (yes: string) => `${capital(yes)} then`,
    gained: 'More',
    gainedRight: 'of these, favourable outcome',
    lost: 'Fewer',
    lostRight: 'of these, favourable outcome',
  },
  lotLead: 'By lot',
  lotPart: (share: string, line: string) => `${share} of 100 from ${line}`,
  lotAlways: (share: string, all: boolean, yes: string) => `${share} of 100 ${all ? yes : `not ${yes}`} whatever the score`,
  working: 'Trying lines',
  halvesWorking: 'Choosing on one half, counting on the other',

  movesTitle: (wider: number, of: number) => (wider === 0 ? `None of ${counted(of, 'gap', 'gaps')} grows` : `${count(wider)} of ${counted(of, 'gap', 'gaps')} ${plural(wider, { one: 'grows', other: 'grow' })}`),
  movesSub: 'Every measure under the line for everyone and under the lines by group. Gaps are between the groups whose lines were chosen. Complements, such as FNR to TPR, have the same gap.',
  moves: { measure: 'Measure', all: 'Everyone, now', allThen: 'Everyone, then', gap: 'Gap now', gapThen: 'Gap then', change: 'Gap' },
  wider: 'grows',
  narrower: 'shrinks',
  same: 'stays',
  movesLimit: 'which of these matters. That is for people who know what a wrong decision does to whom.',

  halvesTitle: (held: string, fitted: string) => `On people the lines were not chosen from, the gap is ${held}, not ${fitted}`,
  halvesTitleWait: 'The same on people the lines were not chosen from',
  halvesTitleFree: 'What the lines do to people they were not chosen from',
  halvesSub: (chosen: number, held: number, seed: number) =>
    `Lines chosen on ${counted(chosen, 'person', 'people')}, counted on ${count(held)} others: halves of every group and outcome, drawn with seed ${seed}.`,
  halves: { group: 'Group', fitted: 'Chosen on', held: 'Not seen', interval: '95% interval', before: 'Not seen, line for everyone' },
  halvesBadge: (interval: string) => `95% interval of the gap ${interval}`,
  halvesGap: 'Largest gap',
  halvesSource: 'Wilson for rates; Newcombe, over all pairs of groups, for the gap',
  halvesLimit: 'how the lines would do next year, or elsewhere.',

  regionTitle: (kept: number, of: number, a: string, b: string) =>
    kept === of ? `All ${count(of)} can be kept together for ${a} and ${b}` : kept === 0 ? `None of these can be kept for ${a} and ${b} but by selecting all or none` : `Not all can be kept together for ${a} and ${b}: ${count(kept)} of ${count(of)} at most`,
  regionOne: (a: string, b: string) => `This can be kept for ${a} and ${b}`,
  regionEvery: (n: number) => `All ${count(n)} groups at once`,
  regionEveryNote: 'Whatever the line of the others, the picture shows what each pair of lines leaves possible.',
  regionFew: (names: string) => `Too few people to rely on this: ${names}.`,
  regionTrivial: (all: boolean, yes: string) => `All of them together are kept, at best, by having nearly ${all ? 'everyone' : 'nobody'} ${yes}.`,
  jointGroups: (n: number, names: readonly string[]) => (n === 2 ? list(names) : `all ${count(n)} groups`),
  jointTitle: (kept: number, of: number, groups: string) =>
    kept === of
      ? of === 1
        ? `This can be kept for ${groups}`
        : `All ${count(of)} can be kept together for ${groups}`
      : kept === 0
        ? `None of these can be kept for ${groups} but by selecting all or none`
        : `Not all can be kept together for ${groups}: ${count(kept)} of ${count(of)} at most`,
  jointSub: (tolerance: string, groups: string) => `Every pair of lines by how many people it selects, and how many of the gaps chosen can stay within ${tolerance} points between any two of ${groups}, with the best lines for the others.`,
  jointLeftOut: (names: string) => `Too few people to choose a line for: ${names}. They are not asked to keep the gaps.`,
  jointUnfinished: 'The search was ended before all choices were tried: more may be possible than is shown.',
  jointLimit: 'whether selecting so many of each is possible, or right.',
  regionNothing: 'Choose what is to be kept small together',
  regionSub: (tolerance: string) => `Every pair of lines by how many people it selects, and how many of the gaps chosen stay within ${tolerance} points.`,
  regionSummary: 'Which gaps stay small together, for every pair of lines of two groups.',
  regionPair: ['First group', 'Second group'] as const,
  regionTogether: 'Gaps that are to stay small',
  regionAxis: (name: string, yes: string) => `${name} ${yes}, people`,
  regionItem: (what: string, people: readonly string[], utility: string) => `${what}: at best with ${list(people)}, ${utility}`,
  regionPeople: (n: number, name: string, line: string) => `${count(n)} ${name} (line ${line})`,
  regionNever: 'cannot be kept',
  regionImpossible: (what: string) => `${what}: cannot be kept but by selecting all or none`,
  regionColumns: { what: 'Kept small', line: 'Line' },
  regionNow: 'present line',
  regionKept: (n: number) => (n === 0 ? 'none kept' : `${count(n)} kept`),
  regionCoarse: (n: number) => `${count(n)} lines of each group, spread evenly over its people`,
  regionExact: (groups: number) => (groups === 2 ? 'every line of both groups' : `every line of ${count(groups)} groups`),
  regionLimit: 'what other pairs of groups would need: it is about these two.',
  regionExplain:
    'To the right more people of the first group are selected, upwards more of the second. Each gap that is to stay small leaves a band; where bands overlap, the gaps can be kept small together. Where all bands meet only at the corners, that takes selecting everyone or nobody.',
  short: (yes: string): Record<GapId, string> => ({ ...measureNames(yes), selection: `share ${yes}`, tpr: 'TPR', fpr: 'FPR', fnr: 'FNR', tnr: 'TNR', ppv: 'PPV', npv: 'NPV', fdr: 'FDR', for: 'FOR', error: 'errors', accuracy: 'share right', balanced: 'balanced accuracy', f1: 'F1', treatment: 'treatment equality', base: 'base rate', odds: 'equalized odds' }),

  cannotTitle: (a: string, b: string, size: string) => `With base rates ${size} points apart, not everything can be equal for ${a} and ${b}`,
  cannotTitleSame: (a: string, b: string) => `With one base rate, everything can be equal for ${a} and ${b}`,
  cannotSub: (a: string, rateA: string, b: string, rateB: string) => `Share with the favourable outcome: ${rateA} ${a}, ${rateB} ${b}.`,
  cannotSlider: (name: string) => `Base rate of ${name}`,
  cannotNote: (rate: string) => `in this table: ${rate}`,
  cannotColumns: { equal: 'Make equal', fpr: 'FPR', ppv: 'PPV', selection: 'Selected' },
  cannotEqual: {
    'ppv-tpr': 'PPV and TPR',
    'tpr-fpr': 'TPR and FPR (equalized odds)',
    'selection-tpr': 'Share selected and TPR',
  },
  cannotPair: (a: string, b: string) => `${a} and ${b}`,
  cannotGap: (size: string) => `${size} points apart`,
  cannotEqualMark: 'equal',
  cannotNever: 'no decisions can do this',
  cannotRates: (ppv: string, tpr: string, fpr: string, selection: string) => `Rates of everyone at the present line: PPV ${ppv}, TPR ${tpr}, FPR ${fpr}, selected ${selection} of 100.`,
  cannotLimit: 'which of these rates matters most to the people decided on.',
  cannotSource: 'FPR = π/(1−π) · (1−PPV)/PPV · TPR; selected = TPR · π + FPR · (1−π). Chouldechova 2017; Kleinberg and others 2017',

  needLabels: 'Known outcomes come first',
  needLabelsText: 'What a line is good for, and lines by group, are measured on people whose outcome is known. Choose the column with the outcome on the Check screen.',
  needOutcomes: 'Values have no right and wrong decisions',
  needOutcomesText: 'This model gives values, and what really happened is a value too. What a line is good for, and lines by group, are measured on outcomes that are favourable or not. Gaps in who is selected are above.',
  needTwo: 'One group only',
  needTwoText: 'Gaps and lines by group need two groups or more. Choose another column above.',
  needLine: 'Decisions only: there is no line to move',
  needLineText: 'Other lines need scores. Open a model, or a table with a column of scores.',
} as const;

/** What a rule for a group says, in words. */
export function ruleText(parts: readonly { readonly threshold: number; readonly share: number }[], lineText: (line: number) => string, yes: string): string {
  if (parts.length === 1) return lineText(parts[0]!.threshold);
  const part = (threshold: number, share: string): string => (Number.isFinite(threshold) ? lines.lotPart(share, lineText(threshold)) : lines.lotAlways(share, threshold < 0, yes));
  return `${lines.lotLead}: ${parts.map(({ threshold, share }) => part(threshold, fixed(share * 100, 1))).join(', ')}`;
}

/** A share of 100 and its size in points, for a table. */
export const shareText = (value: number | null): string => (value === null || Number.isNaN(value) ? NOT_ESTIMABLE : fixed(value * 100, 1));

/** People, expected where a lot decides: whole unless the lot leaves a fraction. */
export const peopleText = (value: number): string => (Math.abs(value - Math.round(value)) < 1e-6 ? count(value) : `about ${count(value)}`);

