import type { ShardContext } from '../../jobs/types';
import { Random } from '../../stats/random';
import { quantityOfRows } from '../rows';
import { alongWay, goesStraight } from './path';
import type { GradientPartial, GradientPiece, GradientQuestion, GradientShard } from './types';

/** Streams kept apart for each background row. */
const STREAMS_PER_ROW = 2;

/** One move of one player: the model row after it, and who moved. */
interface Stair {
  readonly player: number;
  readonly walk: 0 | 1;
}

interface Staircase {
  readonly row: number;
  readonly steps: number;
  readonly stairs: readonly Stair[];
}

/**
 * The increments of staircases: in every step each player that differs moves on by one step, one after the other in a random order, and on a second
 * walk in the reverse order. Each move's change is its player's, so the sums are complete whatever the steps. The two walks together are exact to
 * second order. Sources: Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks" (2017) for the integral; Erion et al., "Improving
 * performance of deep learning models with axiomatic attribution priors and expected gradients" (2021) for the mean over a background.
 */
export async function runStaircase({ question, from, to }: GradientShard, context: ShardContext): Promise<GradientPartial> {
  const { person, background, players, settings } = question;
  const width = person.length;
  const count = players.length;
  const fine = Math.max(2, settings.steps);
  const staircases: Staircase[] = [];
  for (let row = from; row < to; row++) {
    [fine, Math.max(1, Math.floor(fine / 2))].forEach((steps, which) => staircases.push(staircase(question, row, steps, which)));
  }
  const total = staircases.reduce((sum, { stairs }) => sum + stairs.length, 0);
  // Rows first: the person, then the background rows, then all stairs.
  const ends = 1 + to - from;
  const moved = writer(question, staircases);
  const values = await quantityOfRows(
    ends + total,
    width,
    (number, out, at) => {
      if (number >= ends) return moved(out, at);
      const source = number === 0 ? person : background;
      const start = number === 0 ? 0 : (from + number - 1) * width;
      for (let feature = 0; feature < width; feature++) out[at + feature] = source[start + feature]!;
    },
    question.quantity,
    context,
  );
  const shares = new Float64Array((to - from) * count);
  const coarse = new Float64Array(shares.length);
  let at = ends;
  for (const [index, { row, stairs }] of staircases.entries()) {
    const out = index % 2 === 0 ? shares : coarse;
    let before = NaN;
    let walk = -1;
    for (const stair of stairs) {
      if (stair.walk !== walk) before = values[1 + row - from]!;
      walk = stair.walk;
      const after = values[at++]!;
      const own = (row - from) * count + stair.player;
      out[own] = out[own]! + (after - before) / 2;
      before = after;
    }
  }
  const piece: GradientPiece = { from, shares, coarse, start: values.slice(1, ends), end: values[0]! };
  return { pieces: [piece], rowsEvaluated: ends + total };
}

function staircase({ person, background, players, settings }: GradientQuestion, row: number, steps: number, which: number): Staircase {
  const width = person.length;
  const differing = players.flatMap(({ features }, player) =>
    features.some((feature) => !Object.is(person[feature]! + 0, background[row * width + feature]! + 0)) ? [player] : [],
  );
  const random = Random.stream(settings.seed, row * STREAMS_PER_ROW + which);
  const orders = Array.from({ length: steps }, () => random.shuffle(Int32Array.from(differing)));
  const walkOf = (walk: 0 | 1): Stair[] =>
    orders.flatMap((order) => Array.from(walk === 0 ? order : order.slice().reverse(), (player) => ({ player, walk })));
  return { row, steps, stairs: [...walkOf(0), ...walkOf(1)] };
}

/** Writes the stairs one after the other, each time it is called the next. */
function writer(question: GradientQuestion, staircases: readonly Staircase[]): (out: Float64Array, at: number) => void {
  const { person, background, players, levels } = question;
  const width = person.length;
  const current = new Float64Array(width);
  const done = new Int32Array(players.length);
  let which = 0;
  let next = 0;
  let walk = -1;
  return (out, at) => {
    while (next === staircases[which]!.stairs.length) {
      which++;
      next = 0;
      walk = -1;
    }
    const { row, steps, stairs } = staircases[which]!;
    const stair = stairs[next++]!;
    if (stair.walk !== walk) {
      walk = stair.walk;
      done.fill(0);
      for (let feature = 0; feature < width; feature++) current[feature] = background[row * width + feature]!;
    }
    const part = ++done[stair.player]! / steps;
    for (const feature of players[stair.player]!.features) {
      const [start, end] = [background[row * width + feature]!, person[feature]!];
      current[feature] = alongWay(start, end, part, goesStraight(start, end, levels[feature] === 1));
    }
    for (let feature = 0; feature < width; feature++) out[at + feature] = current[feature]!;
  };
}
