import { type ErrorRecord, toErrorRecord } from '../../../engine/errors';
import { bindingBeside } from '../../../engine/models/binding/beside';
import { encodeRows, featureSpace } from '../../../engine/models/binding/features';
import type { Binding } from '../../../engine/models/binding/types';
import type { Model } from '../../../engine/models/types';
import { type HeldBeside, heldBeside, rowsBeside, targetBeside } from '../../../engine/recourse/checks/beside';
import type { Recourse } from '../../../engine/recourse/job';
import type { Table } from '../../../engine/table/types';
import type { ModelHandle } from '../../../runtime/runtime';
import { type Answering, Asked } from '../asked.svelte';
import { Latest } from '../latest';
import { refinedModel } from '../refined';
import type { PlansAsk, PlansState } from './plans.svelte';
import type { Subject } from './subject.svelte';

interface SecondAsk {
  readonly handle: ModelHandle;
  readonly plans: PlansAsk;
  readonly recourse: Recourse;
}

/** What a second model says to a person and to the plans that the first one accepts. */
export interface SecondAnswer {
  readonly now: HeldBeside;
  readonly plans: readonly (HeldBeside & { readonly unread: readonly number[] })[];
}

/** A second model opened on the same table, a refitted one for instance, that plans are held against. Let go with the screen, the table or the first model. */
export class SecondModelState {
  handle = $state.raw<ModelHandle>();
  name = $state('');
  opening = $state(false);
  error = $state.raw<ErrorRecord>();
  readonly asked = new Asked<SecondAsk, SecondAnswer>('binding');
  readonly #subject: Subject;
  readonly #plans: PlansState;
  readonly #latest = new Latest();

  readonly #ask = $derived.by<SecondAsk | undefined>(() => {
    const { handle } = this;
    const { result: recourse, answered: plans, state } = this.#plans.asked;
    return handle && recourse && plans && state === 'done' && recourse.plans.length > 0 ? { handle, plans, recourse } : undefined;
  });

  constructor(subject: Subject, plans: PlansState) {
    this.#subject = subject;
    this.#plans = plans;
  }

  watch(): void {
    const { session } = this.#subject;
    $effect(() => {
      void session.table;
      void session.model?.hash;
      return () => this.close();
    });
    this.asked.follow(() => this.#ask, (ask, how) => this.#hold(ask, how));
  }

  async open(files: readonly File[]): Promise<void> {
    const { session } = this.#subject;
    const { runtime, table, model, binding } = session;
    if (!runtime || !table || !model || !binding || files.length === 0) return;
    const { signal, current } = this.#latest.begin();
    this.opening = true;
    this.error = undefined;
    try {
      const second = await runtime.openModel(files, { signal });
      const sources = bindingBeside(second, model.model, binding, table.opened.table, session.audit.roles);
      const handle = await this.#start(second, table.opened.table, sources);
      if (!current()) return handle.close();
      this.handle?.close();
      this.handle = handle;
      this.name = files[0]!.name;
    } catch (error) {
      if (!current()) return;
      const record = toErrorRecord(error, 'model');
      if (record.area !== 'cancelled') this.error = record;
    } finally {
      if (current()) this.opening = false;
    }
  }

  /** Opens a model in cells of its own, as its numbers show it to be. No cell is left open where that fails. */
  async #start(second: Model, table: Table, sources: Binding): Promise<ModelHandle> {
    const { session } = this.#subject;
    const space = featureSpace(second, table, sources);
    const handle = await session.runtime!.useModel(second, space, sources);
    try {
      const refined = await refinedModel(handle, table, session.labelLevels?.levels.length);
      if (refined === second) return handle;
      handle.close();
      return await session.runtime!.useModel(refined, space, sources);
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  close(): void {
    this.#latest.stop();
    this.handle?.close();
    this.handle = undefined;
    this.name = '';
    this.opening = false;
    this.error = undefined;
  }

  async #hold({ handle, plans: { question, row }, recourse }: SecondAsk, { signal }: Answering<SecondAnswer>): Promise<SecondAnswer> {
    const { features, session } = this.#subject;
    const { task } = handle.model;
    const own = encodeRows(session.table!.opened.table, handle.space, Int32Array.of(row)).values;
    const target = targetBeside(question.target, { task: session.task, classes: session.ownClasses }, handle.model);
    const { values, unread } = rowsBeside(features, handle.space.features, own, recourse.plans);
    const raw = await handle.score({ values, count: 1 + recourse.plans.length, width: handle.space.features.length }, { signal });
    const [now, ...held] = heldBeside(raw, task, target, handle.width);
    return { now: now!, plans: held.map((one, at) => ({ ...one, unread: unread[at]! })) };
  }
}
