import type { ShardContext } from '../../jobs/types';
import { Random } from '../../stats/random';
import { scoreRows } from '../rows';
import { lossOf, lossWidth } from './losses';
import type { SagePartial, SageShard } from './sage-types';

/**
 * Loss saved per player by antithetic walks from knowing nothing to knowing a row.
 * Sources: Covert, Lundberg and Lee, "Understanding global feature contributions with additive importance measures" (2020) for the game and the mean
 * over the background before the loss; Lundberg et al., "From local explanations to global understanding" (2020) for each person's loss.
 */
export async function runSage({ question, look, from, to }: SageShard, context: ShardContext): Promise<SagePartial> {
  const { values, width, labels, background, players, loss, settings } = question;
  const count = players.length;
  const wide = lossWidth(loss);
  const pool = background.length / width;
  const each = settings.unknown === 'mean-score' ? pool : 1;
  // States of a unit: nothing known, then one more known at a time, all but the last on both walks, and all known.
  const inner = count - 1;
  const states = 2 * inner;
  const plans = Array.from({ length: to - from }, (_, i) => {
    const random = Random.stream(settings.seed, from + i);
    const order = random.shuffle(Int32Array.from({ length: count }, (_unused, player) => player));
    return { row: (from + i) % labels.length, order, donor: each === 1 ? random.below(pool) : 0 };
  });
  const empty = each === 1 ? 1 : 0;
  const perUnit = states * each + 1 + empty;
  const shared = each === 1 ? 0 : pool;
  const copy = (source: Float64Array, row: number, out: Float64Array, at: number): void => {
    for (let feature = 0; feature < width; feature++) out[at + feature] = source[row * width + feature]!;
  };
  const write = (number: number, out: Float64Array, at: number): void => {
    if (number < shared) return copy(background, number, out, at);
    const { row, order, donor } = plans[Math.floor((number - shared) / perUnit)]!;
    const place = (number - shared) % perUnit;
    if (place === states * each) return copy(values, row, out, at);
    if (place > states * each) return copy(background, donor, out, at);
    const state = Math.floor(place / each);
    copy(background, each === 1 ? donor : place % each, out, at);
    const known = (state % inner) + 1;
    for (let k = 0; k < known; k++) {
      const player = order[state < inner ? k : count - 1 - k]!;
      for (const feature of players[player]!.features) out[at + feature] = values[row * width + feature]!;
    }
  };
  const total = shared + plans.length * perUnit;
  // Mean scores of each state, in the order: shared empty state, then per unit its states, all known, its own empty state.
  const slots = states + 1 + empty;
  const means = new Float64Array((1 + plans.length * slots) * wide);
  await scoreRows(total, width, write, context, (scores, first, rows) => {
    for (let i = 0; i < rows; i++) {
      const number = first + i;
      const place = (number - shared) % perUnit;
      const inStates = place < states * each;
      const slot =
        number < shared
          ? 0
          : 1 + Math.floor((number - shared) / perUnit) * slots + (inStates ? Math.floor(place / each) : states + place - states * each);
      const share = number < shared ? pool : inStates ? each : 1;
      for (let k = 0; k < wide; k++) means[slot * wide + k] = means[slot * wide + k]! + scores[i * wide + k]! / share;
    }
  });
  const saved = new Float64Array(plans.length * count);
  plans.forEach(({ row, order }, unit) => {
    const label = labels[row]!;
    const at = 1 + unit * slots;
    const start = lossOf(loss, means, empty === 1 ? at + states + 1 : 0, label);
    const end = lossOf(loss, means, at + states, label);
    for (let walk = 0; walk < 2; walk++) {
      let before = start;
      for (let k = 0; k < count; k++) {
        const player = order[walk === 0 ? k : count - 1 - k]!;
        const after = k === count - 1 ? end : lossOf(loss, means, at + walk * inner + k, label);
        saved[unit * count + player] = saved[unit * count + player]! + (before - after) / 2;
        before = after;
      }
    }
  });
  return { pieces: [{ from, saved }], look, rowsEvaluated: total };
}
