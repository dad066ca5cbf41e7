import { setHalfWidth } from '../../../../engine/fairness/gap/shares';
import type { GapState } from '../../../state/gap.svelte';
import type { GapView } from '../../../state/proxies.svelte';
import { en } from '../../../text/en';
import { printedParts, sideName, stepsOf } from '../gap/bars';

/** The gap of the measure shown above, as the map and the ledger read it. Its people change with the two sides only, not with every move of the line. */
export class GapViewOf {
  readonly #gap: GapState;
  readonly #sides = $derived.by(() => {
    const { sides } = this.#gap;
    return sides && `${sides.a} ${sides.b}`;
  });
  readonly #codes = $derived.by(() => {
    const { codes } = this.#gap;
    if (!codes || this.#sides === undefined) return undefined;
    const [a, b] = this.#sides.split(' ').map((side) => (side === 'others' ? side : Number(side)));
    const holds = (code: number, side: unknown, other: unknown): boolean => (side === 'others' ? code !== other : code === side);
    return codes.map((code) => (code < 0 ? -1 : holds(code, a, b) ? 1 : holds(code, b, a) ? 0 : -1));
  });
  /** Parts as the way above prints them, so that the same part is the same number everywhere on the screen. */
  readonly #printed = $derived.by(() => {
    const { answer, print } = this.#gap;
    if (!answer) return undefined;
    const printed = printedParts(stepsOf(answer.shares, print, answer.result.delta));
    const halfWidthOf = (players: readonly number[]): number => setHalfWidth(answer.shares, players, answer.result.delta);
    return { ...answer.shares, halfWidthOf, phi: answer.shares.phi.map((part, player) => (printed.has(player) ? printed.get(player)! / print.factor : part)) };
  });
  readonly view = $derived.by<GapView | undefined>(() => {
    const { sides, answer, computing, inPoints, measure, session, groups } = this.#gap;
    if (!sides || !this.#codes) return undefined;
    const pair = answer?.ask.pair ?? sides;
    return {
      parts: this.#printed,
      settled: computing.state !== 'computing',
      names: [sideName(groups, pair.a), sideName(groups, pair.b)],
      sides: [sideName(groups, sides.a), sideName(groups, sides.b)],
      codes: this.#codes,
      points: inPoints,
      what: en.gap.what[measure](session.audit.decision[0]),
    };
  });

  constructor(gap: GapState) {
    this.#gap = gap;
  }
}
