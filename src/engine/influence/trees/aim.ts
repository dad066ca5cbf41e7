import { AssayError } from '../../errors';
import type { ExactStructure } from '../../models/binding/structure';

/** @throws AssayError `no-trees` for a model without a forest that could be read */
export function treesOf(structure: ExactStructure | undefined): ExactStructure {
  if (structure !== undefined) return structure;
  throw new AssayError({
    area: 'influence',
    code: 'no-trees',
    what: 'The reasons cannot be read off leaves.',
    why: 'This model has no trees that could be read.',
    remedy: 'Use the reasons worked out by scoring mixed rows instead.',
  });
}

/**
 * Which output of the forest is explained, what its margin is multiplied by, and what is added.
 * @throws AssayError `no-such-class`
 */
export function aim({ forest, task, link, scale }: ExactStructure, favourable: number): { output: number; factor: number; shift: number } {
  const turned = task === 'binary' && favourable === 0;
  const output = task === 'multiclass' ? favourable : 0;
  if (!(output >= 0 && output < forest.outputs)) {
    throw new AssayError({
      area: 'influence',
      code: 'no-such-class',
      what: `Class ${favourable} was asked for, and this forest has ${forest.outputs} outputs, numbered from 0.`,
      why: 'The setting does not belong to this model.',
      remedy: 'Choose the favourable outcome again.',
    });
  }
  // Leaves that hold probabilities turn by 1 − p, log odds by their sign.
  return { output, factor: turned ? -scale : scale, shift: turned && link === 'none' ? 1 : 0 };
}
