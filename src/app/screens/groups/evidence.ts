import type { Judgement, Verdict } from '../../../engine/fairness/verdict';
import type { Evidence } from '../../text/evidence';

const EVIDENCE: Record<Verdict, Evidence> = { gap: 'clear', parity: 'small', chance: 'chance', few: 'few' };

/** The engine's verdict as the word and badge a person sees. An undecided difference whose interval leaves out zero is no luck, but may be small. */
export function evidenceOf(verdict: Verdict, spansZero: boolean): Evidence {
  return verdict === 'chance' && !spansZero ? 'near' : EVIDENCE[verdict];
}

export function evidenceFor({ verdict, spansZero }: Judgement): Evidence {
  return evidenceOf(verdict, spansZero);
}
