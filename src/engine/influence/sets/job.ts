import type { Job } from '../../jobs/types';
import { importanceJob } from '../importance/job';
import type { ImportancePartial, ImportanceShard } from '../importance/job';
import { asImportance } from './people';
import { setsSoFar } from './result';
import type { Sets, SetsQuestion } from './types';

/**
 * Shapley values of the mean of a quantity over a set of people, or of the difference of two sets' means, against one common background: the game is a
 * sum over people, so its values are the means of the people's own. Each person is exact or sampled as for the importance of inputs.
 * Sources: Datta, Sen and Zick, "Algorithmic transparency via quantitative input influence" (2016), group disparity; Begley, Schwedes, Frye and
 * Feige, "Explainability for fair machine learning" (2020).
 */
export const setsJob: Job<SetsQuestion, ImportanceShard, ImportancePartial, Sets> = {
  name: 'sets',
  plan: (question, known, workers) => (known === undefined ? importanceJob.plan(asImportance(question), known, workers) : []),
  run: (shard, context) => importanceJob.run(shard, context),
  merge: (a, b) => importanceJob.merge(a, b),
  result: setsSoFar,
};
