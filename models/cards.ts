import type { Fitted } from './files';
import { auc } from './describe';
import { INPUTS, inputsOf, type Applicant } from './generate';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const points = (share: number): string => (100 * share).toFixed(1);

const MEANING: Record<(typeof INPUTS)[number], string> = {
  income: 'dollars a year, to the nearest 25',
  debt_ratio: 'debt payments in percent of income',
  employment_years: 'years of employment without a break, counted up to 10',
  late_payments: 'late payments in the last two years',
  loan_amount: 'dollars asked for',
  term_months: 'months to pay back',
};

function figures({ past, unseen, today, threshold, jane }: Fitted): string {
  const row = (what: string, of: (m: Fitted['past']) => string): string => `| ${what} | ${of(past)} | ${of(unseen)} | ${of(today)} |`;
  return [
    '| measured on | 2019 (fitted to) | 2019, other people | 2025 |',
    '|---|---|---|---|',
    row('people', (m) => String(m.rows)),
    row('approved', (m) => percent(m.approved)),
    row('Circles approved', (m) => percent(m.circles)),
    row('Triangles approved', (m) => percent(m.triangles)),
    row('difference in points', (m) => points(m.circles - m.triangles)),
    row('AUC', (m) => m.auc.toFixed(3)),
    row('approved who did not repay', (m) => percent(m.defaults)),
    '',
    `Jane's score is ${(100 * jane).toFixed(1)} of 100; the line is at ${(100 * threshold).toFixed(2)}. She is denied.`,
  ].join('\n');
}

const INPUT_LIST = INPUTS.map((name) => `- \`${name}\`: ${MEANING[name]}`).join('\n');
const LIMITS = `## What it is not for

Not for deciding about anybody. The people, the rule and the two groups are made up; no lender, country or law stands behind them.
The model is kept as simple as the story needs and has had no check that a real one would need.`;

export function boostedCard(model: Fitted, settings: { trees: number; leaves: number; learningRate: number; leafRows: number }): string {
  return `# Card: loans-boosted.onnx

**What**: ${settings.trees} boosted trees of at most ${settings.leaves} leaves (step ${settings.learningRate}, at least ${settings.leafRows}
people per leaf), fitted by \`src/engine/learn/boost.ts\` to \`loans-past.csv\` and written by \`src/engine/models/onnx/write\`. It gives the chance that a loan is repaid.

**Inputs**, each a column of its own, in double precision:

${INPUT_LIST}

The group is not an input.

**Line**: ${model.threshold}, the score that 60 of 100 people of 2019 reached. It is kept in the file under \`assay.threshold\`.

## Measured by the build

${figures(model)}

The first column flatters the trees, because they have seen those people; the second draws new people by the rule of 2019.

${LIMITS}
`;
}

type Refit = Fitted & { readonly name: string };

export function logisticCard(model: Fitted, fit: { coefficients: Float64Array; intercept: number }, without: readonly Refit[]): string {
  const refits = without.map(({ name, today }) => {
    return `| \`${name}\` | ${points(today.circles - today.triangles)} | ${today.auc.toFixed(3)} | ${percent(today.defaults)} |`;
  });
  const weights = INPUTS.map((name, i) => `| \`${name}\` | ${fit.coefficients[i]} |`).join('\n');
  return `# Card: loans-logistic.onnx

**What**: a logistic regression fitted by \`src/engine/learn/logistic.ts\` to \`loans-past.csv\` and written by \`src/engine/models/onnx/write\`.
It gives the chance that a loan is repaid.

**Inputs**, each a column of its own, in double precision:

${INPUT_LIST}

The group is not an input.

**Weights** on the log odds, per unit of the column:

| input | weight |
|---|---|
${weights}
| intercept | ${fit.intercept} |

Repayment depends on the logarithm of income and of the loan amount (see \`loans.md\`), so this straight-line model
is a little wrong for the richest and the poorest.

**Line**: ${model.threshold}, the score that 60 of 100 people of 2019 reached. It is kept in the file under \`assay.threshold\`.

## Measured by the build

${figures(model)}

## Fitted again without one input

Fitted to 2019 with the line set in the same way, measured on 2025:

| left out | difference in points | AUC | approved who did not repay |
|---|---|---|---|
| nothing | ${points(model.today.circles - model.today.triangles)} | ${model.today.auc.toFixed(3)} | ${percent(model.today.defaults)} |
${refits.join('\n')}

${LIMITS}
`;
}

