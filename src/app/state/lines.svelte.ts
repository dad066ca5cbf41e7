import type { LineChoices } from '../../engine/audit/types';
import { rate } from '../../engine/fairness/rates';
import { groupCounts, overallCounts } from '../../engine/fairness/counts';
import type { CountTable } from '../../engine/fairness/counts';
import type { ThresholdIndex } from '../../engine/fairness/threshold-index';
import { countsAt } from '../../engine/fairness/threshold-index';
import { changes } from '../../engine/fairness/thresholds/changes';
import type { GroupChange } from '../../engine/fairness/thresholds/changes';
import type { GapId } from '../../engine/fairness/thresholds/criteria';
import type { HeldOut } from '../../engine/fairness/thresholds/held-out';
import type { Objective, Utility } from '../../engine/fairness/thresholds/objectives';
import type { CommonPicture } from '../../engine/fairness/thresholds/picture';
import type { Joint, JointQuestion } from '../../engine/fairness/thresholds/joint/types';
import type { LinePlan, LineQuestion } from '../../engine/fairness/thresholds/plan';
import type { Region, RegionQuestion } from '../../engine/fairness/thresholds/region';
import { countsUnder, oneLine } from '../../engine/fairness/thresholds/rules';
import type { GroupRule } from '../../engine/fairness/thresholds/rules';
import type { Slot } from '../design/tokens';
import { en } from '../text/en';
import { Asked } from './asked.svelte';
import type { GroupsState } from './groups.svelte';
import type { Session } from './session.svelte';

interface PictureAsk {
  readonly index: ThresholdIndex;
  readonly gap: GapId;
  readonly utility: Utility;
}
interface PlanAsk {
  readonly index: ThresholdIndex;
  readonly question: LineQuestion;
}
interface HalvesAsk {
  readonly scores: Float64Array;
  readonly groups: Int32Array;
  readonly groupCount: number;
  readonly labels: Int8Array;
  readonly weights: Float64Array | undefined;
  readonly question: LineQuestion;
  readonly seed: number;
}
interface JointAsk {
  readonly index: ThresholdIndex;
  readonly question: JointQuestion;
}
interface RegionAsk {
  readonly index: ThresholdIndex;
  readonly question: RegionQuestion;
}

/** After this long without a move of the line, what depends on it in the second place is computed anew. */
const STILL = 250;

/** Other lines than the present one: one for everyone, and one for each group. Made anew with the part of the screen that shows it. */
export class LinesState {
  readonly groups: GroupsState;
  readonly session: Session;
  readonly picture = new Asked<PictureAsk, CommonPicture>('fairness');
  readonly plan = new Asked<PlanAsk, LinePlan>('fairness');
  readonly halves = new Asked<HalvesAsk, HeldOut>('fairness');
  readonly region = new Asked<RegionAsk, Region>('fairness');
  readonly joint = new Asked<JointAsk, Joint>('fairness');
  #stillLine = $state(NaN);

  readonly #seed = $derived.by(() => this.session.audit.seed);
  readonly choices = $derived.by<LineChoices>(() => this.session.audit.lines);
  readonly names = $derived.by<readonly string[]>(() => this.groups.grouping?.names ?? []);
  /** The index, once it is that of the groups that are named. */
  readonly index = $derived.by<ThresholdIndex | undefined>(() => {
    const { index } = this.groups;
    return index && index.groupCount === this.names.length ? index : undefined;
  });
  readonly labelled = $derived.by(() => {
    const { index } = this;
    return index !== undefined && index.labelled && index.missingLabels < index.scores.length;
  });
  readonly table = $derived.by<CountTable | undefined>(() => this.index && countsAt(this.index, this.session.threshold));
  readonly utility = $derived.by<Utility>(() => (this.labelled ? this.#withCost(this.choices.utility) : { kind: 'selection' }));
  readonly objective = $derived.by<Objective>(() => this.#withCost(this.choices.objective) as Objective);
  readonly gap = $derived.by<GapId>(() => (this.labelled ? this.choices.gap : 'selection'));
  /** The two groups that are looked at together. */
  readonly pair = $derived.by<readonly [number, number]>(() => {
    const last = this.names.length - 1;
    const [a, b] = this.choices.pair ?? [last + 1, last + 1];
    if (a <= last && b <= last && a !== b) return [a, b];
    const counts = this.groups.grouping?.counts ?? [];
    const [first = 0, second = Math.min(1, last)] = [...this.names.keys()].sort((x, y) => (counts[y] ?? 0) - (counts[x] ?? 0) || x - y);
    return [Math.min(first, second), Math.max(first, second)];
  });
  /** All groups are to keep the gaps, rather than the pair alone. */
  readonly jointly = $derived.by(() => this.names.length > 2 && this.choices.jointly);
  readonly together = $derived.by<readonly GapId[]>(() => (this.labelled ? this.choices.together : this.choices.together.filter((id) => id === 'selection')));

  readonly #pictureAsk = $derived.by<PictureAsk | undefined>(() => this.index && { index: this.index, gap: this.gap, utility: this.utility });
  readonly #question = $derived.by<LineQuestion | undefined>(() => {
    if (Number.isNaN(this.#stillLine)) return undefined;
    const { criterion, tolerance, lot } = this.choices;
    return { criterion, objective: this.objective, tolerance, randomised: lot, line: this.#stillLine };
  });
  readonly #planAsk = $derived.by<PlanAsk | undefined>(() => (this.index && this.labelled && this.names.length > 1 && this.#question ? { index: this.index, question: this.#question } : undefined));
  readonly #halvesAsk = $derived.by<HalvesAsk | undefined>(() => {
    const { scores, outcomes, grouping, weights } = this.session;
    if (!this.#planAsk || !scores || !outcomes || !grouping) return undefined;
    return { scores, labels: outcomes, weights, groups: grouping.codes, groupCount: grouping.names.length, question: this.#planAsk.question, seed: this.#seed };
  });
  readonly #regionAsk = $derived.by<RegionAsk | undefined>(() => {
    if (!this.index || this.names.length < 2 || this.together.length === 0 || this.jointly) return undefined;
    const limits = this.together.map((gap) => ({ gap, most: this.choices.tolerance }));
    return { index: this.index, question: { groups: this.pair, limits, utility: this.labelled ? this.objective : { kind: 'selection' } } };
  });
  readonly #jointAsk = $derived.by<JointAsk | undefined>(() => {
    if (!this.index || !this.jointly || this.together.length === 0) return undefined;
    const limits = this.together.map((gap) => ({ gap, most: this.choices.tolerance }));
    const groups = this.names.map((_, group) => group);
    return { index: this.index, question: { groups, axes: this.pair, limits, utility: this.labelled ? this.objective : { kind: 'selection' } } };
  });

