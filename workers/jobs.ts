import { presentedJob } from '../src/engine/fairness/experiments/presented/job';
import { proofJob } from '../src/engine/influence/anchors/proof/job';
import { proxiesJob } from '../src/engine/fairness/proxies/job';
import { residualJob } from '../src/engine/fairness/proxies/residual';
import { worthJob } from '../src/engine/fairness/proxies/worth';
import { neutraliseJob } from '../src/engine/fairness/mitigation/job';
import { planJob } from '../src/engine/fairness/mitigation/plan/job';
import { gapJob } from '../src/engine/fairness/gap/job';
import { gapTreesJob } from '../src/engine/fairness/gap/trees-job';
import { anchorsJob } from '../src/engine/influence/anchors/sampled/job';
import { dependenceJob } from '../src/engine/influence/dependence/job';
import { gradientsJob } from '../src/engine/influence/gradients/job';
import { importanceJob } from '../src/engine/influence/importance/job';
import { permutationJob } from '../src/engine/influence/importance/permutation-job';
import { sageJob } from '../src/engine/influence/importance/sage-job';
import { indicesJob } from '../src/engine/influence/indices/job';
import { limeJob } from '../src/engine/influence/lime/job';
import { reasonsJob } from '../src/engine/influence/reasons/job';
import { regressionJob } from '../src/engine/influence/regression/job';
import { setsJob } from '../src/engine/influence/sets/job';
import { surrogateJob } from '../src/engine/influence/surrogate/job';
import { sweepJob } from '../src/engine/influence/sweep/job';
import { treeReasonsJob } from '../src/engine/influence/trees/job';
import { treePopulationJob } from '../src/engine/influence/trees/population-job';
import type { Job } from '../src/engine/jobs/types';
import { planChecksJob } from '../src/engine/recourse/checks/job';
import { waysJob } from '../src/engine/recourse/groups/job';
import { recourseJob } from '../src/engine/recourse/job';
import { relaxJob } from '../src/engine/recourse/relax-job';

/** Every analysis that runs in the scoring cells, by the name a question is asked under. */
export const jobs = {
  reasons: reasonsJob,
  regression: regressionJob,
  indices: indicesJob,
  importance: importanceJob,
  sets: setsJob,
  permutation: permutationJob,
  sage: sageJob,
  dependence: dependenceJob,
  sweep: sweepJob,
  lime: limeJob,
  gradients: gradientsJob,
  surrogate: surrogateJob,
  treeReasons: treeReasonsJob,
  treePopulation: treePopulationJob,
  anchors: anchorsJob,
  recourse: recourseJob,
  planChecks: planChecksJob,
  ways: waysJob,
  relax: relaxJob,
  proof: proofJob,
  proxies: proxiesJob,
  worth: worthJob,
  residual: residualJob,
  neutralise: neutraliseJob,
  narrowPlan: planJob,
  presented: presentedJob,
  gap: gapJob,
  gapTrees: gapTreesJob,
};

export type JobName = keyof typeof jobs;
type Of<Name extends JobName> = (typeof jobs)[Name] extends Job<infer Question, infer Shard, infer Partial, infer Result>
  ? { question: Question; shard: Shard; partial: Partial; result: Result }
  : never;
export type QuestionOf<Name extends JobName> = Of<Name>['question'];
export type ResultOf<Name extends JobName> = Of<Name>['result'];

/** The job itself, its shards and partials opaque to whoever only passes them on. */
export function jobNamed<Name extends JobName>(name: Name): Job<QuestionOf<Name>, unknown, unknown, ResultOf<Name>> {
  return jobs[name] as unknown as Job<QuestionOf<Name>, unknown, unknown, ResultOf<Name>>;
}
