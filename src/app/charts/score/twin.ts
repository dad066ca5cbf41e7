import { en } from '../../text/en';
import { count } from '../../text/numbers';
import { type ScoreScale, digitsApart } from '../../text/scale';
import { mergeBins, type Bins } from '../people/columns';
import type { ChartTwin } from '../shell/types';

/** The words and the table of everyone by score, in tenths of the axis, with one person's place. */
export function scoreTwin(bins: Bins, scale: ScoreScale, threshold: number, person: { readonly name: string; readonly score: number }): ChartTwin {
  const tenths = bins.length % 10 === 0 ? 10 : bins.length;
  const [low, high] = scale.domain;
  const edge = (i: number): number => low + ((high - low) * i) / tenths;
  const people = mergeBins(bins, tenths);
  const gap = person.score - threshold;
  const digits = digitsApart(scale, person.score, threshold);
  const size = scale.unit === 'points' ? en.charts.pointsSize(scale.size(gap, digits)) : scale.size(gap, digits);
  const said = en.charts.personSpoken(person.name, scale.score(person.score, digits), gap < 0 ? en.charts.short(size) : en.charts.past(size));
  return {
    summary: said,
    items: [
      { id: 'person', text: said },
      ...people.map((n, i) => ({ id: `bin-${i}`, text: en.charts.binSpoken(scale.score(edge(i)), scale.score(edge(i + 1)), n) })),
    ],
    table: {
      columns: [{ label: en.charts.columns.from, format: scale.score }, { label: en.charts.columns.to, format: scale.score }, { label: en.charts.columns.people, format: count }],
      rows: people.map((n, i) => [edge(i), edge(i + 1), n]),
    },
  };
}
