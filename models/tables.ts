import { applicants, JANE, PAST, TODAY, type Applicant } from './generate';

export const ROWS = 20000;
/** Jane's row in today's table, counted from 0. */
export const JANE_ROW = 19046;

export const COLUMNS = [
  'applicant',
  'name',
  'month',
  'shape',
  'income',
  'debt_ratio',
  'employment_years',
  'late_payments',
  'loan_amount',
  'term_months',
  'repaid',
] as const;

/** The people of the two published tables, in order of application. */
export function people(): { past: Applicant[]; today: Applicant[] } {
  const today = applicants(2025, ROWS, TODAY);
  today[JANE_ROW] = JANE;
  return { past: applicants(2019, ROWS, PAST), today };
}

/** A table as CSV text: comma, LF, applications spread evenly over the months of a year and numbered from `firstNumber`. */
export function csv(rows: readonly Applicant[], year: number, firstNumber: number): string {
  const lines = rows.map((person, i) => {
    const month = String(Math.floor((i * 12) / rows.length) + 1).padStart(2, '0');
    return [
      `A-${String(firstNumber + i).padStart(5, '0')}`,
      person.name,
      `${year}-${month}-01`,
      person.group,
      person.income,
      person.debtRatio,
      person.employmentYears,
      person.latePayments,
      person.loanAmount,
      person.termMonths,
      person.repaid,
    ].join(',');
  });
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}