  /** The rules of the plan, with the present line for whoever keeps it. */
  readonly rules = $derived.by<readonly GroupRule[] | undefined>(() => {
    const { result, answered } = this.plan;
    if (!result || answered?.index !== this.index) return undefined;
    return result.rules.map((rule, group) => (result.considered.includes(group) ? rule : oneLine(this.session.threshold)));
  });
  readonly after = $derived.by<CountTable | undefined>(() => this.index && this.rules && countsUnder(this.index, this.rules));
  readonly changes = $derived.by<readonly GroupChange[]>(() => (this.index && this.rules ? changes(this.index, this.session.threshold, this.rules) : []));

  /** Called while the part of the screen is made; its questions stop with it. */
  constructor(groups: GroupsState) {
    this.groups = groups;
    this.session = groups.session;
    this.#stillLine = this.session.threshold;
    $effect(() => {
      const line = this.session.threshold;
      const timer = setTimeout(() => (this.#stillLine = line), STILL);
      return () => clearTimeout(timer);
    });
    this.picture.follow(
      () => this.#pictureAsk,
      (ask, { signal }) => this.#runtime.compute('commonPicture', ask, { signal }),
    );
    this.plan.follow(
      () => this.#planAsk,
      (ask, { signal }) => this.#runtime.compute('planLines', ask, { signal }),
    );
    this.region.follow(
      () => this.#regionAsk,
      (ask, { signal }) => this.#runtime.compute('region', ask, { signal }),
    );
    this.joint.follow(
      () => this.#jointAsk,
      (ask, { signal }) => this.#runtime.compute('jointRegion', ask, { signal }),
    );
    this.halves.follow(
      () => this.#halvesAsk,
      (ask, { signal }) => this.#runtime.compute('heldOut', ask, { signal }),
    );
  }

  get #runtime() {
    return this.session.runtime!;
  }

  #withCost(kind: Utility['kind']): Utility {
    return kind === 'cost' ? { kind, falsePositive: this.choices.costRatio, falseNegative: 1 } : { kind };
  }

  change(choices: Partial<LineChoices>): void {
    this.session.change({ lines: { ...this.choices, ...choices } });
  }

  /** Moves the line for everyone; a line of "nobody" or "everyone" is moved to the end of the axis. */
  move(threshold: number): void {
    const [low, high] = this.session.scale.domain;
    this.session.change({ threshold: this.session.shownThreshold(Math.min(high, Math.max(low, threshold))) });
  }

  lineText = (line: number): string => {
    if (line === Infinity) return en.lines.nobody;
    if (line === -Infinity) return en.lines.everyone;
    const { scale } = this.session;
    return scale.score(line, scale.kind === 'probability' ? 1 : undefined);
  };

  slot(group: number): Slot | 'none' {
    const { grouping } = this.groups;
    return grouping ? this.groups.slot(grouping.drawnOf[group]!) : 'none';
  }

  /** A measure of everyone, and of one group, at the present line. */
  everyone(id: Exclude<GapId, 'odds'>): number | null {
    return this.table ? rate(id, overallCounts(this.table)).value : null;
  }

  of(id: Exclude<GapId, 'odds'>, group: number): number | null {
    return this.table ? rate(id, groupCounts(this.table, group)).value : null;
  }
}
