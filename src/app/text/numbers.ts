const LOCALE = 'en';
const MINUS = '−';

const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(LOCALE, options)));
  return found.format(value);
}

/** What stands where a number is not defined. */
export const NOT_ESTIMABLE = 'not estimable';

/** A number with `decimals` digits after the point, a true minus sign and never a minus before zero. */
export function fixed(value: number, decimals = 0, grouping = true): string {
  if (!Number.isFinite(value)) return NOT_ESTIMABLE;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: grouping };
  const text = format(Math.abs(value), digits);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** As {@link fixed}, with + before what is above zero. */
export function signed(value: number, decimals = 0): string {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A count of people or rows: `4,000`. */
export function count(value: number): string {
  return fixed(value, 0);
}

/** A count for a screen reader: no separators, since some readers make two numbers of them. */
export function spokenCount(value: number): string {
  return fixed(value, 0, false);
}

/** Digits after the point that an estimate deserves: one when its 95 % interval is narrower than ±1, else none. Exact values (half-width 0) get one. */
export function decimalsFor(halfWidth: number): number {
  return halfWidth < 1 ? 1 : 0;
}

/** A difference of shares in points, without unit: 0.265 gives `27`, or `26.5` when the half-width (in points) is below 1. */
export function points(share: number | null, halfWidth = Infinity): string {
  return share === null ? NOT_ESTIMABLE : fixed(share * 100, decimalsFor(halfWidth));
}

/** As {@link points} with its sign: `+13`, `−13`, `0`. */
export function signedPoints(share: number | null, halfWidth = Infinity): string {
  return share === null ? NOT_ESTIMABLE : signed(share * 100, decimalsFor(halfWidth));
}

/** A share as a whole number of every hundred, without the words: 0.464 gives `46`. */
export function hundredth(share: number | null, halfWidth = Infinity): string {
  return points(share, halfWidth);
}

/** A share as people say it: `46 of 100`. */
export function ofHundred(share: number | null, halfWidth = Infinity): string {
  return share === null ? NOT_ESTIMABLE : `${points(share, halfWidth)} of 100`;
}

/** Two counts: `153 of 1,251`. */
export function countOf(part: number, whole: number): string {
  return `${count(part)} of ${count(whole)}`;
}

/** An interval of shares in points: `24 to 29`. */
export function pointsInterval(low: number | null, high: number | null, halfWidth = Infinity): string {
  return low === null || high === null ? NOT_ESTIMABLE : `${points(low, halfWidth)} to ${points(high, halfWidth)}`;
}

/** A measured value in its own unit with at most `digits` significant digits, never in exponents for everyday sizes: `43,500`, `0.0123`. */
export function quantity(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'missing';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : `${MINUS}infinite`;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-6)) return value.toExponential(2).replace(/-/g, MINUS);
  if (Number.isInteger(value)) return fixed(value, 0);
  const whole = size === 0 ? 1 : Math.floor(Math.log10(size)) + 1;
  const decimals = Math.max(0, digits - whole);
  return trimZeros(fixed(value, Math.min(decimals, 20)));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size in bytes: `412 kB`. */
export function bytes(value: number): string {
  if (value === 1) return '1 byte';
  let unit = 0;
  let size = value;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${fixed(size, unit > 0 && size < 9.95 ? 1 : 0)} ${UNITS[unit]!}`;
}

/** Picks the form for a count by the language's plural rules: `plural(1, { one: 'row', other: 'rows' })`. */
export function plural(value: number, forms: { readonly one: string; readonly other: string }): string {
  return rules.select(value) === 'one' ? forms.one : forms.other;
}

const rules = new Intl.PluralRules(LOCALE);

/** A counted noun: `1 row`, `4,000 rows`. */
export function counted(value: number, one: string, other: string): string {
  return `${count(value)} ${plural(value, { one, other })}`;
}

const lists = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/** `a`, `a and b`, `a, b, and c`. */
export function list(items: readonly string[]): string {
  return lists.format(items);
}

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** The day of a moment in milliseconds since 1970, UTC: `1 Feb 2024`. */
export function day(moment: number): string {
  return Number.isNaN(new Date(moment).getTime()) ? NOT_ESTIMABLE : days.format(moment);
}

const choices = new Intl.ListFormat(LOCALE, { type: 'disjunction' });

/** `a`, `a or b`, `a, b, or c`. */
export function either(items: readonly string[]): string {
  return choices.format(items);
}
