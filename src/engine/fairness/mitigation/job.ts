import { favourableScores } from '../../audit/outcome';
import { scoreRows } from '../../influence/rows';
import type { Job } from '../../jobs/types';
import type { Task } from '../../models/types';
import { copiesOf, makeChange } from './apply';
import type { Replacement } from './types';

/** How a model's raw scores become one number a person, larger = more favourable. */
export interface ScoreMeaning {
  readonly task: Task;
  readonly favourable: number;
  /** Numbers per raw score row. */
  readonly width: number;
}

/** What would every row's score be under each of some changes of the inputs? */
export interface NeutraliseQuestion {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly width: number;
  readonly meaning: ScoreMeaning;
  readonly changes: readonly Replacement[];
  /** Group of each row, −1 unknown; read by rank repair only. */
  readonly groups?: Int32Array<ArrayBuffer> | undefined;
}

export interface NeutraliseShard {
  readonly change: number;
  readonly replacement: Replacement;
  readonly meaning: ScoreMeaning;
  readonly width: number;
  readonly from: number;
  readonly values: Float64Array<ArrayBuffer>;
  readonly groups?: Int32Array<ArrayBuffer>;
}

export interface NeutralisePartial {
  readonly pieces: readonly { readonly change: number; readonly from: number; readonly scores: Float64Array<ArrayBuffer> }[];
  readonly rowsEvaluated: number;
}

export interface Neutralised {
  /** Favourable scores of all rows by change; null until every row is scored. */
  readonly scores: readonly (Float64Array<ArrayBuffer> | null)[];
  readonly rowsEvaluated: number;
  readonly rowsPlanned: number;
}

/** Model rows in one shard: long enough to be worth sending, short enough to show progress. */
const SHARD_ROWS = 32_768;

/** Favourable scores of rows under a replacement; with several draws the mean of the scores, NaN where the model gives none for one of them. */
export const neutraliseJob: Job<NeutraliseQuestion, NeutraliseShard, NeutralisePartial, Neutralised> = {
  name: 'neutralise',
  plan({ values, width, meaning, changes, groups }, known) {
    if (known !== undefined) return [];
    const rows = values.length / width;
    return changes.flatMap((replacement, change) => {
      const size = Math.max(1, Math.floor(SHARD_ROWS / copiesOf(replacement)));
      const needsGroup = replacement.kind === 'repaired' && groups !== undefined;
      return Array.from({ length: Math.ceil(rows / size) }, (_, k): NeutraliseShard => {
        const [from, to] = [k * size, Math.min(rows, (k + 1) * size)];
        const shard = { change, replacement, meaning, width, from, values: values.slice(from * width, to * width) };
        return needsGroup ? { ...shard, groups: groups.slice(from, to) } : shard;
      });
    });
  },

  async run({ change, replacement, meaning, width, from, values, groups }, context) {
    const rows = values.length / width;
    const copies = copiesOf(replacement);
    const put = makeChange(replacement);
    const scores = new Float64Array(rows);
    const write = (index: number, out: Float64Array, at: number): void => {
      const row = Math.floor(index / copies);
      for (let feature = 0; feature < width; feature++) out[at + feature] = values[row * width + feature]!;
      put(out, at, index % copies, groups?.[row] ?? -1);
    };
    await scoreRows(rows * copies, width, write, context, (raw, first) => {
      const favourable = favourableScores(raw as Float64Array<ArrayBuffer>, meaning.task, meaning.favourable, meaning.width);
      favourable.forEach((score, k) => {
        const row = Math.floor((first + k) / copies);
        scores[row] = scores[row]! + score / copies;
      });
    });
    return { pieces: [{ change, from, scores }], rowsEvaluated: rows * copies };
  },

  merge(a, b) {
    return { pieces: [...a.pieces, ...b.pieces], rowsEvaluated: a.rowsEvaluated + b.rowsEvaluated };
  },

  result({ values, width, changes }, { pieces, rowsEvaluated }) {
    const rows = values.length / width;
    const scores = changes.map((_, change) => {
      const own = pieces.filter((piece) => piece.change === change);
      if (own.reduce((sum, piece) => sum + piece.scores.length, 0) < rows) return null;
      const all = new Float64Array(rows);
      for (const piece of own) all.set(piece.scores, piece.from);
      return all;
    });
    return { scores, rowsEvaluated, rowsPlanned: changes.reduce((sum, replacement) => sum + rows * copiesOf(replacement), 0) };
  },
};
