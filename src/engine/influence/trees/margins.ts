import type { Scorer, ShardContext } from '../../jobs/types';
import type { ExactStructure } from '../../models/binding/structure';
import { compileForest } from '../../models/forest/evaluate';
import type { Quantity } from '../quantities';
import { treesOf } from './aim';

const known = new WeakMap<ExactStructure, Scorer>();

/** Scale × margin of each output of a forest for feature rows, in the place of scores: made once for each forest. */
export function marginScorer(structure: ExactStructure): Scorer {
  const before = known.get(structure);
  if (before) return before;
  const { forest, scale, inputs } = structure;
  const { margins } = compileForest(forest);
  const scorer: Scorer = {
    width: forest.outputs,
    score: (values, count) => Promise.resolve(margins(inputs(values, count), count).map((margin) => scale * margin)),
  };
  known.set(structure, scorer);
  return scorer;
}

/**
 * What a shard works with: margins come in the place of scores where these are what is asked about.
 * @throws AssayError `no-trees` where there is no forest to read them off
 */
export function contextOf({ kind }: Pick<Quantity, 'kind'>, context: ShardContext): ShardContext {
  return kind === 'leaves' ? { ...context, scorer: marginScorer(treesOf(context.structure)) } : context;
}
