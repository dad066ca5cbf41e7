import type { NarrowChoice } from '../../../engine/fairness/mitigation/choice';
import { writeChanged } from '../../../engine/fairness/mitigation/export/write';
import { lineForShare, shareAtLine } from '../../../engine/fairness/mitigation/line';
import type { PairedComparison } from '../../../engine/fairness/mitigation/paired/compare';
import type { NarrowPlan } from '../../../engine/fairness/mitigation/plan/job';
import type { Retrained } from '../../../engine/fairness/mitigation/retrain/retrain';
import { DRAWS, type Replacement } from '../../../engine/fairness/mitigation/types';
import { encodeRows } from '../../../engine/models/binding/features';
import { isValued } from '../../../engine/models/types';
import { saveBlob } from '../../charts/export/download';
import { Asked, type Answering } from '../asked.svelte';
import type { GroupsState } from '../groups.svelte';
import { columnsOf, featuresOf, fitFacts, justifiedOf, type NarrowFacts, pick, playersOf, rowsFor, searchSplit, wayOf } from './facts';

/** Inputs of a plan at most. */
const STEPS = 6;

export interface ChangeAsk {
  readonly facts: NarrowFacts;
  readonly choice: NarrowChoice;
}

/** A change of inputs as far as it is known. */
export interface Narrowed {
  readonly share: number;
  readonly replacement?: Replacement;
  readonly comparison?: PairedComparison;
  readonly fitted: boolean;
}

/** What would narrow the gap: inputs neutralised, the order in which that pays, and a stand-in fitted again. Computes only while the panel is shown. */
export class NarrowState {
  readonly view: GroupsState;
  readonly change = new Asked<ChangeAsk, Narrowed>('fairness');
  readonly plan = new Asked<ChangeAsk, NarrowPlan>('fairness');
  readonly retrained = new Asked<ChangeAsk, Retrained>('fairness');
  planWanted = $state(false);
  retrainWanted = $state(false);

