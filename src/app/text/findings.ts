import { count, counted } from './numbers';

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'];

/** Two sides of a comparison: a group, whom it is compared with, the rates of both in points and the size of the difference. */
export interface Sides {
  readonly here: string;
  readonly there: string;
  readonly hereRate: string;
  readonly thereRate: string;
  readonly size: string;
  /** True when the group's rate is the higher one. */
  readonly more: boolean;
}

const moreOften = (more: boolean): string => (more ? 'more often' : 'less often');

/** Words of the Findings screen: each sentence says who, what, how large, how sure, compared with what, and what it leaves out. */
export const findings = {
  heading: (n: number) => (n === 1 ? 'One thing to know about this model and these people' : `${NUMBERS[n] ?? count(n)} things to know about this model and these people`),
  headingNone: 'Findings',
  lede: 'Strongest and widest first. Each sentence says how large, how sure, compared with what, and what it leaves out.',
  everyoneElse: 'everyone else',

  gap: {
    selection: (s: Sides, yes: string) => `${s.here} were ${yes} ${s.size} points ${moreOften(s.more)} than ${s.there}: ${s.hereRate} against ${s.thereRate} of every 100.`,
    tpr: (s: Sides, yes: string) => `${s.here} with the favourable outcome were ${yes} ${s.size} points ${moreOften(s.more)} than ${s.there}: ${s.hereRate} against ${s.thereRate} of every 100.`,
    fpr: (s: Sides, yes: string) => `${s.here} without the favourable outcome were ${yes} ${s.size} points ${moreOften(s.more)} than ${s.there}: ${s.hereRate} against ${s.thereRate} of every 100.`,
    ppv: (s: Sides, yes: string) => `Among those ${yes}, ${s.here} had the favourable outcome ${s.size} points ${moreOften(s.more)} than ${s.there}: ${s.hereRate} against ${s.thereRate} of every 100.`,
    accuracy: (s: Sides) => `Decisions about ${s.here} matched the outcome ${s.size} points ${moreOften(s.more)} than those about ${s.there}: ${s.hereRate} against ${s.thereRate} of every 100.`,
  },
  same: {
    selection: (s: Sides, yes: string) => `${s.here} and ${s.there} were ${yes} about equally often: ${s.hereRate} and ${s.thereRate} of every 100.`,
    tpr: (s: Sides, yes: string) => `With the favourable outcome, ${s.here} and ${s.there} were ${yes} about equally often: ${s.hereRate} and ${s.thereRate} of every 100.`,
    fpr: (s: Sides, yes: string) => `Without the favourable outcome, ${s.here} and ${s.there} were ${yes} about equally often: ${s.hereRate} and ${s.thereRate} of every 100.`,
    ppv: (s: Sides, yes: string) => `Among those ${yes}, ${s.here} and ${s.there} had the favourable outcome about equally often: ${s.hereRate} and ${s.thereRate} of every 100.`,
    accuracy: (s: Sides) => `Decisions about ${s.here} and ${s.there} matched the outcome about equally often: ${s.hereRate} and ${s.thereRate} of every 100.`,
  },
  metric: (name: string, size: string, more: boolean, here: string, there: string, a: string, b: string) =>
    `${name} is ${size} points ${more ? 'higher' : 'lower'} for ${here} than for ${there}: ${a} against ${b}.`,
  metricApart: (name: string, size: string, here: string, there: string) => `${name}: ${here} and ${there} lie ${size} points apart.`,
  metricFew: (name: string, here: string) => `${name}: there are too few ${here} to say how they fare.`,
  metricPrimary: (asks: string) => `A measure you chose before looking. ${asks}`,
  few: (name: string) => `There are too few ${name} to say how they fare.`,
  selection: (rate: string, yes: string, line: string) => `${rate} of every 100 people were ${yes} at the line of ${line}.`,
  selectionDecided: (rate: string, yes: string) => `${rate} of every 100 people were ${yes}.`,
  accuracy: (rate: string, majority: string) => `Decisions matched the outcome for ${rate} of every 100 people; giving everyone the more frequent outcome would match for ${majority}.`,
  accuracyArea: (area: string) => `Of two people with different outcomes it ranks the right one higher in ${area} of 100 pairs.`,
  person: (name: string, decision: string, score: string, gap: string, short: boolean) => `${name} was ${decision} with ${score}, ${gap} ${short ? 'short of' : 'past'} the line.`,
  personDecided: (name: string, decision: string) => `${name} was ${decision}.`,
  personRank: (lower: string) => `${lower} of 100 people scored lower.`,
  selfTest: (differ: number, compared: number, column: string) => `The model’s decisions differ from the column ${column} in ${count(differ)} of ${counted(compared, 'row', 'rows')}.`,
  selfTestScores: (size: string, column: string) => `The model’s scores differ from the column ${column} by up to ${size}.`,
  data: {
    'missing-score': (rows: number) => `${counted(rows, 'row has', 'rows have')} no score: a value is missing or unknown to the model.`,
    'missing-group': (rows: number) => `${counted(rows, 'row has', 'rows have')} no group and ${rows === 1 ? 'is' : 'are'} left out of comparisons.`,
    'missing-label': (rows: number) => `The outcome is not known for ${counted(rows, 'row', 'rows')}.`,
    'missing-input': (rows: number, column: string) => `${column} is missing in ${counted(rows, 'row', 'rows')}.`,
    'unseen-level': (rows: number, column: string) => `${column} holds categories the model has not seen in ${counted(rows, 'row', 'rows')}.`,
  },
  dataShare: (share: string) => `That is ${share} of 100 rows.`,

  interval: (low: string, high: string, margin: string) => `95% interval ${low} to ${high}, margin ${margin}`,
  intervalOnly: (low: string, high: string) => `95% interval ${low} to ${high}`,
  counted: 'counted in full',
  shuffles: (asLarge: number, of: number) => `A difference this large appeared in ${count(asLarge)} of ${counted(of, 'shuffle', 'shuffles')}.`,
  counts: (a: string, b: string) => `${a} and ${b} people.`,
  detectable: (size: string) => `These numbers of people would show a difference from ${size} points.`,
  limits: {
    'accounts-only': 'Does not say what would change without an input, or which inputs are justified.',
    'within-limits': 'Does not say what a person can do: within other limits it would be different.',
    'not-why': 'Does not say why.',
    'needs-true-outcomes': 'Needs to know what happened to those turned down, too.',
    'equal-here-only': 'Equal here is not equal everywhere.',
    'luck-or-small': 'Luck, or a difference within the margin, could explain it.',
    'too-few-people': 'Does not say that there is no difference.',
    'one-threshold': 'Does not say whether the line is well placed.',
    decided: 'Does not say how close anyone was: only decisions are known.',
    'needs-model': 'Does not say why: that needs the model file.',
    'average-over-groups': 'An average: groups can fare differently.',
    'not-why-person': 'Does not say why: the reasons are one click away.',
    'missing-not-random': 'Rows with gaps may differ from the others.',
    'scored-as-unknown': 'The model treats them as unknown.',
    'same-model-unknown': 'Does not say which of the two is right.',
  },
  run: (checks: number, shown: number, chance: number, few: number) =>
    `${counted(checks, 'comparison was', 'comparisons were')} made to find these ${count(shown)}; ${count(chance)} could be chance, ${count(few)} had too few people to say.`,
  need: 'Findings need scores',
  needText: 'Open a model and a table, or a table with a column of scores or decisions, and see on the Check screen whether they were understood.',
  needGroups: 'Choose a group column to see who fares differently.',
  toGroups: 'Choose groups',
  computing: 'Looking for what matters',
} as const;
