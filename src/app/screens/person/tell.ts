import type { BackgroundChoice, QuantityName } from '../../../engine/audit/types';
import { backgroundStatement } from '../../../engine/influence/backgrounds';
import type { ReasonsAsk } from '../../state/person/subject.svelte';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';
import { type ScoreScale, PROBABILITY, valueScale } from '../../text/scale';
import { nameOf } from './words';

/** The people compared with, as they stand behind “compared with”. */
export function versusText(session: Session, choice: BackgroundChoice): string {
  const words = en.person.versusWords;
  if (choice.kind === 'favourable') return words.favourable(session.audit.decision[0]);
  if (choice.kind === 'group') return words.group(session.grouping?.names[choice.group] ?? '');
  if (choice.kind === 'row') return words.row(nameOf(session, choice.row));
  if (choice.kind === 'second-table') return session.second ? words['second-table'](session.second.name) : words.otherTable;
  return words[choice.kind];
}

/** What the quantity is called after “the”. */
export function quantityText(session: Session, quantity: QuantityName): string {
  const words = en.person.quantities;
  return quantity.kind === 'class' ? words.class(session.classes[quantity.index] ?? '') : words[quantity.kind];
}

/** The quantity of a person, as what inputs raise and lower. */
export function whatOf(session: Session, quantity: QuantityName, name: string): string {
  const words = en.person.whatOf;
  return quantity.kind === 'class' ? words.class(name, session.classes[quantity.index] ?? '') : words[quantity.kind](name);
}

/** The unit of a quantity, at the head of a sentence. */
export function unitText(session: Session, quantity: QuantityName): string {
  const words = en.person.units;
  if (quantity.kind === 'class') return words.class(session.classes[quantity.index] ?? '');
  return quantity.kind === 'score' && session.scale.kind !== 'probability' ? words.value : words[quantity.kind];
}

/** How a quantity is printed: scores, decisions and chances as shares of 100; log odds, losses and values in their own unit, as finely as `values` need. */
export function scaleOf(session: Session, quantity: QuantityName, values: readonly number[]): ScoreScale {
  if (quantity.kind === 'score') return session.scale;
  if (quantity.kind === 'decision' || quantity.kind === 'class') return PROBABILITY;
  return valueScale(Math.min(...values), Math.max(...values));
}

/** A difference with its unit: `3.2 points`, or the bare number of a value. */
export function sizeText(scale: ScoreScale, size: number): string {
  const text = scale.size(size, scale.decimals);
  return scale.unit === 'points' ? en.reasons.points(text) : text;
}

/** What the numbers are compared with, for a footer. */
export function statementOf(ask: ReasonsAsk): string {
  const { second } = ask;
  const statement = backgroundStatement(ask.background);
  return second ? en.person.secondStatement(statement, second.second.name, second.second.hash.slice(0, 12), second.second.opened.table.rows) : statement;
}

/** A quantity as the value of a choice, and back. */
export const quantityKey = (quantity: QuantityName): string => (quantity.kind === 'class' ? `class ${quantity.index}` : quantity.kind);

export function quantityFrom(key: string): QuantityName {
  const [kind, index] = key.split(' ');
  return kind === 'class' ? { kind, index: Number(index) } : { kind: kind as Exclude<QuantityName['kind'], 'class'> };
}
