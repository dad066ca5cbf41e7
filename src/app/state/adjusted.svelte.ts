import type { AdjustedGap, AdjustedQuestion } from '../../engine/fairness/adjusted/adjusted';
import type { AdjustFactor } from '../../engine/fairness/adjusted/columns';
import { splitRows } from '../../engine/fairness/split';
import { verdictOf } from '../../engine/fairness/proxies/judged';
import { levelsOf } from '../../engine/table/cell';
import type { Column } from '../../engine/table/types';
import { Asked } from './asked.svelte';
import type { RatesState } from './rates.svelte';

/** Cells that a regression goes through at most in one step: beyond them it is fitted on a part of the rows. */
const WORK = 4e8;
/** Levels a column may have to be adjusted for. */
const MOST_LEVELS = 200;

interface Question {
  readonly question: AdjustedQuestion;
  readonly drawnFrom: number | undefined;
}

/** The gap between a group and everyone else, adjusted for columns that the person chooses. */
export class AdjustedState {
  readonly rates: RatesState;
  readonly asked = new Asked<Question, { readonly gap: AdjustedGap | null }>('fairness');
  #picked = $state(-1);

  constructor(rates: RatesState) {
    this.rates = rates;
    this.asked.follow(
      () => this.#question,
      async ({ question }, { signal }) => ({ gap: await this.#session.runtime!.compute('adjustedGap', question, { signal }) }),
    );
  }

  get #session() {
    return this.rates.view.session;
  }

  // Parts of the Audit stand by themselves, so that nothing is asked again for others.
  readonly #roles = $derived.by(() => this.#session.audit.roles);
  readonly #groups = $derived.by(() => this.#session.audit.groups);
  readonly #verdicts = $derived.by(() => this.#session.audit.verdicts);
  readonly #wanted = $derived.by(() => this.#session.audit.adjustFor);
  readonly #seed = $derived.by(() => this.#session.audit.seed);
  readonly choices = $derived.by(() =>
    this.#session.columns.filter(({ kind, position }) => kind !== 'text' && !['id', 'label', 'prediction', 'score', 'weight'].includes(this.#roles[position]!) && !this.#groups.includes(position)),
  );
  readonly #justified = $derived.by(() => this.choices.filter(({ position }) => verdictOf(this.#verdicts, [position]) === 'justified').map(({ position }) => position));
  /** True where nothing was chosen here, so that the ledger's justified inputs stand in. */
  readonly fromLedger = $derived.by(() => this.#wanted.length === 0 && this.#justified.length > 0);
  readonly columns = $derived.by(() => {
    const wanted = this.fromLedger ? this.#justified : this.#wanted;
    return this.choices.filter(({ position }) => wanted.includes(position));
  });
  readonly group = $derived.by(() => {
    const { names } = this.rates.view;
    return this.#picked >= 0 && this.#picked < names.length ? this.#picked : (this.rates.view.extremes('selection')?.lowest ?? 0);
  });
  readonly #line = $derived.by(() => (this.rates.valued ? NaN : this.#session.threshold));
  readonly #question = $derived.by<Question | undefined>(() => {
    const { scores, weights } = this.#session;
    const { grouping } = this.rates.view;
    const { group, columns } = this;
    if (!scores || !grouping || columns.length === 0) return undefined;
    const factors = columns.flatMap((column) => factorOf(column) ?? []);
    if (factors.length === 0) return undefined;
    const side = Int8Array.from(grouping.codes, (code) => (code < 0 ? -1 : grouping.drawnOf[code] === group ? 1 : 0));
    const wide = 2 + factors.reduce((sum, factor) => sum + (factor.kind === 'number' ? 2 : Math.min(31, factor.levels)), 0);
    const able = Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row]!) && side[row]! >= 0);
    const most = Math.max(2000, Math.floor(WORK / wide ** 2));
    const part = able.length > most ? new Set(splitRows(able, Int32Array.from(side), undefined, this.#seed, most / able.length).held) : undefined;
    const line = this.#line;
    const outcome = Float64Array.from(scores, (score, row) => (Number.isNaN(score) || (part && !part.has(row)) ? NaN : this.rates.valued ? score : score >= line ? 1 : 0));
    return { question: { outcome, kind: this.rates.valued ? 'number' : 'decision', side, factors, weights }, drawnFrom: part && able.length };
  });
  readonly gap = $derived.by(() => this.asked.result?.gap);
  /** Rows that those fitted on were drawn from; undefined where all are in. */
  readonly drawnFrom = $derived.by(() => this.asked.answered?.drawnFrom);

  pick(group: number): void {
    this.#picked = group;
  }

  toggle(position: number, on: boolean): void {
    const kept = this.columns.map((column) => column.position).filter((other) => other !== position);
    this.#session.change({ adjustFor: (on ? [...kept, position] : kept).sort((a, b) => a - b) });
  }
}

function factorOf(column: Column): AdjustFactor | undefined {
  if (column.kind === 'numeric' || column.kind === 'date') return { kind: 'number', values: column.values };
  const read = levelsOf(column);
  return read && read.levels.length <= MOST_LEVELS ? { kind: 'level', codes: read.codes, levels: read.levels.length } : undefined;
}
