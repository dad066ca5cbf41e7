import type { Reasons } from '../../../engine/influence/reasons/types';
import { waterfall } from '../../../engine/influence/waterfall/waterfall';
import { type WaterfallData, waterfallRows } from '../../charts/waterfall/layout';
import type { ReasonsAsk, Subject } from '../../state/person/subject.svelte';
import type { ScoreScale } from '../../text/scale';
import { playerText } from './inputs';
import { scaleOf } from './tell';

const TOP = 6;

/** The way from the rows compared with to the person, ready to draw, and how its numbers are printed. */
export interface Walk {
  readonly data: WaterfallData;
  readonly scale: ScoreScale;
  /** The value of each player as printed in its row, so that it is the same number wherever it stands; players without a row are left out. */
  readonly printed: ReadonlyMap<number, number>;
}

/**
 * @param reference name of the average or row that the way starts at
 * @param name of the person
 */
export function walkOf(subject: Subject, ask: ReasonsAsk, reasons: Reasons, reference: string, name: string): Walk {
  const { session, features } = subject;
  const { players } = ask.question;
  const sign = subject.sign(ask.quantity);
  const walk = waterfall(reasons, { top: TOP, scale: 1, decimals: 12 });
  const other = walk.steps.find((step) => step.other);
  const data: WaterfallData = {
    start: { name: reference, score: sign * walk.start },
    end: { name, score: sign * walk.end },
    parts: walk.steps
      .filter((step) => !step.other)
      .map((step) => {
        const player = step.players[0]!;
        const effect = sign * step.value;
        const half = step.wholeHalfWidth;
        return {
          id: String(player),
          name: reasons.players[player]!,
          value: playerText(players[player]!, features, ask.values),
          typical: playerText(players[player]!, features, ask.typical),
          effect,
          low: half > 0 ? effect - half : null,
          high: half > 0 ? effect + half : null,
        };
      }),
    other: other ? { count: other.players.length, effect: sign * other.value } : null,
    threshold: ask.quantity.kind === 'score' ? session.threshold : null,
  };
  const scale = scaleOf(session, ask.quantity, [walk.start, walk.end, ...walk.steps.map((step) => step.to)]);
  const printed = new Map(waterfallRows(data, String, scale).flatMap((row) => (row.kind === 'part' ? [[Number(row.id), row.printed] as const] : [])));
  return { data, scale, printed };
}
