import { AssayError } from '../errors';
import type { Quantity } from './quantities';

/**
 * Checks that a question about many people says of each of them what really happened, where its quantity is a loss.
 * @param labels class number, or value, per person
 * @throws AssayError `no-outcome` otherwise
 */
export function checkLabels(quantity: Quantity, labels: Float64Array | undefined, people: number): void {
  if (quantity.kind !== 'loss' || (labels?.length === people && !labels.some(Number.isNaN))) return;
  throw new AssayError({
    area: 'influence',
    code: 'no-outcome',
    what: 'It cannot be said how wrong the model is about all of these people.',
    why: `What really happened is known for ${labels?.filter((label) => !Number.isNaN(label)).length ?? 0} of ${people}.`,
    remedy: 'Leave out people whose outcome is not known, or choose the score or the decision instead.',
  });
}
