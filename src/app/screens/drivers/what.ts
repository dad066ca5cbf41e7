import type { Quantity } from '../../../engine/influence/quantities';
import { isValued } from '../../../engine/models/types';
import type { MarginKind } from '../../state/drivers.svelte';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';

/** What a margin is called after “the”. */
export function marginName(session: Session, kind: MarginKind): string {
  const { names } = en.followed;
  return kind === 'class' ? names.class(session.classes[session.audit.favourable] ?? '') : names[kind];
}

/** Which margin a quantity is; undefined where it is the score. */
export function marginOf(session: Session, { kind }: Pick<Quantity, 'kind'>): MarginKind | undefined {
  if (kind !== 'leaves' && kind !== 'margin') return undefined;
  if (isValued(session.task)) return 'log';
  return session.task === 'multiclass' && kind === 'leaves' ? 'class' : 'odds';
}

/** True where influences are told in points of the score. */
export function inPoints(session: Session, quantity: Pick<Quantity, 'kind'>): boolean {
  return !isValued(session.task) && marginOf(session, quantity) === undefined;
}

/** What the number is called that inputs move, after “the”. */
export function whatOf(session: Session, quantity: Pick<Quantity, 'kind'>): string {
  const { what } = en.drivers;
  const margin = marginOf(session, quantity);
  if (margin) return marginName(session, margin);
  if (isValued(session.task)) return what.value;
  return session.decided ? what.share(session.audit.decision[0]) : what.score;
}

/** The same at the head of a column. */
export function headOf(session: Session, quantity: Pick<Quantity, 'kind'>): string {
  const margin = marginOf(session, quantity);
  return margin ? en.followed.heads[margin] : en.drivers.columns.score;
}

/** Names of the axes that influences, or the number itself, are drawn on. */
export function axesOf(session: Session, quantity: Pick<Quantity, 'kind'>): { readonly size: string; readonly influence: string; readonly pairs: string; readonly score: string } {
  const words = en.drivers;
  const margin = marginOf(session, quantity);
  const [yes] = session.audit.decision;
  if (margin) {
    const name = marginName(session, margin);
    return { size: words.influenceAxisOn(name), influence: words.swarmAxisOn(name), pairs: words.pairsAxisOn(name), score: `${name.charAt(0).toUpperCase()}${name.slice(1)}` };
  }
  if (isValued(session.task)) {
    return { size: words.influenceAxisValue, influence: session.audit.favourable === 0 ? words.swarmAxisFlipped : words.swarmAxisValue, pairs: words.pairsAxisValue, score: words.scoreAxisValue };
  }
  const decided = session.decided;
  return { size: words.influenceAxis, influence: decided ? words.swarmAxisShare(yes) : words.swarmAxis, pairs: words.pairsAxis, score: decided ? words.shareAxis(yes) : words.scoreAxis };
}
