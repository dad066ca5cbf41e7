import { noScore } from '../../influence/hybrids/evaluate';
import { quantityOf } from '../../influence/quantities';
import type { Quantity } from '../../influence/quantities';
import { drawOrder } from '../../influence/sampled/orders';
import type { ShardContext } from '../../jobs/types';
import { Random } from '../../stats/random';
import type { GapPartial, GapShard } from './types';
import { addWalk, creditWalk, RowList } from './walk';

/** Rows handed to the scorer at once: enough to keep it busy, few enough to hear a stop within a second. */
const BATCH = 4096;
/** Streams of units, apart from those that draw the rows. */
const FIRST_STREAM = 16;

/** Scores rows and reads the quantities off them. @throws AssayError `no-score` */
async function quantitiesOf(list: RowList, quantities: readonly Quantity[], { scorer, breathe }: ShardContext): Promise<Float64Array[]> {
  const { width, count } = list;
  const values = quantities.map(() => new Float64Array(count));
  for (let first = 0; first < count; first += BATCH) {
    const rows = Math.min(BATCH, count - first);
    const scores = await scorer.score(list.values.subarray(first * width, (first + rows) * width), rows);
    quantities.forEach((quantity, index) => {
      const own = values[index]!;
      for (let row = 0; row < rows; row++) {
        const value = quantityOf(quantity, scores, row);
        if (!Number.isFinite(value)) throw noScore(value);
        own[first + row] = value;
      }
    });
    await breathe();
  }
  return values;
}

/** Takes the people of some units apart. */
export async function runGap(shard: GapShard, context: ShardContext): Promise<GapPartial> {
  return shard.lens === 'unary' ? unary(shard, context) : walks(shard, context);
}

async function walks({ lens, from, count, width, players, quantities, seed, a, b, compared }: GapShard, context: ShardContext): Promise<GapPartial> {
  const list = new RowList(width, count * (lens === 'shared' ? 4 : 2) * players.length);
  const all = Int32Array.from(players.keys());
  const targets = lens === 'swap' ? b : compared;
  const units = Array.from({ length: count }, (_, unit) => {
    const at = unit * width;
    const order = drawOrder(all, Random.stream(seed, FIRST_STREAM + from + unit));
    const target = list.add(targets, at);
    const walk = addWalk(list, players, order, a, at, targets, at, target);
    if (lens === 'shared') return { walk, other: addWalk(list, players, order, b, at, targets, at, target) };
    return { walk, person: lens === 'swap' ? target : list.add(b, at) };
  });
  const known = await quantitiesOf(list, quantities, context);
  const columns = players.length + (lens === 'swap-ranks' ? 1 : 0);
  const values = new Float64Array(count * quantities.length * columns);
  const ends = new Float64Array(count * quantities.length * 2);
  units.forEach(({ walk, other, person }, unit) => {
    known.forEach((own, index) => {
      const at = unit * quantities.length + index;
      creditWalk(walk, own, 1, values, at * columns);
      if (other) creditWalk(other, own, -1, values, at * columns);
      ends[at * 2] = own[walk.person]!;
      ends[at * 2 + 1] = own[other ? other.person : person!]!;
      if (lens === 'swap-ranks') values[at * columns + players.length] = own[walk.target]! - ends[at * 2 + 1]!;
    });
  });
  return { pieces: [{ from, values, ends }], rowsEvaluated: list.count };
}

async function unary({ from, count, width, players, quantities, sets, shuffles, a, b, compared }: GapShard, context: ShardContext): Promise<GapPartial> {
  const targets = [...players.keys()].map((player) => [player]).concat(sets.map((set) => [...set]));
  const list = new RowList(width, count * 2 * (1 + targets.length * shuffles));
  for (let unit = 0; unit < count; unit++) {
    for (const people of [a, b]) {
      list.add(people, unit * width);
      for (let shuffle = 0; shuffle < shuffles; shuffle++) {
        for (const target of targets) {
          list.add(people, unit * width);
          for (const player of target) list.take(players[player]!, compared, (unit * shuffles + shuffle) * width);
        }
      }
    }
  }
  const known = await quantitiesOf(list, quantities, context);
  const values = new Float64Array(count * quantities.length * targets.length);
  const ends = new Float64Array(count * quantities.length * 2);
  const each = 1 + targets.length * shuffles;
  for (let unit = 0; unit < count; unit++) {
    known.forEach((own, index) => {
      const at = unit * quantities.length + index;
      for (let side = 0; side < 2; side++) {
        const first = (2 * unit + side) * each;
        ends[at * 2 + side] = own[first]!;
        const factor = (side === 0 ? 1 : -1) / shuffles;
        for (let i = 0; i < targets.length * shuffles; i++) {
          const to = at * targets.length + (i % targets.length);
          values[to] = values[to]! + factor * (own[first]! - own[first + 1 + i]!);
        }
      }
    });
  }
  return { pieces: [{ from, values, ends }], rowsEvaluated: list.count };
}
