import { AssayError } from '../../errors';
import type { ImportanceQuestion } from '../importance/job';
import { CROSS_PLAYERS } from '../sampled/sums';
import type { PeopleSet, SetsQuestion } from './types';

/** The sets of a question, the one that is taken away last. */
export function setsOf({ a, b }: SetsQuestion): readonly PeopleSet[] {
  return b === undefined ? [a] : [a, b];
}

/** Order in which people are explained: those of both sets mixed evenly, so that a first picture has some of each. */
export function mixedOrder(question: SetsQuestion): { readonly set: number; readonly row: number }[] {
  return setsOf(question)
    .flatMap(({ rows }, set) => {
      const count = rows.length / question.width;
      return Array.from({ length: count }, (_, row) => ({ set, row, place: (row + 0.5) / count }));
    })
    .sort((one, other) => one.place - other.place || one.set - other.set);
}

/**
 * The same as a question about the importance of inputs, whose strata are the sets.
 * @throws AssayError `empty-set` for a set without rows; RangeError where rows are not whole
 */
export function asImportance(question: SetsQuestion): ImportanceQuestion {
  const { width, background, backgroundOf, players, quantity, settings } = question;
  const sets = setsOf(question);
  const counts = sets.map(({ rows }) => rows.length / width);
  for (const count of counts) {
    if (!Number.isInteger(count)) throw new RangeError(`a set of ${count * width} numbers is not made of rows of ${width}`);
    if (count === 0) throw emptySet();
  }
  const order = mixedOrder(question);
  const people = new Float64Array(order.length * width);
  order.forEach(({ set, row }, at) => people.set(sets[set]!.rows.subarray(row * width, (row + 1) * width), at * width));
  const labelled = sets.every(({ labels, rows }) => labels?.length === rows.length / width);
  return {
    people,
    stratum: Int32Array.from(order, ({ set }) => set),
    sizes: Int32Array.from(sets, ({ of }, set) => Math.max(of, counts[set]!)),
    width,
    background,
    players,
    quantity,
    ...(labelled && { labels: Float64Array.from(order, ({ set, row }) => sets[set]!.labels![row]!) }),
    keepRows: backgroundOf * width > background.length && players.length <= CROSS_PLAYERS,
    settings,
  };
}

function emptySet(): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'empty-set',
    what: 'There is nobody to explain: one of the sets has no rows.',
    why: 'A mean is over at least one row.',
    remedy: 'Choose another group, or take away a condition that nobody meets.',
  });
}
