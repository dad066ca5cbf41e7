import { MISSING_IN_NUMBERS, MISSING_TEXTS } from '../columns/missing';
import { readDate } from '../columns/datetext';

const missing = new Set<string>(['', ...MISSING_TEXTS, ...MISSING_IN_NUMBERS]);
const encoder = new TextEncoder();

/** Whether a sampled cell could be a number, written in any usual way. */
export const numberLike = (cell: string): boolean => /^[+-]?(\d[\d.,\u00a0\u202f]*|[.,]\d+)([eE][+-]?\d+)?\s?%?$/.test(cell);

/** Whether a cell reads as a date. */
export function dateLike(cell: string): boolean {
  const bytes = encoder.encode(cell);
  return readDate(bytes, 0, bytes.length);
}

/** Whether a cell reads as a missing value. */
export const missingLike = (cell: string): boolean => missing.has(cell);
