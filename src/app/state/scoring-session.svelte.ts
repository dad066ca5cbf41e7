import { bestClassOrder, guessFavourable, matchClasses } from '../../engine/audit/classes';
import type { ColumnScores, ScoreReading } from '../../engine/audit/column-scores';
import { toErrorRecord } from '../../engine/errors';
import { encodeRows } from '../../engine/models/binding/features';
import type { Binding } from '../../engine/models/binding/types';
import { type OutputMeaning, withOutputMeaning } from '../../engine/models/onnx/refine';
import { median } from '../../engine/stats/quantile';
import type { Column, Role } from '../../engine/table/types';
import { en } from '../text/en';
import { Latest } from './latest';
import { refinedModel } from './refined';
import { CLASS_QUESTIONS, SessionState } from './session-state.svelte';

/** Rows on which the two ways of computing a model are compared. */
const CHECK_ROWS = 2000;
/** In place of column and reading: saved settings have placed the line. */
const KEPT = 'kept';

/** Scores the rows, and takes the person's word on what scores and classes mean. */
export class ScoringSession extends SessionState {
  /** Column and reading that the line was last placed for; `kept` where a saved setting has placed it. */
  #placed = '';
  #scoring = new Latest();

  /** Says whether saved settings have placed the line, so that a column of scores does not place it anew. */
  protected placeLine(by: 'settings' | 'scores'): void {
    this.#placed = by === 'settings' ? KEPT : '';
  }

  stopScoring(): void {
    this.#scoring.stop();
    this.scoring = { state: 'none' };
  }

  setRole(position: number, role: Role): void {
    const roles = this.audit.roles.map((held, at) => (at === position ? role : (role === 'label' || role === 'score' || role === 'prediction') && held === role ? 'ignored' : held));
    this.change({ roles, groups: this.audit.groups.filter((group) => roles[group] === 'group') });
    if (role === 'label') this.matchLabels();
    if (!this.model) void this.score();
  }

  /** A mapping given by the person; when it leaves no input open it answers what the files could not tell about them. */
  setBinding(binding: Binding): void {
    this.orderConfirmed = true;
    if (!binding.sources.includes(undefined)) this.answered = new Set([...this.answered, 'input-order', 'codes']);
    this.change({ binding: binding.sources.map((source) => source ?? null) });
    void this.score();
  }

  confirmOrder(): void {
    this.orderConfirmed = true;
    this.answer('input-order');
    void this.score();
  }

  answer(id: string): void {
    this.answered = new Set([...this.answered, id]);
  }

  /** A choice of which label level each class means; the question stays open until it is settled. */
  setClassOrder(levels: readonly number[]): void {
    this.change({ classLevels: levels });
  }

  /** The class order stands: by the person's word, or by that of a saved setting. */
  settleClasses(): void {
    this.classGuess = undefined;
    this.answered = new Set([...this.answered, ...CLASS_QUESTIONS]);
  }

  /** Matches classes with the label column by name, else by agreement with the scores. */
  protected matchLabels(): void {
    const levels = this.labelLevels?.levels ?? [];
    this.classGuess = undefined;
    this.answered = new Set([...this.answered].filter((id) => !CLASS_QUESTIONS.has(id)));
    this.change({ classLevels: (this.ownClasses.length > 0 && matchClasses(this.ownClasses, levels)) || [] });
    this.#guessOrder();
  }

