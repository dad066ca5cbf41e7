import { fitLogistic, predictLogistic } from '../../learn/logistic';
import type { Interval } from '../../stats/intervals';
import { blockedTest, type CountTest } from '../../stats/tests';
import { auc } from '../auc';
import { worstComponent, type Component, type ComponentRows } from './component';
import { cannotExperiment, needBoth } from './faults';
import { drawPeople, stream } from './streams';

/** One thing the system returns. */
export interface ReturnedColumn {
  readonly name: string;
  /** One number per row, NaN missing. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** Can the group be told from what the system returns? */
export interface ClassifierQuestion {
  readonly columns: readonly ReturnedColumn[];
  /** 0 first group, 1 second, −1 neither; one per row. */
  readonly group: Int8Array<ArrayBuffer>;
  /** Block of each row; labels are only ever exchanged within a block. −1 leaves a row out. */
  readonly block: Int32Array<ArrayBuffer>;
  readonly names: readonly [string, string];
  /** Most people drawn, training and held-out ones together. */
  readonly size: number;
  readonly seed: number;
  /** Rows drawn before by {@link drawnPeople}, where columns were made for them alone. */
  readonly drawn?: Drawn;
  /** Shuffles for the worst component; by default as many as take about a second. */
  readonly shuffles?: number;
}

/** People drawn, in random order, and how many could not be because something returned is missing. */
export interface Drawn {
  readonly rows: Int32Array<ArrayBuffer>;
  readonly missing: number;
}

export interface Classifier {
  readonly training: number;
  /** Held-out people of either group, and how many of them were told correctly. */
  readonly heldOut: readonly [number, number];
  readonly right: readonly [number, number];
  /** Held-out chance that a person of the first group is ranked above one of the second. */
  readonly auc: number;
  /** `auc` − ½. */
  readonly effect: number;
  readonly interval: Interval | null;
  /** Of the count of first-group people told to be such; as large, one-sided. */
  readonly test: CountTest;
  /** Held-out AUC of each returned column by itself. */
  readonly alone: readonly { readonly name: string; readonly auc: number }[];
  /** The weighted sum of the columns that tells the groups apart most. */
  readonly component: Component;
  /** People left out because something returned is missing. */
  readonly missing: number;
}

/** Share of each block's people of each group that the classifier learns from. */
export const TRAINING_SHARE = 0.7;
/** Weight of the penalty on coefficients of standardised columns: one person's worth. */
const PENALTY = 1;

/** Standardised values and their squares: a group that differs only in spread is told by the squares. */
function expand(columns: readonly ReturnedColumn[], rows: Int32Array, training: Int32Array): Float64Array<ArrayBuffer> {
  const width = 2 * columns.length;
  const out = new Float64Array(rows.length * width);
  columns.forEach(({ values }, c) => {
    const mean = training.reduce((sum, row) => sum + values[row]!, 0) / training.length;
    const spread = Math.sqrt(training.reduce((sum, row) => sum + (values[row]! - mean) ** 2, 0) / training.length) || 1;
    rows.forEach((row, i) => {
      const z = (values[row]! - mean) / spread;
      out[i * width + 2 * c] = z;
      out[i * width + 2 * c + 1] = z * z;
    });
  });
  return out;
}

/** The people a question is about: at most `size` of those with everything that is returned. */
export function drawnPeople({ columns, group, block, size, seed }: Omit<ClassifierQuestion, 'names' | 'drawn'>): Drawn {
  const eligible = Int32Array.from(group.keys()).filter((row) => group[row]! >= 0 && block[row]! >= 0);
  const complete = eligible.filter((row) => columns.every(({ values }) => !Number.isNaN(values[row]!)));
  return { rows: drawPeople(complete, size, seed), missing: eligible.length - complete.length };
}

/** The worst linear component of the columns, without their squares. */
function component(columns: readonly ReturnedColumn[], training: Int32Array, heldOut: Int32Array, { group, block, seed, shuffles }: ClassifierQuestion): Component {
  const rowsOf = (rows: Int32Array): ComponentRows => {
    const both = expand(columns, rows, training);
    return { values: both.filter((_, i) => i % 2 === 0), width: columns.length, group: Array.from(rows, (row) => group[row]!), block: Array.from(rows, (row) => block[row]!) };
  };
  return worstComponent(rowsOf(training), rowsOf(heldOut), seed, shuffles);
}

/** Splits every block's people of either group, so that held-out people are like those learned from. */
function split(rows: Int32Array, { group, block, seed }: ClassifierQuestion): { training: Int32Array; heldOut: Int32Array } {
  const cells = new Map<string, number[]>();
  for (const row of rows) {
    const key = `${block[row]},${group[row]}`;
    const cell = cells.get(key);
    if (cell) cell.push(row);
    else cells.set(key, [row]);
  }
  const [training, heldOut]: [number[], number[]] = [[], []];
  let index = 0;
  for (const key of [...cells.keys()].sort()) {
    const members = stream(seed, 'holdOut', index++).shuffle(cells.get(key)!);
    const learned = Math.round(members.length * TRAINING_SHARE);
    training.push(...members.slice(0, learned));
    heldOut.push(...members.slice(learned));
  }
  return { training: Int32Array.from(training), heldOut: Int32Array.from(heldOut) };
}

/**
 * A two-sample test by classification: logistic regression learns the group from what the system returns, and is judged on people it has not seen. The
 * p-value is exact: with the classifier fixed, exchanging held-out group labels within blocks makes the count of those told correctly a sum of
 * hypergeometric counts, so that no shuffles need be drawn. Sources: Datta, Tschantz and Datta (2015); Lopez-Paz and Oquab (2017).
 * @throws AssayError `experiment-one-group` when a group has nobody to learn from or nobody held out,
 * `experiment-blocks` when no block has both
 */
export function tellApart(question: ClassifierQuestion): Classifier {
  const { columns, group, block, names } = question;
  const { rows: drawn, missing } = question.drawn ?? drawnPeople(question);
  const { training, heldOut } = split(drawn, question);
  const of = (rows: Int32Array, side: 0 | 1): Int32Array => rows.filter((row) => group[row] === side);
  const [learned, judged] = ([training, heldOut] as const).map((rows) => [of(rows, 0), of(rows, 1)] as const) as [readonly [Int32Array, Int32Array], readonly [Int32Array, Int32Array]];
  needBoth(Math.min(learned[0].length, judged[0].length), Math.min(learned[1].length, judged[1].length), names);

  // Both groups weigh alike, so that a small one is not told by always naming the large one.
  const weights = Float64Array.from(training, (row) => training.length / 2 / learned[group[row] as 0 | 1].length);
  const labels = Uint8Array.from(training, (row) => (group[row] === 0 ? 1 : 0));
  const fit = fitLogistic({ values: expand(columns, training, training), rows: training.length, columns: 2 * columns.length, labels, weights }, { penalty: PENALTY });
  const chances = (rows: Int32Array): Float64Array<ArrayBuffer> => predictLogistic(fit, expand(columns, rows, training), rows.length);

  const blocks = new Map<number, { k1: number; n1: number; k2: number; n2: number }>();
  const right: [number, number] = [0, 0];
  const ranked = judged.map((rows, side) => {
    const own = chances(rows);
    rows.forEach((row, i) => {
      const told = own[i]! >= 0.5 ? 1 : 0;
      const entry = blocks.get(block[row]!) ?? { k1: 0, n1: 0, k2: 0, n2: 0 };
      if (side === 0) {
        entry.n1++;
        entry.k1 += told;
        right[0] += told;
      } else {
        entry.n2++;
        entry.k2 += told;
        right[1] += 1 - told;
      }
      blocks.set(block[row]!, entry);
    });
    return own.sort();
  });
  const test = blockedTest([...blocks.values()]);
  if (test === null) throw cannotExperiment('experiment-blocks', 'No block has people of both groups, so that no labels can be exchanged within one.', 'Choose another column for blocks, or none.');
  const area = auc(ranked[0]!, ranked[1]!)!;
  const limits = area.interval;
  const alone = columns.map(({ name, values }) => {
    const sorted = judged.map((rows) => Float64Array.from(rows, (row) => values[row]!).sort());
    return { name, auc: auc(sorted[0]!, sorted[1]!)!.value };
  });
  return {
    training: training.length,
    heldOut: [judged[0].length, judged[1].length],
    right,
    auc: area.value,
    effect: area.value - 0.5,
    interval: limits && { lower: limits.lower - 0.5, upper: limits.upper - 0.5 },
    test,
    alone,
    component: component(columns, training, heldOut, question),
    missing,
  };
}
