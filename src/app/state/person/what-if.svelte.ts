import { toErrorRecord } from '../../../engine/errors';
import { quantityOf } from '../../../engine/influence/quantities';
import { levelGrid, numberGrid } from '../../../engine/influence/sweep/grid';
import type { Sweep, SweepQuestion } from '../../../engine/influence/sweep/job';
import { decimalsOf } from '../../../engine/table/decimals';
import { Latest } from '../latest';
import type { Subject } from './subject.svelte';

/** An edited copy of the row: what it would get, and what each of its inputs alone could still bring. */
export class WhatIfState {
  /** Changed values by feature index. */
  edits = $state.raw<ReadonlyMap<number, number>>(new Map());
  sweep = $state.raw<Sweep>();
  #raw = $state.raw<Float64Array>();
  readonly #subject: Subject;
  readonly #latest = new Latest();

  readonly edited = $derived.by(() => {
    const values = this.#subject.values?.slice();
    if (values) for (const [feature, value] of this.edits) values[feature] = value;
    return values;
  });
  readonly #columns = $derived.by(() => {
    const { features, session } = this.#subject;
    const { sample } = session;
    return sample ? features.map((_, index) => sample.filter((_value, at) => at % features.length === index)) : [];
  });
  readonly grids = $derived.by(() => this.#columns.map((own, index) => (this.#subject.features[index]?.kind === 'number' ? numberGrid(own, 32) : levelGrid(own))));
  /** The step in which the values of a number are written. */
  readonly steps = $derived.by(() => this.#columns.map((own, index) => (this.#subject.features[index]?.whole ? 1 : 10 ** -decimalsOf(own.filter((value) => !Number.isNaN(value))))));
  readonly score = $derived.by(() => {
    const quantity = this.#subject.quantityOf({ kind: 'score' });
    return this.#raw && quantity ? quantityOf(quantity, this.#raw, 0) * this.#subject.sign({ kind: 'score' }) : undefined;
  });

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  watch(): void {
    $effect(() => {
      void this.#subject.row;
      this.edits = new Map();
    });
    $effect(() => void this.#try());
    $effect(() => () => this.#latest.stop());
  }

  async #try(): Promise<void> {
    const { edited, grids, steps } = this;
    const { session, features } = this.#subject;
    const { handle } = session;
    const [quantity, decision] = [this.#subject.quantityOf({ kind: 'score' }), this.#subject.quantityOf({ kind: 'decision' })];
    const { signal, current } = this.#latest.begin();
    if (!handle || !edited || !quantity || !decision) {
      this.#raw = undefined;
      this.sweep = undefined;
      return;
    }
    try {
      const raw = await handle.score({ width: features.length, count: 1, values: edited.slice() }, { signal });
      if (!current()) return;
      this.#raw = raw;
      const swept = features.map((feature, index) => {
        const candidates = grids[index] ?? new Float64Array(0);
        const step = feature.kind === 'number' ? steps[index] : undefined;
        return { feature: index, ordered: feature.kind === 'number', candidates, ...(step === undefined ? {} : { step }) };
      });
      const question: SweepQuestion = { person: edited, features: swept, quantity, decision };
      const sweep = await handle.run('sweep', question, { signal, urgent: true });
      if (current()) this.sweep = sweep;
    } catch (error) {
      if (current() && toErrorRecord(error).area !== 'cancelled') session.report(error);
    }
  }

  edit(feature: number, value: number): void {
    const edits = new Map(this.edits);
    if (Object.is(this.#subject.values?.[feature], value)) edits.delete(feature);
    else edits.set(feature, value);
    this.edits = edits;
  }

  reset(): void {
    this.edits = new Map();
  }
}
