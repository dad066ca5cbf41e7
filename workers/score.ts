import './strip';
import { computations, type ComputationName } from './computations';
import { jobNamed, type JobName } from './jobs';
import { ModelScorer, type SentModel } from './scorer';
import { startRuntime } from './session';
import { serve } from './shell';

/** One model per cell: what a hostile model does to the runtime's memory ends with the cell. */
let scorer: ModelScorer | undefined;

function opened(): ModelScorer {
  if (!scorer) throw new Error('no model is open in this cell');
  return scorer;
}

interface Rows {
  readonly values: Float64Array<ArrayBuffer>;
  readonly count: number;
}

serve({
  'start the model runtime': ({ wasm }: { wasm: Blob }) => startRuntime(wasm),
  'open the model': async (sent: SentModel) => {
    if (scorer) throw new Error('a model is open in this cell already');
    scorer = await ModelScorer.open(sent);
  },
  'score rows': ({ values, count }: Rows, call) => opened().score(values, count, () => call.breathe()),
  'read raw outputs': ({ values, count, outputs }: Rows & { outputs: readonly string[] | undefined }) => opened().raw(values, count, outputs),
  'compare the two ways of computing': ({ values, count }: Rows) => opened().crossCheck(values, count),
  'run a part of an analysis': ({ job, shard }: { job: JobName; shard: unknown }, call) => {
    const own = opened();
    const { structure, linear } = own;
    return jobNamed(job).run(shard, { scorer: own.asScorer(() => call.breathe()), ...(structure && { structure }), ...(linear && { linear }), breathe: () => call.breathe() });
  },
  compute: ({ name, argument }: { name: ComputationName; argument: never }) => computations[name](argument),
});
