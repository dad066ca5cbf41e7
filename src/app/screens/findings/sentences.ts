import type { Part } from '../../../engine/audit/screens';
import type { CarrierFinding, DataFinding, Finding, GapFinding, MetricFinding, RecourseFinding } from '../../../engine/report/finding-types';
import type { DotPairPoint } from '../../charts/mini/types';
import type { GapState } from '../../state/gap.svelte';
import type { GroupsState } from '../../state/groups.svelte';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';
import type { Evidence } from '../../text/evidence';
import { countOf, fixed, hundredth, ofHundred, points, quantity } from '../../text/numbers';
import { printedParts, sideName, stepsOf } from '../drivers/gap/bars';
import { nameOf } from '../person/words';
import { evidenceOf } from '../groups/evidence';

/** A small picture beside a sentence: one or two points on an axis. */
export interface Picture {
  readonly points: readonly DotPairPoint[];
  readonly domain: readonly [number, number];
  readonly low: string;
  readonly high: string;
}

/** A finding in words. */
export interface Sentence {
  readonly claim: string;
  /** Absent for estimates that are not compared with anything. */
  readonly evidence?: Evidence;
  readonly number: string;
  readonly more: string;
  readonly limit: string;
  readonly screen: 'groups' | 'person' | 'check' | 'drivers';
  readonly part?: Part;
  readonly picture?: Picture;
}

const words = en.findings;

/** Puts a finding into words and, where it has two numbers, into a picture. */
export function sentence(finding: Finding, session: Session, groups: GroupsState, gapState: GapState): Sentence {
  const base = { limit: words.limits[finding.limit], screen: finding.link.screen };
  const [yes, no] = session.audit.decision;
  const half = finding.interval ? ((finding.interval.upper - finding.interval.lower) / 2) * 100 : Infinity;
  switch (finding.kind) {
    case 'gap':
      return { ...base, ...gap(finding, groups, yes, half) };
    case 'metric':
      return { ...base, ...metric(finding, groups, yes, no, half) };
    case 'carriers':
      return { ...base, part: 'gap', ...carriers(finding, session, gapState) };
    case 'recourse':
      return { ...base, part: 'recourse', ...recourse(finding, groups, yes, no, half) };
    case 'selection':
      return {
        ...base,
        ...(session.decided ? { limit: words.limits.decided } : {}),
        claim: session.decided
          ? words.selectionDecided(hundredth(finding.here.value, half), yes)
          : words.selection(hundredth(finding.here.value, half), yes, session.scale.score(session.threshold)),
        evidence: finding.sure === 'few' ? 'few' : 'exact',
        number: finding.sure === 'few' ? '' : words.counted,
        more: `${countOf(finding.here.numerator, finding.here.denominator)}.`,
      };
    case 'accuracy':
      return {
        ...base,
        claim: words.accuracy(hundredth(finding.here.value, half), hundredth(finding.majority, half)),
        ...(finding.sure === 'few' ? { evidence: 'few' as const } : {}),
        number: finding.interval ? words.intervalOnly(points(finding.interval.lower, half), points(finding.interval.upper, half)) : '',
        more: finding.auc && !session.decided ? words.accuracyArea(fixed(finding.auc.value * 100, 1)) : '',
      };
    case 'person': {
      const scale = session.scale;
      const name = nameOf(session, finding.row);
      const size = scale.unit === 'points' ? en.charts.pointsSize(scale.size(finding.size)) : scale.size(finding.size);
      return {
        ...base,
        ...(session.model ? {} : { limit: words.limits['needs-model'] }),
        claim: session.decided
          ? words.personDecided(name.charAt(0).toUpperCase() + name.slice(1), finding.favourable ? yes : no)
          : words.person(name.charAt(0).toUpperCase() + name.slice(1), finding.favourable ? yes : no, scale.score(finding.score), size, !finding.favourable),
        evidence: 'exact',
        number: words.counted,
        more: session.decided || Number.isNaN(finding.rank) ? '' : words.personRank(fixed(finding.rank * 100)),
      };
    }
    case 'data':
      return { ...base, claim: dataClaim(finding, session), evidence: 'exact', number: words.counted, more: words.dataShare(fixed(finding.share * 100, finding.share < 0.1 ? 1 : 0)) };
    case 'self-test': {
      const column = session.columns[finding.column]?.name ?? '';
      const claim = finding.differ > 0 ? words.selfTest(finding.differ, finding.n, column) : words.selfTestScores(String(Number(finding.largestDifference.toPrecision(2))), column);
      return { ...base, claim, evidence: 'exact', number: words.counted, more: '' };
    }
  }
}

function metric(finding: MetricFinding, groups: GroupsState, yes: string, no: string, half: number): Omit<Sentence, 'limit' | 'screen'> {
  const about = en.rates.metrics[finding.metric](yes, no);
  const here = groups.names[finding.group] ?? '';
  const there = finding.comparedWith === 'others' ? words.everyoneElse : (groups.names[finding.comparedWith] ?? '');
  const sure = finding.sure === 'exact' || finding.sure === 'estimated' ? 'chance' : finding.sure;
  const spans = finding.interval === null || (finding.interval.lower <= 0 && finding.interval.upper >= 0);
  const size = points(Math.abs(finding.size), half);
  const claim =
    sure === 'few'
      ? words.metricFew(about.name, here)
      : finding.here === null || finding.there === null
        ? words.metricApart(about.name, size, here, there)
        : words.metric(about.name, size, finding.size > 0, here, there, hundredth(finding.here, half), hundredth(finding.there, half));
  return {
    claim,
    evidence: evidenceOf(sure, spans),
    number: finding.interval ? words.interval(points(finding.interval.lower, half), points(finding.interval.upper, half), quantity(finding.margin * 100)) : '',
    more: words.metricPrimary(about.asks),
  };
}

