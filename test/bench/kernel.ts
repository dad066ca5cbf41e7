import { takeRows } from '../../src/engine/influence/backgrounds';
import { TreeInfluence } from '../../src/engine/influence/trees/interventional';
import { finish } from '../../src/engine/jobs/steps';
import { fitBoosted, type BoostOptions } from '../../src/engine/learn/boost';
import type { Forest } from '../../src/engine/models/forest/types';
import { Random } from '../../src/engine/stats/random';
import { adult, cpuSeconds, normal, type BenchRows } from '../tools/bench-rows';
import { haveShared } from '../tools/shared';

const ROUNDS = 5;

interface Job {
  readonly people: number;
  run(influence: TreeInfluence, values: Float64Array, people: number): Float64Array;
}

/** Whole jobs: paths, background, kernel and all are made afresh for each. */
const jobs: Record<string, Job> = {
  '1000 x 1000': { people: 1000, run: (influence, values, people) => influence.explain(values, people) },
  'every person of 100,000': { people: 100_000, run: (influence, values, people) => influence.explainGroups(values, people, new Int32Array(people), 1).meanAbsolute },
};

/** Least processor seconds of a job, by the kernel and by its twin, in turn; both must give the same to the last bit. */
function compare(forest: Forest, rows: BenchRows, background: Float64Array, { people, run }: Job): Record<string, number> {
  const values = takeRows(rows.values, rows.width, Int32Array.from({ length: people }, (_, row) => row % rows.labels.length));
  const least = { kernel: Infinity, twin: Infinity };
  const found: Partial<Record<keyof typeof least, Float64Array>> = {};
  for (let round = 0; round < (people > 10_000 ? 2 : ROUNDS); round++) {
    for (const way of ['twin', 'kernel'] as const) {
      const start = cpuSeconds();
      found[way] = run(new TreeInfluence(forest, background, undefined, way === 'kernel'), values, people);
      least[way] = Math.min(least[way], cpuSeconds() - start);
    }
  }
  if (!found.twin!.every((value, at) => Object.is(value, found.kernel![at]))) throw new Error('the kernel and its twin differ');
  return { ...least, 'twin / kernel': least.twin / least.kernel };
}

/** Processor milliseconds for people one after the other, once the background has been counted: the median of 30. */
export function nextPerson(forest: Forest, { values, width }: BenchRows, background: Float64Array): Record<'kernel' | 'twin' | 'twin / kernel', number> {
  const median = (kernel: boolean): number => {
    const influence = new TreeInfluence(forest, background, undefined, kernel);
    finish(influence.prepare());
    const times = Array.from({ length: 30 }, (_, person) => {
      const start = cpuSeconds();
      influence.explain(values.subarray(person * width, (person + 1) * width), 1);
      return 1000 * (cpuSeconds() - start);
    });
    return times.sort((a, b) => a - b)[15]!;
  };
  const [twin, kernel] = [median(false), median(true)];
  return { kernel, twin, 'twin / kernel': twin / kernel };
}

function measure(rows: BenchRows, options: BoostOptions, asked: readonly string[]): Record<string, unknown> {
  const forest = fitBoosted({ values: rows.values, rows: rows.labels.length, columns: rows.width, labels: rows.labels }, options);
  const background = takeRows(rows.values, rows.width, new Random(7).sample(rows.labels.length, 1000));
  const figures = Object.fromEntries(asked.map((name) => [name, compare(forest, rows, background, jobs[name]!)]));
  return { ...figures, 'next person, ms': nextPerson(forest, rows, background) };
}

/** Whole jobs of influence from leaves by the WebAssembly kernel and by its TypeScript twin, in turn on the same machine: a kernel stays where it halves one. */
export async function bench(): Promise<Record<string, unknown>> {
  const wide = normal();
  const [few, all] = Object.keys(jobs) as [string, string];
  return {
    'Adult, 100 trees x 31 leaves': haveShared ? measure(adult(false), {}, [few, all]) : 'needs ../shared/data/adult',
    'normal, 300 trees of depth 6': measure(wide, { trees: 300, leaves: 64, depth: 6, learningRate: 0.05 }, [few, all]),
    'normal, 500 trees x 63 leaves': measure(wide, { trees: 500, leaves: 63 }, [few]),
  };
}
