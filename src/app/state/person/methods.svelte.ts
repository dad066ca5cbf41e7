import { Asked } from '../asked.svelte';
import { METHODS } from './methods/index';
import type { Method, MethodAnswer, MethodContext } from './methods/types';
import type { ReasonsAsk, Subject } from './subject.svelte';
import type { WhyState } from './why.svelte';

/** One other method, asked on request only. */
export class MethodState {
  readonly method: Method;
  readonly asked = new Asked<ReasonsAsk, MethodAnswer>('influence');
  readonly #methods: MethodsState;
  readonly #subject: Subject;
  readonly #wanted = $derived.by(() => this.#subject.requests.includes(this.method.id));
  readonly applies = $derived.by(() => {
    const { context } = this.#methods;
    return context !== undefined && this.method.applies(context);
  });

  constructor(method: Method, methods: MethodsState, subject: Subject) {
    this.method = method;
    this.#methods = methods;
    this.#subject = subject;
  }

  watch(): void {
    this.asked.follow(
      () => (this.#wanted && this.applies ? this.#methods.context?.ask : undefined),
      (_, how) => this.method.run(this.#methods.context!, how),
    );
  }

  /** Asks, also again after it was stopped or has failed. */
  compute(): void {
    if (this.asked.state === 'stopped' || this.asked.state === 'failed') this.asked.again();
    this.#subject.request(this.method.id);
  }
}

/** The same person and the same question by other methods. */
export class MethodsState {
  readonly #subject: Subject;
  readonly #why: WhyState;
  readonly list: readonly MethodState[];

  /** The question on screen with what methods need to answer it too; undefined until its own reasons are known. */
  readonly context = $derived.by<MethodContext | undefined>(() => {
    const { answered, stale } = this.#why.asked;
    const { features, session } = this.#subject;
    const everyone = this.#everyone;
    const { handle, sample } = session;
    if (!answered || stale || !handle || !everyone || !sample) return undefined;
    return { ask: answered, features, everyone, sample, handle };
  });
  readonly #everyone = $derived.by(() => {
    const drawn = this.#subject.draw({ kind: 'everyone' });
    return drawn && 'rows' in drawn ? drawn.rows : undefined;
  });
  readonly computing = $derived.by(() => this.list.some(({ asked }) => asked.state === 'computing'));

  constructor(subject: Subject, why: WhyState) {
    this.#subject = subject;
    this.#why = why;
    this.list = METHODS.map((method) => new MethodState(method, this, subject));
  }

  watch(): void {
    for (const method of this.list) method.watch();
  }

  /** Asks every method that applies and has not answered. */
  compare(): void {
    for (const method of this.list) if (method.applies && method.asked.state !== 'done' && method.asked.state !== 'computing') method.compute();
  }

  stop(): void {
    for (const { asked } of this.list) if (asked.state === 'computing') asked.stop();
  }
}
