import { decimalsIn } from '../table/decimals';
import type { FeatureRule } from './types';

type NumberRule = Extract<FeatureRule, { kind: 'number' }>;

/** The admissible values of one input in order, without writing them all down: a column of money may have a million. */
export interface Grid {
  readonly count: number;
  /** Index of the person's own value. */
  readonly own: number;
  value(index: number): number;
}

/**
 * Values low, low + step, … up to high, on the allowed side of the own value, and the own value itself wherever it stands. Where `direction` is `any`,
 * an own value outside of the limits stays allowed, as everybody's does. A missing own value stands last, after all that may be filled in.
 */
export function actionGrid({ low, high, step, direction }: NumberRule, own: number): Grid {
  const decimals = Math.max(decimalsIn(step), decimalsIn(low));
  const at = (k: number): number => (decimals === 0 ? Math.round(low + k * step) : Number((low + k * step).toFixed(decimals)));
  const last = Math.floor((high - low) / step + 1e-9);
  if (Number.isNaN(own)) return { count: Math.max(0, last + 1) + 1, own: Math.max(0, last + 1), value: (index) => (index <= last ? at(index) : NaN) };
  // Grid values below the own one, and the first above it.
  let below = Math.min(Math.max(Math.ceil((own - low) / step - 1e-9), 0), last + 1);
  while (below > 0 && at(below - 1) >= own) below--;
  while (below <= last && at(below) < own) below++;
  const above = below <= last && at(below) === own ? below + 1 : below;
  const first = direction === 'up' ? below : 0;
  const end = direction === 'down' ? above : last + 1;
  const before = below - first;
  return {
    count: before + 1 + Math.max(0, end - above),
    own: before,
    value: (index) => (index < before ? at(first + index) : index === before ? own : at(above + index - before - 1)),
  };
}
