import type { GapAnswer } from '../../../state/gap.svelte';
import { en } from '../../../text/en';
import type { ScoreScale } from '../../../text/scale';
import { type Answered, held } from '../../person/others';

const words = en.gap;

/** The lenses answered so far beside the shares, on one scale. */
export function heldLenses(shared: GapAnswer, others: readonly GapAnswer[], scale: ScoreScale): readonly Answered[] {
  const ready = ({ result, shares }: GapAnswer): Omit<Answered, 'agreement'> => {
    const { short, name } = words.lens[result.lens === 'leaves' ? 'shared' : result.lens];
    return { id: result.lens, short, name, values: shares.phi, halfWidths: shares.halfWidth, scale, sign: 1 };
  };
  return held(ready(shared), others.map(ready));
}
