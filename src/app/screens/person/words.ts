import type { Feature } from '../../../engine/models/binding/types';
import type { Session } from '../../state/session.svelte';
import { cellText } from '../../../engine/table/cell';
import { en } from '../../text/en';
import { quantity } from '../../text/numbers';

/** A feature's value as a person reads it. */
export function valueText(feature: Feature, value: number): string {
  if (Number.isNaN(value)) return en.person.missing;
  return feature.kind === 'level' ? (feature.levels?.[value] ?? en.person.missing) : quantity(value, 6);
}

/** An input's name without the beginning it shares with its block, as the levels of one-hot columns have it. */
export function levelName(name: string, block: string): string {
  return (name.startsWith(block) ? name.slice(block.length).replace(/^[_=\-.: ]+/u, '') : name) || name;
}

/** What to call a row: its name when the table has a column of names, else its number. */
export function nameOf(session: Session, row: number): string {
  const column = session.columns.find((entry) => /^(first.?)?name$/i.test(entry.name) && (entry.kind === 'text' || entry.kind === 'category'));
  const name = column ? cellText(column, row) : '';
  return name === '' ? en.person.row(row + 1) : name;
}
