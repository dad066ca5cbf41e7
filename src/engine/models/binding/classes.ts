import { normalise } from './propose';
import { numberOf } from '../../table/cell';

/**
 * For each class of a model the index of the label level with the same name: exact, then as numbers (`1` and `1.0`), then without case and
 * punctuation.
 * Null when any class has no single counterpart; then a person must say which level each class is.
 */
export function matchClasses(classes: readonly string[], levels: readonly string[]): number[] | null {
  const ways: ((a: string, b: string) => boolean)[] = [
    (a, b) => a === b,
    (a, b) => !Number.isNaN(numberOf(a)) && numberOf(a) === numberOf(b),
    (a, b) => normalise(a) !== '' && normalise(a) === normalise(b),
  ];
  for (const same of ways) {
    const found = classes.map((name) => levels.flatMap((level, i) => (same(name, level) ? [i] : [])));
    if (found.every((list) => list.length === 1) && new Set(found.flat()).size === classes.length) return found.map((list) => list[0]!);
  }
  return null;
}
