import { MONTHS } from './calendar';

/** `ymd`: 2016-10-05; `abY`: 05/10/2016 with day and month in unknown order; `monY`: Oct-2016; `dMonY`: 5-Oct-2016. */
export const YMD = 1;
export const ABY = 2;
export const MONY = 3;
export const DMONY = 4;

/** What {@link readDate} found; one record for all calls, because a date column makes millions of them. */
export const found = {
  family: 0,
  /** Byte between the parts. */
  separator: 0,
  year: 0,
  /** For `abY` the first and second number; else month and day (1 for a month alone). */
  first: 0,
  second: 0,
  /** Milliseconds of the day, moved by the zone. */
  time: 0,
  /** 0 when a part below 10 has no leading zero, 1 when it has, −1 when no part is below 10. */
  padded: -1,
  /** Packed form of the time: see {@link timePattern}. 0 when there is none. */
  timeForm: 0,
  /** True when the exact text cannot be written back: a zone other than Z, decimals past the millisecond, month names in other letters. */
  lossy: false,
};

let position = 0;
let width = 0;

function number(bytes: Uint8Array, end: number, most: number): number {
  let value = 0;
  const start = position;
  while (position < end && position - start < most) {
    const digit = (bytes[position]! - 48) >>> 0;
    if (digit > 9) break;
    value = value * 10 + digit;
    position++;
  }
  width = position - start;
  return width === 0 ? -1 : value;
}

function noteWidth(value: number): void {
  if (value < 10) {
    const padded = width === 2 ? 1 : 0;
    if (found.padded === -1) found.padded = padded;
    else if (found.padded !== padded) found.lossy = true;
  }
}

function monthName(bytes: Uint8Array, end: number): number {
  if (position + 3 > end) return 0;
  let word = '';
  for (let i = 0; i < 3; i++) word += String.fromCharCode(bytes[position + i]!);
  const month = MONTHS.findIndex((name) => name.toLowerCase() === word.toLowerCase()) + 1;
  if (month > 0) {
    if (MONTHS[month - 1] !== word) found.lossy = true;
    position += 3;
  }
  return month;
}

const isSeparator = (byte: number): boolean => byte === 45 || byte === 47 || byte === 46;

/** Reads the cell bytes[start..end) as a date into {@link found}; false when it is none. Day and month are not checked against the calendar yet. */
export function readDate(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 6 || end - start > 40) return false;
  position = start;
  found.time = 0;
  found.timeForm = 0;
  found.padded = -1;
  found.lossy = false;
  const lead = number(bytes, end, 5);
  const leadWidth = width;
  if (lead < 0) {
    const month = monthName(bytes, end);
    if (month === 0) return false;
    found.separator = bytes[position++]!;
    if (found.separator !== 45 && found.separator !== 32 && found.separator !== 47) return false;
    found.year = number(bytes, end, 5);
    if (width !== 4 || position !== end) return false;
    found.family = MONY;
    found.first = month;
    found.second = 1;
    return true;
  }
  found.separator = bytes[position++]!;
  if (leadWidth === 4) {
    if (!isSeparator(found.separator)) return false;
    found.family = YMD;
    found.year = lead;
    found.first = number(bytes, end, 2);
    noteWidth(found.first);
    if (found.first < 0 || bytes[position++] !== found.separator) return false;
    found.second = number(bytes, end, 2);
    noteWidth(found.second);
    return found.second >= 0 && readTime(bytes, end);
  }
  if (leadWidth > 2) return false;
  width = leadWidth;
  noteWidth(lead);
  const month = found.separator === 45 || found.separator === 32 ? monthName(bytes, end) : 0;
  if (month > 0) {
    found.family = DMONY;
    found.first = month;
    found.second = lead;
  } else {
    if (!isSeparator(found.separator)) return false;
    found.family = ABY;
    found.first = lead;
    found.second = number(bytes, end, 2);
    noteWidth(found.second);
    if (found.second < 0) return false;
  }
  if (bytes[position++] !== found.separator) return false;
  found.year = number(bytes, end, 5);
  return width === 4 && readTime(bytes, end);
}

function readTime(bytes: Uint8Array, end: number): boolean {
  if (position === end) return true;
  const joint = bytes[position++]!;
  if (joint !== 32 && joint !== 84) return false;
  let hour = number(bytes, end, 2);
  const wideHour = width === 2;
  if (hour < 0 || bytes[position++] !== 58) return false;
  const minute = number(bytes, end, 2);
  if (width !== 2 || minute > 59) return false;
  let second = 0;
  let milliseconds = 0;
  let parts = 0;
  let decimals = 0;
  if (position < end && bytes[position] === 58) {
    position++;
    second = number(bytes, end, 2);
    if (width !== 2 || second > 59) return false;
    parts = 1;
    if (position < end && (bytes[position] === 46 || bytes[position] === 44)) {
      if (bytes[position] === 44) found.lossy = true;
      position++;
      const start = position;
      const fraction = number(bytes, end, 9);
      decimals = position - start;
      if (decimals === 0) return false;
      milliseconds = Math.floor((fraction * 1000) / 10 ** decimals);
      if (decimals > 3 && fraction % 10 ** (decimals - 3) !== 0) found.lossy = true;
    }
  }
  let half = 0;
  if (position < end && bytes[position] === 32) {
    const letter = bytes[position + 1]! | 32;
    if ((letter !== 97 && letter !== 112) || (bytes[position + 2]! | 32) !== 109 || hour < 1 || hour > 12) return false;
    if (bytes[position + 1]! > 90 || bytes[position + 2]! > 90) found.lossy = true;
    position += 3;
    half = 1;
    hour = (hour % 12) + (letter === 112 ? 12 : 0);
  }
  if (hour > 23) return false;
  found.time = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  const zone = readZone(bytes, end);
  if (zone < 0) return false;
  if (half === 0 && hour < 10 && !wideHour) parts += 2;
  else if (half === 1 && !wideHour) parts += 2;
  found.timeForm = 1 | (joint === 84 ? 2 : 0) | ((parts & 1) << 2) | (half << 3) | (zone << 4) | ((parts & 2) << 4) | (decimals << 6);
  return true;
}

/** 0: none, 1: in UTC; −1: not a zone. */
function readZone(bytes: Uint8Array, end: number): number {
  if (position === end) return 0;
  const sign = bytes[position++]!;
  if (sign === 90 && position === end) return 1;
  if (sign !== 43 && sign !== 45) return -1;
  const hours = number(bytes, end, 2);
  if (width !== 2) return -1;
  if (position < end && bytes[position] === 58) position++;
  const minutes = position === end ? 0 : number(bytes, end, 2);
  if (position !== end || hours > 14 || minutes > 59 || minutes < 0) return -1;
  found.time -= (sign === 43 ? 1 : -1) * (hours * 60 + minutes) * 60000;
  found.lossy = true;
  return 1;
}

/** The pattern of a packed time form, e.g. ` hh:mm:ss`. */
export function timePattern(form: number): string {
  if (form === 0) return '';
  const decimals = form >> 6;
  const hour = form & 32 ? 'h' : 'hh';
  const seconds = form & 4 ? `:ss${decimals > 0 ? `.${'f'.repeat(decimals)}` : ''}` : '';
  return `${form & 2 ? 'T' : ' '}${hour}:mm${seconds}${form & 8 ? ' AM' : ''}${form & 16 ? 'Z' : ''}`;
}
