import type { Forest } from './types';

/** What a set node looks up for a number: see {@link Forest.setCodes}. */
export function setCode(forest: Pick<Forest, 'setCodes'>, x: number): number {
  if (forest.setCodes === undefined) return x;
  return forest.setCodes === 'floor' ? Math.floor(x) : Math.trunc(x);
}
