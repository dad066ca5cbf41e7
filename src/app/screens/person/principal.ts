import type { PrincipalReason } from '../../../engine/influence/reasons/principal';
import type { ReasonsAsk, Subject } from '../../state/person/subject.svelte';
import { en } from '../../text/en';
import { playerText } from './inputs';
import type { Walk } from './walk';

/** A reason as one sentence, the words it is marked with, and what those mean. */
export interface PrincipalLine {
  readonly player: number;
  readonly text: string;
  readonly marks: readonly string[];
  readonly notes: readonly string[];
}

/** Reasons in sentences: value, typical value of the people compared with, size. `fixed` are the inputs that cannot be changed. */
export function principalLines(subject: Subject, ask: ReasonsAsk, reasons: readonly PrincipalReason[], { scale, printed }: Walk, fixed: ReadonlySet<number>): PrincipalLine[] {
  const words = en.reasons;
  const { features } = subject;
  const points = scale.unit === 'points';
  const down = scale.up > 0;
  return reasons.map(({ player, value, halfWidth, sure, tiedWithNext }) => {
    const { name, features: own } = ask.question.players[player]!;
    const of = { name, features: own };
    const error = scale.size(halfWidth, scale.decimals);
    const half = /[1-9]/.test(error) ? words.plusMinus(error) : '';
    const size = `${scale.size(printed.get(player) ?? value, scale.decimals)}${half}`;
    const by = points ? (down ? words.down : words.up)(size) : (down ? words.lowers : words.raises)(size);
    const beyond = own.every((feature) => fixed.has(feature));
    const marks = [beyond && words.fixed, !sure && words.unsure, tiedWithNext && words.tied].filter((mark) => mark !== false);
    const notes = [!sure && words.unsureText, tiedWithNext && words.tiedText].filter((note) => note !== false);
    return { player, text: words.principalLine(name, playerText(of, features, ask.values), playerText(of, features, ask.typical), by), marks, notes };
  });
}