  readonly session = $derived.by(() => this.view.session);
  readonly choice = $derived.by(() => this.session.audit.narrow);
  readonly players = $derived.by(() => this.session.singlePlayers);
  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly #favourable = $derived.by(() => this.session.audit.favourable);
  readonly #verdicts = $derived.by(() => this.session.audit.verdicts);
  readonly #pair = $derived.by(() => {
    const widest = this.view.extremes('selection');
    return widest && ([widest.highest, widest.lowest] as const);
  });
  readonly facts = $derived.by<NarrowFacts | undefined>(() => {
    const { space, table, model, scores, scoring, grouping, outcomes, threshold, task, truth, weights } = this.session;
    if (!space || !table || !model || !scores || scoring.state !== 'ready' || !grouping || this.players.length === 0) return undefined;
    const known = isValued(task) ? truth && truth.map((value) => (this.#favourable === 1 ? value : -value)) : outcomes && Float64Array.from(outcomes, (label) => (label < 0 ? NaN : label));
    return {
      table: table.opened.table,
      model: model.model,
      space,
      players: this.players,
      verdicts: this.#verdicts,
      task,
      favourable: this.#favourable,
      width: scoring.width,
      scores,
      line: threshold,
      labels: outcomes,
      weights,
      truth: known,
      groups: grouping.codes.map((code) => (code < 0 ? -1 : grouping.drawnOf[code]!)),
      groupNames: grouping.drawn,
      pair: this.#pair,
      seed: this.#seed,
    };
  });
  readonly chosen = $derived.by(() => (this.facts ? playersOf(this.facts, this.choice.inputs) : []));
  readonly justified = $derived.by(() => (this.facts ? justifiedOf(this.facts, this.choice) : []));
  readonly #ask = $derived.by<ChangeAsk | undefined>(() => (this.facts ? { facts: this.facts, choice: this.choice } : undefined));

  constructor(view: GroupsState) {
    this.view = view;
    this.change.follow(() => (this.chosen.length > 0 && (this.choice.way !== 'conditional' || this.justified.length > 0) ? this.#ask : undefined), (ask, how) => this.#change(ask, how));
    this.plan.follow(() => this.#ask, (ask, how) => this.#plan(ask, how), { wanted: () => this.planWanted });
    this.retrained.follow(() => this.#ask, (ask, how) => this.#retrain(ask, how), { wanted: () => this.retrainWanted });
  }

  choose(part: Partial<NarrowChoice>): void {
    // A long search or fit is not begun again by every click.
    this.planWanted = false;
    this.retrainWanted = false;
    this.session.change({ narrow: { ...this.choice, ...part } });
  }

  columns(player: NarrowFacts['players'][number]): number[] {
    return this.facts ? columnsOf(this.facts.space, player) : [];
  }

  async #change({ facts, choice }: ChangeAsk, { signal, onResult }: Answering<Narrowed>): Promise<Narrowed> {
    const { runtime, handle } = this.session;
    const { table, space, scores, line, groups, labels, weights, truth, pair, seed, task, favourable, width } = facts;
    const { all, split, fitted } = rowsFor(facts, choice);
    onResult({ share: 0, fitted });
    const [replacement] = await runtime!.compute('fitReplacements', { ...fitFacts(facts, split.fit), way: wayOf(facts, choice), changes: [playersOf(facts, choice.inputs)] }, { signal });
    const { values } = encodeRows(table, space, all);
    const question = { values, width: space.features.length, meaning: { task, favourable, width }, changes: [replacement!], groups: pick(groups, all) };
    const found = await handle!.run('neutralise', question, { signal, onResult: ({ rowsEvaluated, rowsPlanned }) => onResult({ share: rowsEvaluated / rowsPlanned, fitted }) });
    const after = new Float64Array(scores.length).fill(NaN);
    all.forEach((row, i) => (after[row] = found.scores[0]![i]!));
    const lineAfter = choice.lineRule === 'same' ? line : lineForShare(after, shareAtLine(scores, line, split.fit, weights), split.fit, weights);
    const comparison = await runtime!.compute(
      'comparePaired',
      { before: scores, after, lineBefore: line, lineAfter, groups, groupCount: facts.groupNames.length, labels, weights, truth, loss: isValued(task) ? 'absolute' : 'squared', pair, seed, rows: split.held },
      { signal },
    );
    return { share: 1, replacement: replacement!, comparison, fitted };
  }

  async #plan({ facts, choice }: ChangeAsk, { signal, onResult }: Answering<NarrowPlan>): Promise<NarrowPlan> {
    const { runtime, handle } = this.session;
    const justified = justifiedOf(facts, { ...choice, inputs: [] });
    const way = choice.way === 'marginal' ? ({ kind: 'marginal', draws: DRAWS.fewest } as const) : choice.way === 'conditional' ? ({ kind: 'conditional', justified } as const) : wayOf(facts, choice);
    const ordered = new Set(featuresOf(facts).flatMap(({ kind }, feature) => (kind === 'number' ? [feature] : [])));
    const candidates = facts.players.filter((player) => (way.kind === 'conditional' ? !justified.includes(player) : way.kind === 'repair' ? player.features.length === 1 && ordered.has(player.features[0]!) : true));
    const steps = Math.min(STEPS, candidates.length);
    const split = searchSplit(facts, choice.way, Math.max(1, candidates.length * steps));
    const replacements = await runtime!.compute('fitReplacements', { ...fitFacts(facts, split.fit), way, changes: candidates.map((player) => [player]) }, { signal });
    const rows = (list: Int32Array<ArrayBuffer>) => ({ values: encodeRows(facts.table, facts.space, list).values, scores: pick(facts.scores, list), groups: pick(facts.groups, list), labels: facts.labels && pick(facts.labels, list), weights: facts.weights && pick(facts.weights, list) });
    return handle!.run(
      'narrowPlan',
      {
        width: facts.space.features.length,
        meaning: { task: facts.task, favourable: facts.favourable, width: facts.width },
        candidates: candidates.map(({ name }, k) => ({ name, replacement: replacements[k]! })),
        search: rows(split.fit),
        held: rows(split.held),
        line: facts.line,
        lineRule: choice.lineRule,
        pair: facts.pair ?? [0, 0],
        groupCount: facts.groupNames.length,
        steps,
      },
      { signal, onResult },
    );
  }

  #retrain({ facts, choice }: ChangeAsk, { signal }: Answering<Retrained>): Promise<Retrained> {
    const { session } = this;
    const { table, space, groups, groupNames, task, scores, line, labels, weights, truth, pair, seed, favourable } = facts;
    const teacher = this.teaches(facts) ? choice.teacher : 'model';
    const [yes, no] = [session.classes[favourable] ?? 'favourable', session.classes.filter((_, k) => k !== favourable).join(' or ') || 'other'];
    const dropped = playersOf(facts, choice.dropped).flatMap(({ features }) => features);
    return session.runtime!.compute(
      'retrain',
      {
        features: featuresOf(facts),
        values: encodeRows(table, space, 0, table.rows).values,
        groups,
        groupNames,
        groupName: session.audit.groups.map((position) => session.columns[position]?.name ?? '').join(' and '),
        task,
        scores,
        line,
        lineRule: choice.lineRule,
        labels,
        ...(isValued(task) ? { truth, sign: favourable === 1 ? 1 : -1 } : {}),
        weights,
        pair,
        learner: choice.learner,
        teacher,
        weighting: choice.weighting,
        dropped,
        addGroup: choice.addGroup,
        seed,
        classes: [no, yes],
        note: JSON.stringify({ learner: choice.learner, teacher, weighting: choice.weighting, dropped: dropped.map((feature) => space.features[feature]!.name), group: choice.addGroup }),
      },
      { signal },
    );
  }

  /** Whether it is known what really happened, so that a stand-in can learn from it. */
  teaches({ task, labels, truth }: NarrowFacts): boolean {
    return (isValued(task) ? truth : labels) !== undefined;
  }

  /** Saves the model with the change built in. @throws AssayError `export-change` */
  saveChanged(): void {
    const { session, facts } = this;
    const result = this.change.result;
    if (!facts || !result?.replacement || !result.comparison) return;
    const { lineAfter } = result.comparison;
    const threshold = facts.task === 'multiclass' ? undefined : facts.task === 'binary' && facts.favourable === 0 ? 1 - lineAfter : session.shownThreshold(lineAfter);
    const note = JSON.stringify({ way: this.choice.way, inputs: this.chosen.map(({ name }) => name) });
    const file = writeChanged({ model: facts.model, space: facts.space, binding: session.binding, replacement: result.replacement, note, threshold });
    save(file, `${this.#fileName()}-changed.onnx`);
  }

  saveStandIn(): void {
    const file = this.retrained.result?.file;
    if (file) save(file, `${this.#fileName()}-stand-in.onnx`);
  }

  #fileName(): string {
    return (this.session.model?.files[0]?.name ?? 'model').replace(/\.[^.]*$/, '');
  }
}

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  saveBlob(new Blob([bytes], { type: 'application/octet-stream' }), name);
}
