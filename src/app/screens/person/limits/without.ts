import type { InputLimit } from '../../../../engine/recourse/limits/choice';

/** A limit with one of its parts left out, which then is as the table has it. */
export function without(limit: InputLimit, part: 'step' | 'weight' | 'levels'): InputLimit {
  return Object.fromEntries(Object.entries(limit).filter(([key]) => key !== part)) as unknown as InputLimit;
}
