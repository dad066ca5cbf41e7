import { Random } from '../../stats/random';

/**
 * Deals rows into folds so that every class is spread over them as evenly as it goes: with fewer rows of a class than folds some folds lack it.
 * @param classes one per row from 0; −1 for rows that take no part
 * @returns fold of each row from 0; −1 for rows that take no part
 */
export function stratifiedFolds(classes: ArrayLike<number>, folds: number, seed: number): Int32Array<ArrayBuffer> {
  const order = new Random(seed).shuffle(Int32Array.from({ length: classes.length }, (_, row) => row));
  const next = new Map<number, number>();
  const fold = new Int32Array(classes.length).fill(-1);
  let first = 0;
  for (const row of order) {
    const own = classes[row]!;
    if (own < 0) continue;
    const at = next.get(own) ?? first++ % folds;
    fold[row] = at;
    next.set(own, (at + 1) % folds);
  }
  return fold;
}
