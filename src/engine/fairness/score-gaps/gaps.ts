import { permutationP } from '../../stats/tests';
import { Random } from '../../stats/random';
import type { LeftOut } from '../../stats/intervals';
import { summarise } from '../bootstrap';
import type { Bootstrapped, BootstrapOptions } from '../bootstrap';
import type { ThresholdIndex } from '../threshold-index';
import { COMPARE_FROM } from '../verdict';
import { SCORE_GAPS, keptByShuffles, scoreGap, withinOutcome } from './measures';
import type { ScoreGapId } from './measures';
import { OUTCOMES, plainTable, resampleSide, scoreTable, shuffleTable } from './table';
import type { ScoreTable, SideCounts } from './table';

export interface ScoreGap extends Omit<Bootstrapped, 'p'> {
  readonly id: ScoreGapId;
  /** Share of shuffles of the group labels (of people with equal outcome for ABROCA, with equal score for calibration, else of everyone) with a value at least as large, with one added. */
  readonly p: number;
  /** Mean size in the shuffles: what luck alone makes (noise floor). */
  readonly floor: number;
  /** Some cell of side and outcome has fewer than 30 people: the interval is a rough one. */
  readonly rough: boolean;
}

export interface ScoreGapQuestion extends BootstrapOptions {
  readonly index: ThresholdIndex;
  readonly group: number;
  readonly against: number | 'others';
  /** Shuffles of the group labels; as many as resamples when nothing is said. */
  readonly shuffles?: number;
}

const RESAMPLES = 500;
const PARTS = ['people', 'weight', 'square'] as const;

/** The value without one of the people that are alike, for every kind of person. */
function leaveOneOut(id: ScoreGapId, table: ScoreTable): LeftOut[] {
  const out: LeftOut[] = [];
  (['here', 'there'] as const).forEach((name, s) => {
    const side = table[name];
    const weighted = side.weight !== side.people;
    const people = side.people.slice();
    const fewer: SideCounts = weighted ? { people, weight: side.weight.slice(), square: side.square.slice() } : { people, weight: people, square: people };
    const without = { ...table, [name]: fewer };
    side.people.forEach((alike, cell) => {
      if (alike === 0) return;
      for (const part of PARTS) fewer[part][cell] = side[part][cell]! * (1 - 1 / alike);
      const value = scoreGap(id, without);
      for (const part of PARTS) fewer[part][cell] = side[part][cell]!;
      if (value !== null) out.push({ value, alike, stratum: withinOutcome(id) ? OUTCOMES * s + Math.floor(cell / table.scores.length) : s });
    });
  });
  return out;
}

/**
 * How far a group's scores and another side's differ, by measures that have no closed interval: BCa bootstrap (ABROCA within group and outcome, the others
 * within group) and shuffles. With more than 200 different scores neighbouring scores are counted together. Weights count in the values and the resamples;
 * shuffles deal people, so p-values and noise floors are those of the people alone. A measure that is not estimable is left out.
 */
export function scoreGaps({ index, group, against, seed, resamples = RESAMPLES, shuffles = resamples, level = 0.95 }: ScoreGapQuestion): ScoreGap[] {
  const table = scoreTable(index, group, against);
  const plain = plainTable(table);
  const sizes = [table.here, table.there].flatMap(({ people }) => Array.from({ length: OUTCOMES }, (_, outcome) => people.subarray(outcome * table.scores.length, (outcome + 1) * table.scores.length).reduce((sum, n) => sum + n, 0)));
  const rough = sizes.some((n) => n > 0 && n < COMPARE_FROM);
  const able = SCORE_GAPS.filter((id) => scoreGap(id, table) !== null);
  const [drawn, shuffled] = [resamples, shuffles].map((count) => new Map(able.map((id) => [id, new Float64Array(count)])));
  for (let i = 0; i < resamples; i++) {
    for (const within of [true, false]) {
      const ids = able.filter((id) => withinOutcome(id) === within);
      if (ids.length === 0) continue;
      const random = Random.stream(seed, 3 * i + Number(within));
      const resample = { ...table, here: resampleSide(table.here, within, random), there: resampleSide(table.there, within, random) };
      for (const id of ids) drawn!.get(id)![i] = scoreGap(id, resample, 2) ?? NaN;
    }
  }
  for (let i = 0; i < shuffles; i++) {
    const random = Random.stream(seed, 3 * i + 2);
    for (const kept of ['outcome', 'score', 'none'] as const) {
      const ids = able.filter((id) => keptByShuffles(id) === kept);
      if (ids.length === 0) continue;
      const dealt = shuffleTable(table, kept, random);
      for (const id of ids) shuffled!.get(id)![i] = Math.abs(scoreGap(id, dealt) ?? NaN);
    }
  }
  return able.flatMap((id) => {
    const value = scoreGap(id, table);
    const summary = summarise(value, drawn!.get(id)!, leaveOneOut(id, table), level);
    if (!summary) return [];
    const sizesOfLuck = shuffled!.get(id)!.filter((size) => !Number.isNaN(size));
    const seen = Math.abs(scoreGap(id, plain) ?? NaN);
    const asLarge = sizesOfLuck.reduce((count, size) => count + Number(size >= seen - 1e-12), 0);
    return [{ ...summary, id, p: permutationP(asLarge, sizesOfLuck.length), floor: sizesOfLuck.reduce((sum, size) => sum + size, 0) / Math.max(1, sizesOfLuck.length), rough }];
  });
}
