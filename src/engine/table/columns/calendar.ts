/** Days from 1970-01-01 to a day of the Gregorian calendar. Source: H. Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** Days of a month (1 to 12) of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Writes a time (ms since 1970 UTC) by a pattern of `yyyy`, `mm`/`m`, `dd`/`d`, `Mon`, `hh`/`h`, `mm` (minutes, behind an hour), `ss`, `f…` (decimals), `AM`;
 * other signs stand for themselves.
 */
export function formatDate(value: number, pattern: string): string {
  const date = new Date(value);
  const hour = date.getUTCHours();
  const shownHour = pattern.includes('AM') ? hour % 12 || 12 : hour;
  let hourSeen = false;
  return pattern.replace(/yyyy|Mon|AM|hh?|mm?|dd?|ss|f+/g, (part) => {
    switch (part) {
      case 'yyyy': return String(date.getUTCFullYear()).padStart(4, '0');
      case 'Mon': return MONTHS[date.getUTCMonth()]!;
      case 'AM': return hour < 12 ? 'AM' : 'PM';
      case 'h': case 'hh':
        hourSeen = true;
        return part === 'h' ? String(shownHour) : two(shownHour);
      case 'mm': return hourSeen ? two(date.getUTCMinutes()) : two(date.getUTCMonth() + 1);
      case 'm': return String(date.getUTCMonth() + 1);
      case 'dd': return two(date.getUTCDate());
      case 'd': return String(date.getUTCDate());
      case 'ss': return two(date.getUTCSeconds());
      default: return String(date.getUTCMilliseconds()).padStart(3, '0').slice(0, part.length).padEnd(part.length, '0');
    }
  });
}
