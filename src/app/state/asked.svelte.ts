import { untrack } from 'svelte';
import { type ErrorRecord, toErrorRecord } from '../../engine/errors';
import { Latest } from './latest';

export type AskedState = 'idle' | 'computing' | 'stopped' | 'failed' | 'done';

export interface Answering<Result> {
  readonly signal: AbortSignal;
  readonly onResult: (result: Result) => void;
}

/** One question at a time with its answer so far: refined while it is computed, stopped on request, kept until another question is asked. */
export class Asked<Question, Result> {
  result = $state.raw<Result>();
  /** The question that `result` answers; while another one is computed it is still the old one. */
  answered = $state.raw<Question>();
  state = $state<AskedState>('idle');
  error = $state.raw<ErrorRecord>();
  readonly #latest = new Latest();
  /** Counts the times that stopped or failed work was asked for again. */
  #asks = $state(0);
  #question: Question | undefined;
  readonly #area: ErrorRecord['area'];

  constructor(area: ErrorRecord['area']) {
    this.#area = area;
  }

  /** True while what is shown answers an older question. */
  get stale(): boolean {
    return this.state === 'computing' && this.answered !== this.#question;
  }

  /** Asks, unless this very question is answered, stopped or under way. */
  async ask(question: Question, run: (question: Question, how: Answering<Result>) => Promise<Result>): Promise<void> {
    if (question === this.#question) return;
    this.#question = question;
    const { signal, current } = this.#latest.begin();
    this.state = 'computing';
    this.error = undefined;
    const onResult = (result: Result): void => {
      if (!current()) return;
      this.result = result;
      this.answered = question;
    };
    try {
      onResult(await run(question, { signal, onResult }));
      if (current()) this.state = 'done';
    } catch (error) {
      if (!current()) return;
      const record = toErrorRecord(error, this.#area);
      if (record.area === 'cancelled') return this.#halt();
      this.error = record;
      this.state = 'failed';
      this.result = undefined;
      this.answered = undefined;
    }
  }

  /** Stops at the wish of the person: what is known stays, nothing starts again by itself. */
  stop(): void {
    this.#latest.stop();
    this.#halt();
  }

  #halt(): void {
    if (this.answered !== this.#question) {
      this.result = undefined;
      this.answered = undefined;
    }
    this.state = 'stopped';
  }

  /** Stops because nobody looks; asking the same question again starts it again. */
  leave(): void {
    if (this.state === 'computing') this.clear();
  }

  /** Starts again what was stopped or has failed. */
  again(): void {
    this.clear();
    this.#asks++;
  }

  /**
   * While the component that calls it is shown: asks what is to be asked while the answer is wanted, stops when it is not, and forgets when there is
   * nothing to ask.
   * @param waiting true while the question cannot be told yet: the last answer stays until then
   */
  follow(
    asking: () => Question | undefined,
    run: (question: Question, how: Answering<Result>) => Promise<Result>,
    { wanted = () => true, waiting = () => false }: { readonly wanted?: () => boolean; readonly waiting?: () => boolean } = {},
  ): void {
    $effect(() => {
      const question = asking();
      const [now, later] = [wanted(), waiting()];
      void this.#asks;
      untrack(() => {
        if (question === undefined && !later) this.clear();
        else if (question !== undefined && now) void this.ask(question, run);
        else this.leave();
      });
    });
    $effect(() => () => this.leave());
  }

  /** Forgets question and answer. */
  clear(): void {
    this.#latest.stop();
    this.#question = undefined;
    this.result = undefined;
    this.answered = undefined;
    this.error = undefined;
    this.state = 'idle';
  }
}
