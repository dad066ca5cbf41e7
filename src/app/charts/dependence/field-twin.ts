import { SPREAD_QUANTILES, type InfluenceBand } from '../../../engine/influence/importance/spread';
import { en } from '../../text/en';
import { count, fixed } from '../../text/numbers';
import type { ChartTwin } from '../shell/types';
import type { DotField } from './types';

/** What a band's people have in common. */
export function bandName(field: DotField, { low, high }: InfluenceBand): string {
  if (Number.isNaN(low)) return field.labels.missing;
  if (!field.ordered) return field.levels.find(({ value }) => value === low)?.label ?? '';
  const [from, to] = [field.value(low), field.value(high)];
  return from === to ? from : en.drivers.fromTo(from, to);
}

/** The words and the table of a field of dots: by stretches of the value, since a list of all people would help nobody. */
export function fieldTwin(field: DotField, bands: readonly InfluenceBand[], summary: string): ChartTwin {
  const words = en.drivers;
  const { print } = field;
  return {
    summary,
    items: bands.map((band, at) => {
      const [low, , middle, , high] = band.spread.quantiles as [number, number, number, number, number];
      return { id: String(at), text: words.bandSpoken(field.name, bandName(field, band), band.spread.people, print(low), print(middle), print(high)) };
    }),
    table: {
      columns: [{ label: field.name }, { label: words.columns.people, format: count }, ...SPREAD_QUANTILES.map((p) => ({ label: words.columns.quantile(fixed(p * 100)), format: print }))],
      rows: bands.map((band) => [bandName(field, band), band.spread.people, ...band.spread.quantiles]),
    },
  };
}
