import { AssayError } from '../../../errors';
import type { Forest } from '../../../models/forest/types';
import type { SufficientQuestion } from './types';

/** Player of each input, −1 for none. @throws AssayError `players` for players that overlap */
export function owners({ forest, players }: SufficientQuestion): Int32Array {
  const owner = new Int32Array(forest.features).fill(-1);
  for (const [player, { name, features }] of players.entries()) {
    for (const input of features) {
      if (owner[input] === -1) owner[input] = player;
      else {
        throw new AssayError({
          area: 'influence',
          code: 'players',
          what: 'The inputs are not grouped in a way that can be kept or freed.',
          why: `“${name}” holds input ${input}, which is ${owner[input] === undefined ? 'not there' : 'held by another'}.`,
          remedy: 'Put every input into one group at most.',
        });
      }
    }
  }
  return owner;
}

/** @throws AssayError `proof-outputs`, `proof-leaves` */
export function checkForest(forest: Forest): void {
  if (forest.outputs !== 1) {
    throw refused('proof-outputs', `The trees give ${forest.outputs} numbers a row; the proof follows one margin against one threshold.`);
  }
  if (forest.linearLeaves !== undefined) throw refused('proof-leaves', 'Their leaves hold formulas instead of numbers.');
}

/** Said where the person has no margin, or there is no threshold to hold it against. */
export function noMargin(margin: number, threshold: number): AssayError {
  return refused('proof-margin', `The person has the margin ${margin} and the threshold is ${threshold}.`);
}

function refused(code: string, why: string): AssayError {
  return new AssayError({
    area: 'influence',
    code,
    what: 'What holds this decision cannot be proved for these trees.',
    why,
    remedy: 'Look for a sampled rule instead: it works for any model.',
  });
}
