import type { BackgroundChoice } from '../audit/types';
import { AssayError } from '../errors';
import { Random } from '../stats/random';

/** The choices of the Audit; of a second table it is said how many rows it has. */
export type BackgroundKind = Exclude<BackgroundChoice, { readonly kind: 'second-table' }> | { readonly kind: 'second-table'; readonly rows: number };

/** What is known of the table the rows are drawn from. */
export interface BackgroundPool {
  readonly rows: number;
  /** 1 where the decision is favourable, 0 where not, per row. */
  readonly favourable?: Uint8Array;
  /** Group per row, −1 where unknown. */
  readonly group?: Int32Array;
  /** 0 for rows that have no score and so cannot be compared with. */
  readonly usable?: Uint8Array;
  /** Rows most like the person, nearest first. */
  readonly nearest?: Int32Array;
  /** Row of the person explained, or −1. */
  readonly person: number;
}

/** Rows drawn to compare with, in random order, and what they stand for. */
export interface Background {
  readonly kind: BackgroundKind['kind'];
  readonly rows: Int32Array<ArrayBuffer>;
  /** How many rows there were to draw from. */
  readonly of: number;
  readonly seed: number;
}

/**
 * Draws at most `size` rows without replacement from the rows of a kind; the rows nearest to a person are no draw, they are the first `size` of them.
 * @throws AssayError `no-background` when no row is of that kind, `background-facts` when the pool does not say which rows are.
 */
export function chooseBackground(kind: BackgroundKind, pool: BackgroundPool, size: number, seed: number): Background {
  const eligible = eligibleRows(kind, pool, size);
  if (eligible.length === 0) {
    throw new AssayError({
      area: 'influence',
      code: 'no-background',
      what: `There is nobody to compare with: no row is among “${NAMES[kind.kind]}”.`,
      why: 'A score is explained by its difference from the scores of other rows.',
      remedy: 'Choose another comparison, for instance everyone.',
    });
  }
  const drawn = new Random(seed).sample(eligible.length, Math.max(1, Math.floor(size)));
  return { kind: kind.kind, rows: drawn.map((index) => eligible[index]!), of: eligible.length, seed };
}

const NAMES: Record<BackgroundKind['kind'], string> = {
  everyone: 'everyone',
  favourable: 'rows with the favourable decision',
  'same-group': 'the same group',
  group: 'the chosen group',
  nearest: 'the rows most like the person',
  row: 'the chosen row',
  'second-table': 'the second table',
};

function eligibleRows(kind: BackgroundKind, pool: BackgroundPool, size: number): Int32Array {
  const usable = (row: number): boolean => pool.usable?.[row] !== 0;
  const where = (count: number, wanted: (row: number) => boolean): Int32Array => {
    const rows: number[] = [];
    for (let row = 0; row < count; row++) if (wanted(row)) rows.push(row);
    return Int32Array.from(rows);
  };
  switch (kind.kind) {
    case 'everyone':
      return where(pool.rows, usable);
    case 'favourable': {
      const { favourable } = pool;
      if (favourable === undefined) throw lacking('which rows have the favourable decision');
      return where(pool.rows, (row) => favourable[row] === 1 && usable(row));
    }
    case 'same-group': {
      const { group, person } = pool;
      const own = group?.[person];
      if (group === undefined || own === undefined || own < 0) throw lacking('which group the person belongs to');
      return where(pool.rows, (row) => group[row] === own && usable(row));
    }
    case 'group': {
      const { group } = pool;
      if (group === undefined) throw lacking('which group each row belongs to');
      return where(pool.rows, (row) => group[row] === kind.group && usable(row));
    }
    case 'nearest': {
      const { nearest } = pool;
      if (nearest === undefined) throw lacking('which rows are most like the person');
      return Int32Array.from(nearest).filter((row) => usable(row) && row !== pool.person).subarray(0, Math.max(1, Math.floor(size)));
    }
    case 'row':
      return where(pool.rows, (row) => row === kind.row && usable(row));
    case 'second-table':
      return where(kind.rows, () => true);
  }
}

function lacking(what: string): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'background-facts',
    what: `The comparison cannot be made: it is not known ${what}.`,
    why: 'The choice needs it.',
    remedy: 'Choose another comparison, or a group column and a threshold on the Check screen.',
  });
}

/** The chosen rows of a table of feature rows (row-major, `width` a row), in their order. */
export function takeRows(values: Float64Array, width: number, rows: Int32Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length * width);
  rows.forEach((row, index) => out.set(values.subarray(row * width, (row + 1) * width), index * width));
  return out;
}

/** What the numbers are compared with, for a footer: `100 of 20,000 rows, everyone, seed 1`. */
export function backgroundStatement(background: Background): string {
  const { rows, of, kind, seed } = background;
  const count = (n: number): string => n.toLocaleString('en-GB');
  if (kind === 'nearest') return `the ${count(of)} rows most like the person`;
  if (kind === 'row') return `row ${count(rows[0]! + 1)} alone`;
  if (rows.length === of) return `all ${count(of)} rows, ${NAMES[kind]}`;
  return `${count(rows.length)} of ${count(of)} rows, ${NAMES[kind]}, seed ${seed}`;
}
