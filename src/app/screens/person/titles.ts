import { en } from '../../text/en';
import { list } from '../../text/numbers';
import type { Session } from '../../state/session.svelte';
import type { ReasonsAsk } from '../../state/person/subject.svelte';
import { sizeText, whatOf } from './tell';
import type { Walk } from './walk';

/** A second input is named beside the first when it is at least this share of its size. */
const ALSO = 0.25;

/** What carries the difference, as a sentence. */
export function whyTitle(session: Session, ask: ReasonsAsk, { data, scale }: Pick<Walk, 'data' | 'scale'>, versus: string, name: string): string {
  const words = en.person;
  const [first, second] = data.parts;
  if (!first || Math.abs(first.effect) < 1e-12) return words.whyTitleNone(versus);
  const named = second && Math.abs(second.effect) >= ALSO * Math.abs(first.effect) ? [first, second] : [first];
  const up = (effect: number): boolean => effect * scale.up > 0;
  const [yes, no] = session.audit.decision;
  const clause = (): string => {
    const decided = ask.quantity.kind === 'decision';
    const what = whatOf(session, ask.quantity, name);
    const inputs = list(named.map((part) => part.name));
    if (named.every((part) => up(part.effect) === up(first.effect))) {
      if (decided) return words.whyTowards(inputs, named.length > 1, up(first.effect) ? yes : no);
      return (up(first.effect) ? words.whyRaise : words.whyLower)(inputs, named.length > 1, what);
    }
    const [raising, lowering] = up(first.effect) ? [first.name, second!.name] : [second!.name, first.name];
    return decided ? words.whyTowardsMixed(lowering, no, raising, yes) : words.whyMixed(lowering, raising, what);
  };
  return words.whyTitle(versus, clause());
}

/** What carries the difference between two people, as a sentence: how far apart they are, and through what. */
export function pairTitle(session: Session, ask: ReasonsAsk, { data, scale }: Pick<Walk, 'data' | 'scale'>, a: string, b: string): string {
  const words = en.reasons;
  const gap = data.end.score - data.start.score;
  const [first, second] = data.parts;
  if (!first || Math.abs(first.effect) < 1e-12) return words.pairSame(a, b);
  const up = (effect: number): boolean => effect * scale.up > 0;
  if (!/[1-9]/.test(scale.size(gap, scale.decimals))) {
    const [speaks, against] = [data.parts.find((part) => up(part.effect)), data.parts.find((part) => !up(part.effect))];
    return speaks && against ? words.pairEven(a, b, speaks.name, against.name) : words.pairSame(a, b);
  }
  const what = ask.quantity.kind === 'class' ? en.person.quantities.class(session.classes[ask.quantity.index] ?? '') : en.person.quantities[ask.quantity.kind];
  const apart = (up(gap) ? words.pairAbove : words.pairBelow)(a, b, what, sizeText(scale, gap));
  if (up(first.effect) !== up(gap)) return words.pairAlthough(apart, first.name, up(first.effect) ? words.worksUp : words.worksDown, a);
  const also = second && up(second.effect) === up(gap) && Math.abs(second.effect) >= ALSO * Math.abs(first.effect);
  return words.pairCarry(list(also ? [first.name, second.name] : [first.name]), also === true, apart);
}
