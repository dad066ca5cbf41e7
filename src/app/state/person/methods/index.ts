import { gradients } from './gradients';
import { lime } from './lime';
import type { Method } from './types';

/** Every other method, in the order of the columns. */
export const METHODS: readonly Method[] = [lime, gradients];
