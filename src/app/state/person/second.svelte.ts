import { AssayError, type ErrorRecord } from '../../../engine/errors';
import { takeRows } from '../../../engine/influence/backgrounds';
import { secondRows } from '../../../engine/models/binding/second';
import type { FeatureSpace } from '../../../engine/models/binding/types';
import { Random } from '../../../engine/stats/random';
import type { ModelHandle } from '../../../runtime/runtime';
import { type Answering, Asked } from '../asked.svelte';
import type { Session } from '../session.svelte';
import type { SecondTable } from '../types';

/** Rows of the second table that are read and scored at most; comparison rows are drawn from these. */
const MOST = 10_000;

interface SecondAsk {
  readonly second: SecondTable;
  readonly space: FeatureSpace;
  readonly handle: ModelHandle;
  readonly seed: number;
}

/** Rows of a second table that can be compared with. */
export interface SecondPool {
  readonly second: SecondTable;
  readonly values: Float64Array<ArrayBuffer>;
  readonly rows: number;
  /** Rows looked at, and of these those without a place: a level nobody knows, or no score. */
  readonly looked: number;
  readonly unknown: number;
  readonly unscored: number;
}

/** A second table, the training data for instance, whose rows are compared with: read by the same mapping, by name. */
export class SecondState {
  readonly asked = new Asked<SecondAsk, SecondPool>('binding');
  readonly #session: Session;

  readonly #seed = $derived.by(() => this.#session.audit.seed);
  readonly #chosen = $derived.by(() => this.#session.audit.background.kind === 'second-table');
  readonly #ask = $derived.by<SecondAsk | undefined>(() => {
    const { second, space, handle } = this.#session;
    return second && space && handle && { second, space, handle, seed: this.#seed };
  });
  readonly pool = $derived.by(() => (this.asked.answered === this.#ask ? this.asked.result : undefined));
  /** Why its rows cannot be compared with. */
  readonly error = $derived.by<ErrorRecord | undefined>(() => (this.#session.second ? this.asked.error : wanted(this.#session.audit.secondHash)));

  constructor(session: Session) {
    this.#session = session;
  }

  watch(): void {
    this.asked.follow(() => this.#ask, (ask, how) => this.#read(ask, how), { wanted: () => this.#chosen });
  }

  async #read({ second, space, handle, seed }: SecondAsk, { signal }: Answering<SecondPool>): Promise<SecondPool> {
    const { table } = second.opened;
    const drawn = new Random(seed).sample(table.rows, Math.min(MOST, table.rows));
    const { values, rows, unknown } = secondRows(this.#session.table!.opened.table, space, table, drawn);
    const width = space.features.length;
    const scores = rows.length === 0 ? new Float64Array(0) : await handle.score({ values, count: rows.length, width }, { signal });
    const scored = Int32Array.from(rows.keys()).filter((row) => !Number.isNaN(scores[row * handle.width]!));
    if (scored.length === 0) throw nothingFits(table.rows);
    return { second, values: takeRows(values, width, scored), rows: scored.length, looked: drawn.length, unknown, unscored: rows.length - scored.length };
  }
}

function wanted(hash: string): ErrorRecord {
  const which = hash === '' ? '' : ` Its SHA-256 begins with ${hash.slice(0, 12)}.`;
  return new AssayError({
    area: 'binding',
    code: 'second-wanted',
    what: `The comparison is with rows of another file, and that file is not open.${which}`,
    why: 'Settings and links carry no rows, only that another file is compared with.',
    remedy: 'Open the file above, or choose another comparison.',
  }).record;
}

function nothingFits(rows: number): AssayError {
  return new AssayError({
    area: 'binding',
    code: 'second-rows',
    what: rows === 0 ? 'This file has no rows to compare with.' : 'No row of this file can be compared with.',
    why: rows === 0 ? 'It has a heading only.' : 'Every row has a level that the model and the first table do not know, or gets no score.',
    remedy: 'Open a table whose values are written as in the first one.',
  });
}