  #guessOrder(): void {
    const { scoring, labelLevels } = this;
    if (scoring.state !== 'ready' || !labelLevels || this.audit.classLevels.length > 0) return;
    // Class numbers of more than two decisions are in no order that could agree with anything.
    if (scoring.task === 'multiclass' && scoring.width === 1) return;
    const { levels, codes } = labelLevels;
    const found = bestClassOrder(scoring.raw, scoring.width, codes, levels.length);
    if (!found) return;
    this.classGuess = found;
    const names = this.model || this.ownClasses.length === 0 ? found.levels.map((level) => levels[level]!) : this.ownClasses;
    this.change({ classLevels: found.levels, favourable: guessFavourable(names, this.columns[this.labelColumn]?.name ?? '') });
  }

  /** Scores every row again: by the model when it is bound, else from a score column. */
  async score(): Promise<void> {
    const { signal, current } = this.#scoring.begin();
    const { runtime, table, model, space, binding } = this;
    if (!runtime || !table) {
      this.scoring = { state: 'none' };
      return;
    }
    if (!model) {
      this.#scoreFromColumn();
      return;
    }
    if (!space) {
      this.scoring = { state: 'none' };
      return;
    }
    this.scoring = { state: 'running', done: 0 };
    this.crossCheck = undefined;
    try {
      this.closeModel();
      let handle = await runtime.useModel(model.model, space, binding);
      if (!current()) return handle.close();
      this.handle = handle;
      const refined = await refinedModel(handle, table.opened.table, this.labelLevels?.levels.length);
      if (!current()) return;
      if (refined !== model.model) {
        this.model = { ...model, model: refined };
        if (!this.answered.has('class-order')) this.matchLabels();
        this.closeModel();
        handle = await runtime.useModel(refined, space, binding);
        if (!current()) return handle.close();
        this.handle = handle;
      }
      const raw = await handle.scoreTable(table.opened.table, {
        signal,
        onProgress: (done: number) => {
          if (current()) this.scoring = { state: 'running', done };
        },
      });
      if (!current()) return;
      this.scoring = { state: 'ready', raw, width: handle.width, task: refined.task, from: 'model' };
      if (refined.task === 'regression' && refined.threshold === undefined && this.audit.threshold === 0.5) this.change({ threshold: median(raw.filter((value) => !Number.isNaN(value))) });
      this.#guessOrder();
      const checked = encodeRows(table.opened.table, space, 0, Math.min(this.rows, CHECK_ROWS));
      const largest = await handle.crossCheck(checked, { signal });
      if (current() && largest !== undefined) this.crossCheck = { rows: checked.count, largest };
    } catch (error) {
      if (current() && this.scoring.state !== 'ready') this.scoring = { state: 'failed', error: toErrorRecord(error, 'model') };
    }
  }

  /** The person's word on what the model's numbers are. */
  setMeaning(meaning: OutputMeaning): void {
    if (!this.model) return;
    this.model = { ...this.model, model: withOutputMeaning(this.model.model, meaning) };
    this.matchLabels();
    void this.score();
  }

  readonly meanings: readonly { readonly value: OutputMeaning; readonly label: string }[] = [
    { value: 'probability', label: en.check.meanings.probability },
    { value: 'logit', label: en.check.meanings.logit },
    { value: 'value', label: en.check.meanings.value },
  ];

  /** Takes the scores that the table brings along. */
  #scoreFromColumn(): void {
    const source = this.scoreColumn;
    if (!source) {
      this.scoring = { state: 'none' };
      return;
    }
    const { column, scores } = source;
    this.scoring = { state: 'ready', raw: scores.raw, width: 1, task: scores.task, from: 'column' };
    this.#placeLine(column, scores);
    if (this.answered.has('class-order')) return;
    this.change({ classLevels: (scores.classes.length > 0 && matchClasses(scores.classes, this.labelLevels?.levels ?? [])) || [] });
    this.#guessOrder();
  }

  /** First settings for a column of scores that has not been read in this way before: the middle of values, the wanted one of named decisions. */
  #placeLine(column: Column, { reading, raw, classes }: ColumnScores): void {
    const key = `${column.position} ${reading}`;
    const kept = this.#placed === KEPT;
    const same = this.#placed === key;
    this.#placed = key;
    if (kept || same) return;
    this.change({ threshold: reading === 'value' ? median(raw.filter((value) => !Number.isNaN(value))) : 0.5 });
    if (classes.length > 0) this.change({ favourable: guessFavourable(classes, this.columns[this.labelColumn]?.name ?? column.name) });
    else if (reading === 'value') this.change({ favourable: 1 });
  }

  /** The person's word on what the score column holds. */
  setScoresAs(reading: ScoreReading): void {
    this.change({ scoresAs: reading });
    void this.score();
  }

  protected closeModel(): void {
    this.handle?.close();
    this.handle = undefined;
  }
}
