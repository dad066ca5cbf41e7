import type { GapAnswer } from '../../../state/gap.svelte';
import { en } from '../../../text/en';
import type { ScoreScale } from '../../../text/scale';
import { type Answered, held } from '../../person/others';

const words = en.gap;

/**
 * The lenses answered so far beside the shares, on one scale.
 * @param printed shares as the waterfall prints them, which add up
 */
export function heldLenses(shared: GapAnswer, others: readonly GapAnswer[], scale: ScoreScale, printed: ReadonlyMap<number, number>): readonly Answered[] {
  const ready = ({ result, shares }: GapAnswer): Omit<Answered, 'agreement'> => {
    const { short, name } = words.lens[result.lens === 'leaves' ? 'shared' : result.lens];
    return { id: result.lens, short, name, values: shares.phi, halfWidths: shares.halfWidth, scale, sign: 1 };
  };
  return held({ ...ready(shared), printed }, others.map(ready));
}
