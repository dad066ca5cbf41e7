import { isValued } from '../../../engine/models/types';
import type { Session } from '../../state/session.svelte';
import { en } from '../../text/en';

/** What the number is called that inputs move. */
export function whatOf(session: Session): string {
  const { what } = en.drivers;
  if (isValued(session.task)) return what.value;
  return session.decided ? what.share(session.audit.decision[0]) : what.score;
}
