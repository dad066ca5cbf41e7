import { gradients } from './gradients';
import { banzhaf, unary } from './indices';
import { lime } from './lime';
import { regression } from './regression';
import { pathDependent, treeShapley } from './trees';
import type { Method } from './types';

/** Every other method, in the order of the columns. */
export const METHODS: readonly Method[] = [unary, lime, gradients, banzhaf, regression, treeShapley, pathDependent];