function recourse(finding: RecourseFinding, groups: GroupsState, yes: string, no: string, half: number): Omit<Sentence, 'limit' | 'screen'> {
  const name = (which: RecourseFinding['comparedWith']): string => (which === 'others' ? words.everyoneElse : (groups.names[which] ?? ''));
  const [here, there] = [name(finding.group), name(finding.comparedWith)];
  const spans = finding.interval === null || (finding.interval.lower <= 0 && finding.interval.upper >= 0);
  const sure = finding.sure === 'exact' || finding.sure === 'estimated' ? 'chance' : finding.sure;
  const share = finding.measure === 'share';
  // Told from the side that has the costlier way.
  const turned = !share && finding.here < finding.there;
  const [lower, upper] = [finding.interval?.lower ?? NaN, finding.interval?.upper ?? NaN];
  const pairs = turned ? [0.5 - upper, 0.5 - lower] : [0.5 + lower, 0.5 + upper];
  return {
    claim: share
      ? en.recourse.findingShare(here, hundredth(finding.here, half), no, yes, there, hundredth(finding.there, half))
      : en.recourse.findingCost(turned ? there : here, turned ? here : there, hundredth(Math.max(finding.here, finding.there), half), no, yes),
    evidence: evidenceOf(sure, spans),
    number: share ? words.intervalOnly(points(lower, half), points(upper, half)) : en.recourse.costPairsInterval(points(pairs[0]!, half), points(pairs[1]!, half)),
    more: en.recourse.findingMore(finding.n, no),
  };
}

function carriers(finding: CarrierFinding, session: Session, { groups, settled }: GapState): Omit<Sentence, 'limit' | 'screen'> {
  const print = { factor: 100, decimals: 1 };
  const told = (value: number): string => fixed(value, print.decimals);
  // As the chart prints them, so that sentence and chart agree in the last digit.
  const way = settled && stepsOf(settled.shares, print, settled.result.delta);
  const printed = way && printedParts(way);
  const [first, second] = finding.parts.map(({ player, value }) => ({ input: session.players[player]?.name ?? '', part: told(printed?.get(player) ?? 100 * value) }));
  const side = (which: 'a' | 'b'): string => sideName(groups, settled?.ask.pair[which] ?? 'others');
  return {
    claim: en.gap.finding(first!.input, first!.part, told(way?.printedTotal ?? 100 * finding.total), second ? en.gap.findingSecond(second.input, second.part) : ''),
    number: en.gap.findingNumber(told(100 * finding.interval!.lower), told(100 * finding.interval!.upper)),
    more: en.gap.findingMore(side('b'), side('a')),
  };
}

function gap(finding: GapFinding, groups: GroupsState, yes: string, half: number): Omit<Sentence, 'limit' | 'screen'> {
  const here = groups.names[finding.group] ?? '';
  const there = finding.comparedWith === 'others' ? words.everyoneElse : (groups.names[finding.comparedWith] ?? '');
  const sides = {
    here,
    there,
    hereRate: hundredth(finding.here.value, half),
    thereRate: hundredth(finding.there.value, half),
    size: points(Math.abs(finding.size), half),
    more: finding.size > 0,
  };
  const sure = finding.sure === 'exact' || finding.sure === 'estimated' ? 'chance' : finding.sure;
  const rate = finding.rate as keyof typeof words.gap;
  const claim = sure === 'few' ? words.few(here) : sure === 'parity' ? words.same[rate](sides, yes) : words.gap[rate](sides, yes);
  const low = finding.interval ? Math.min(Math.abs(finding.interval.lower), Math.abs(finding.interval.upper)) : null;
  const high = finding.interval ? Math.max(Math.abs(finding.interval.lower), Math.abs(finding.interval.upper)) : null;
  const spans = finding.interval !== null && finding.interval.lower < 0 && finding.interval.upper > 0;
  const sign = finding.size < 0 ? -1 : 1;
  const ends = spans && finding.interval ? [finding.interval.lower * sign, finding.interval.upper * sign].sort((a, b) => a - b) : [low, high];
  const slot = groups.slot(finding.group);
  const other = finding.comparedWith === 'others' ? ('none' as const) : groups.slot(finding.comparedWith);
  return {
    claim,
    evidence: evidenceOf(sure, finding.interval === null || spans),
    number: words.interval(points(ends[0] ?? null, half), points(ends[1] ?? null, half), quantity(finding.margin * 100)),
    more: `${words.shuffles(finding.shuffles.asLarge, finding.shuffles.count)} ${words.counts(countOf(finding.here.numerator, finding.here.denominator), countOf(finding.there.numerator, finding.there.denominator))}`,
    picture: {
      points: [
        { value: finding.here.value, text: sides.hereRate, mark: slot === 'none' ? 'solid' : slot },
        { value: finding.there.value, text: sides.thereRate, mark: other === 'none' ? 'hollow' : other },
      ],
      domain: [0, 1],
      low: '0',
      high: ofHundred(1, Infinity),
    },
  };
}

function dataClaim(finding: DataFinding, session: Session): string {
  const column = finding.column === null ? '' : (session.columns[finding.column]?.name ?? '');
  return words.data[finding.fault](finding.size, column);
}
