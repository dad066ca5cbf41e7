import type { Verdict } from '../../../engine/fairness/verdict';
import type { Evidence } from '../../text/evidence';

/** The engine's verdict as the word and badge a person sees. */
export const EVIDENCE: Record<Verdict, Evidence> = { gap: 'clear', parity: 'small', chance: 'chance', few: 'few' };
