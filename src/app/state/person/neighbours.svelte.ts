import { cancelled } from '../../../engine/errors';
import { gowerScale } from '../../../engine/influence/nearest/gower';
import { type NearRow, NearestRows } from '../../../engine/influence/nearest/rows';
import type { Player } from '../../../engine/influence/players';
import { encodeRows } from '../../../engine/models/binding/features';
import { type Answering, Asked } from '../asked.svelte';
import type { Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** How many rows are shown. */
const COUNT = 5;
/** Rows looked at in one go, between which the page can do other things. */
const PIECE = 5000;

export interface NearAsk {
  readonly row: number;
  readonly person: Float64Array<ArrayBuffer>;
  /** By row: 1 where the decision is the other one. */
  readonly eligible: Uint8Array;
  readonly of: number;
  readonly favourable: boolean;
  readonly players: readonly Player[];
}

/** Real rows most like the person that got the other decision. */
export class NeighboursState {
  readonly asked = new Asked<NearAsk, readonly NearRow[]>('influence');
  readonly #subject: Subject;
  readonly #why: WhyState;

  readonly #ask = $derived.by<NearAsk | undefined>(() => {
    const { row, values, favourable, players, session } = this.#subject;
    const { scores, threshold } = session;
    if (!values || !scores || players.length === 0 || Number.isNaN(scores[row])) return undefined;
    const eligible = Uint8Array.from(scores, (score) => (Number.isNaN(score) || score >= threshold === favourable ? 0 : 1));
    return { row, person: values, eligible, of: eligible.reduce((sum, own) => sum + own, 0), favourable, players };
  });

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
  }

  watch(): void {
    const asking = (): NearAsk | undefined => {
      const { table, space, sample } = this.#subject.session;
      return table && space && sample && this.#ask;
    };
    this.asked.follow(asking, (ask, how) => this.#look(ask, how), { wanted: () => this.#why.ready });
  }

  async #look({ person, eligible, players }: NearAsk, { signal, onResult }: Answering<readonly NearRow[]>): Promise<readonly NearRow[]> {
    const { features, session } = this.#subject;
    const [table, space] = [session.table!.opened.table, session.space!];
    const nearest = new NearestRows(person, gowerScale(features, players, session.sample!), COUNT);
    for (let from = 0; from < table.rows; from += PIECE) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) throw cancelled();
      nearest.feed(encodeRows(table, space, from, Math.min(table.rows, from + PIECE)).values, from, eligible);
      if (from === 0) onResult(nearest.rows());
    }
    return nearest.rows();
  }
}
