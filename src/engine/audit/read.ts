/** Reads an untrusted value; undefined means: not of the right form. */
export type Reader<T> = (value: unknown) => T | undefined;

/** A whole number from `low` to `high`. */
export const whole =
  (low: number, high: number): Reader<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high ? value : undefined;

/** A number from `low` to `high`. */
export const between =
  (low: number, high: number): Reader<number> =>
  (value) =>
    typeof value === 'number' && value >= low && value <= high ? value : undefined;

/** Any number but the infinities. */
export const finite: Reader<number> = between(-Number.MAX_VALUE, Number.MAX_VALUE);

/** JSON has no NaN, so it stands as a word where a missing value is meant. */
export const number: Reader<number> = (value) => (value === 'NaN' ? NaN : finite(value));

/** True or false. */
export const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** A text of at most so many characters. */
export const string =
  (longest: number): Reader<string> =>
  (value) =>
    typeof value === 'string' && value.length <= longest ? value : undefined;

/** One of some words. */
export const oneOf =
  <T extends string>(words: readonly T[]): Reader<T> =>
  (value) =>
    words.find((word) => word === value);

/** At most so many items, each of one form. */
export function list<T>(item: Reader<T>, longest: number): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > longest) return undefined;
    const read = value.map((entry) => item(entry));
    return read.includes(undefined) ? undefined : (read as T[]);
  };
}

/** Two items of one form. */
export function pair<T>(item: Reader<T>): Reader<readonly [T, T]> {
  return (value) => {
    const read = list(item, 2)(value);
    return read?.length === 2 ? [read[0]!, read[1]!] : undefined;
  };
}

/** What stands under a key of its own; undefined where there is none. */
export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** A place among columns or inputs. */
export const position = whole(0, 99_999);