function share(people: readonly Applicant[], test: (person: Applicant) => boolean): string {
  return percent(people.filter(test).length / people.length);
}

export function tableCard({ past, today }: { past: readonly Applicant[]; today: readonly Applicant[] }): string {
  const triangle = (person: Applicant): number => (person.group === 'Triangles' ? 1 : 0);
  const tells = (of: (person: Applicant) => number): string => {
    const value = auc(today.map(of), today.map(triangle));
    return Math.max(value, 1 - value).toFixed(3);
  };
  return `# Card: loans-past.csv and loans-today.csv

**What**: two tables of ${past.length} made-up loan applications each, 2019 and 2025. Everybody in them is invented, and so it is known of everybody,
also of people a lender would have denied, whether they would have repaid.

**Columns**: \`applicant\` (number), \`name\` (a first name drawn without regard to group), \`month\` (month of application),
\`shape\` (group), \`repaid\` (1 repaid, 0 not), and the six numbers a model may use:

${INPUT_LIST}

**Made by** \`models/generate.ts\`; \`npm run models\` makes every file of this folder again, byte for byte.

## The rule that made them

For each person, in this order:

1. Group: Circles or Triangles, one half each.
2. Months away from work to care for others: Poisson with mean 2 for Circles, 10 for Triangles. Not in the table.
3. \`income\` = 48,000 · e^I, I = 0.5 · z − 0.175 for Triangles, 0.5 · z for Circles.
4. \`debt_ratio\` = 35 − 6 · I + 10 · z, kept between 2 and 90.
5. \`employment_years\` = 8 − months away / 4 + 1.6 · z, kept between 0 and 10.
6. \`late_payments\`: Poisson with mean 0.5.
7. \`loan_amount\` = 9,000 · e^(0.3 · I + 0.45 · z), kept between 1,000 and 60,000.
8. \`term_months\`: 24, 36, 48, 60 or 72, equally often.
9. \`repaid\` is 1 with probability 1 / (1 + e^−L), where

   L = 0.9 + 2.2 · ln(income / 48,000) − 0.09 · (debt_ratio − 35) + g · (employment_years − 6.5) / 2 − 0.8 · (late_payments − 0.5)
   − 0.25 · ln(loan_amount / 9,000)

   with **g = 0.8 in 2019 and g = 0 in 2025**. The term has no effect in either year.

Each z is a new standard normal number. Values are rounded before \`repaid\` is drawn, so the rule holds for the numbers shown.
Jane stands in row 19,047 of \`loans-today.csv\` with values set by hand; by our choice she would have repaid.

## The true story

- Employment without a break told who repays in 2019 and tells nothing in 2025. It is closely linked to the group,
  because Triangles are away from work longer.
- Income is linked to the group too, and does tell who repays, in both years.
- Given the six numbers, the group adds nothing: it appears nowhere in L.

## Measured by the build

| | 2019 | 2025 |
|---|---|---|
| people | ${past.length} | ${today.length} |
| Triangles | ${share(past, (p) => triangle(p) === 1)} | ${share(today, (p) => triangle(p) === 1)} |
| repaid | ${share(past, (p) => p.repaid === 1)} | ${share(today, (p) => p.repaid === 1)} |
| Circles who repaid | ${share(
    past.filter((p) => triangle(p) === 0),
    (p) => p.repaid === 1,
  )} | ${share(
    today.filter((p) => triangle(p) === 0),
    (p) => p.repaid === 1,
  )} |
| Triangles who repaid | ${share(
    past.filter((p) => triangle(p) === 1),
    (p) => p.repaid === 1,
  )} | ${share(
    today.filter((p) => triangle(p) === 1),
    (p) => p.repaid === 1,
  )} |

How well one column alone tells the group in 2025 (AUC, 0.5 = not at all):
${INPUTS.map((name, j) => `${name} ${tells((person) => inputsOf(person)[j]!)}`).join(', ')}.

## What they are not for

They say nothing about real people, lenders or groups. They are for learning how to question a model, and for tests whose answer is known.
`;
}
