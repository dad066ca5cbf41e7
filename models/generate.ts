import { Random } from '../src/engine/stats/random';

/** The made-up world: who applies, and the rule by which people repay. Every number in it is known, so every finding can be checked against it. */
export interface World {
  /** Strength of the link between group and time away from work: 0 none, 1 the story's value. */
  readonly care: number;
  /** Effect on the log odds of two more years of continuous employment. */
  readonly employment: number;
  /** Effect on the log odds of one late payment. */
  readonly late: number;
  /** Effect on the log odds of a loan e times as large. */
  readonly amount: number;
}

/** The world the models were fitted to: unbroken employment still told who repays. */
export const PAST: World = { care: 1, employment: 0.8, late: -0.8, amount: -0.25 };
/** The same people some years on: unbroken employment no longer tells anything. */
export const TODAY: World = { ...PAST, employment: 0 };

export interface Applicant {
  readonly name: string;
  readonly group: 'Circles' | 'Triangles';
  /** Dollars a year. */
  readonly income: number;
  /** Debt payments in percent of income. */
  readonly debtRatio: number;
  /** Years of continuous employment, counted up to 10. */
  readonly employmentYears: number;
  readonly latePayments: number;
  /** Dollars. */
  readonly loanAmount: number;
  readonly termMonths: number;
  readonly repaid: 0 | 1;
}

/** The numbers the models read, in this order. The group is not among them. */
export const INPUTS = ['income', 'debt_ratio', 'employment_years', 'late_payments', 'loan_amount', 'term_months'] as const;

export function inputsOf(person: Applicant): number[] {
  return [person.income, person.debtRatio, person.employmentYears, person.latePayments, person.loanAmount, person.termMonths];
}

const NAMES = (
  'Ada Ahmed Aiko Amara Amit Ana Anders Anika Anton Aylin Bela Bruno Carla Chen Chidi Clara Dalia Daniel Diego Elena Elif Emeka Emil Erik Esra ' +
  'Farid Fatima Felix Finn Freya Gita Goran Greta Hana Hassan Helena Hugo Ines Ivan Jakob Jin Jonas Julia Kamal Karin Kofi Lara Layla Leo Lena ' +
  'Linh Luca Lucia Maja Malik Marco Maria Mateo Maya Mei Mila Mina Mohan Nadia Nia Nina Noah Noor Olga Omar Oscar Paula Pavel Petra Priya Rafael ' +
  'Rania Ravi Rosa Ruth Sami Sara Sofia Sven Tala Tariq Tessa Theo Tomas Uma Vera Victor Wanjiru Wei Yara Yusuf Zara Zoe'
).split(' ');

const TERMS = [24, 36, 48, 60, 72];

/** Log odds of repaying, from the columns of the table. */
export function logOdds(world: World, person: Omit<Applicant, 'name' | 'group' | 'repaid'>): number {
  return (
    0.9 +
    2.2 * Math.log(person.income / 48000) -
    0.09 * (person.debtRatio - 35) +
    (world.employment * (person.employmentYears - 6.5)) / 2 +
    world.late * (person.latePayments - 0.5) +
    world.amount * Math.log(person.loanAmount / 9000)
  );
}

const clip = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
const toNearest = (x: number, unit: number): number => Math.round(x / unit) * unit;
const tenths = (x: number): number => Math.round(x * 10) / 10;

/** One applicant. Values are rounded to the units of the table before the outcome is drawn, so that the rule holds for what the table shows. */
export function applicant(random: Random, world: World): Applicant {
  const group = random.uniform() < 0.5 ? 'Circles' : 'Triangles';
  const second = group === 'Triangles' ? 1 : 0;
  const monthsAway = random.poisson(2 + 8 * world.care * second);
  const logIncome = 0.5 * random.normal() - 0.175 * second;
  const numbers = {
    income: toNearest(48000 * Math.exp(logIncome), 25),
    debtRatio: tenths(clip(35 - 6 * logIncome + 10 * random.normal(), 2, 90)),
    employmentYears: tenths(clip(8 - monthsAway / 4 + 1.6 * random.normal(), 0, 10)),
    latePayments: random.poisson(0.5),
    loanAmount: toNearest(clip(9000 * Math.exp(0.3 * logIncome + 0.45 * random.normal()), 1000, 60000), 100),
    termMonths: TERMS[random.below(TERMS.length)]!,
  };
  const chance = 1 / (1 + Math.exp(-logOdds(world, numbers)));
  const repaid = random.uniform() < chance ? 1 : 0;
  return { name: NAMES[random.below(NAMES.length)]!, group, ...numbers, repaid };
}

/** A table's worth of applicants; equal seeds and worlds give equal people. */
export function applicants(seed: number, rows: number, world: World): Applicant[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => applicant(random, world));
}

/** The person the lessons are about. She applied in the present and repaid; the models do not know that. */
export const JANE: Applicant = {
  name: 'Jane',
  group: 'Triangles',
  income: 32175,
  debtRatio: 42,
  employmentYears: 5.5,
  latePayments: 0,
  loanAmount: 8500,
  termMonths: 48,
  repaid: 1,
};
