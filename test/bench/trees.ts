import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { singlePlayers } from '../../src/engine/influence/players';
import { deriveCovers } from '../../src/engine/influence/trees/covers';
import { directValues } from '../../src/engine/influence/trees/direct';
import { TreeInfluence } from '../../src/engine/influence/trees/interventional';
import { treePopulationJob } from '../../src/engine/influence/trees/population-job';
import { PathDependentInfluence } from '../../src/engine/influence/trees/path-dependent';
import { finish } from '../../src/engine/jobs/steps';
import type { BoostOptions } from '../../src/engine/learn/boost';
import { fitBoosted } from '../../src/engine/learn/boost';
import { Random } from '../../src/engine/stats/random';
import { adult, cpuSeconds, normal, type BenchRows } from '../tools/bench-rows';
import { haveShared } from '../tools/shared';
import { nextPerson } from './kernel';

const ROUNDS = 3;

/** Least processor seconds of several runs. */
function least(rounds: number, run: () => number[]): number[] {
  const all = Array.from({ length: rounds }, run);
  return all[0]!.map((_, k) => Math.min(...all.map((times) => times[k]!)));
}

const PEER = `
import json, sys, time
try:
    import numpy as np, lightgbm as lgb, shap
except ImportError:
    print('"absent"'); sys.exit()
d = json.load(open(sys.argv[1]))
X = np.array(d['values']).reshape(-1, d['width'])
m = lgb.train(dict(d['params'], objective='binary', num_threads=1, verbose=-1), lgb.Dataset(X, np.array(d['labels'])), d['trees'])
t = time.process_time(); e = shap.TreeExplainer(m, shap.maskers.Independent(X[1000:2000], max_samples=1000), feature_perturbation='interventional'); b = time.process_time() - t
out = {'shap build': b}
for n in (1, 10):
    t = time.process_time(); e.shap_values(X[:n], check_additivity=False); out['shap %d x 1000' % n] = time.process_time() - t
t = time.process_time(); m.predict(X[:1000], pred_contrib=True); out['LightGBM path-dependent 1000'] = time.process_time() - t
try:
    import woodelf
    out['woodelf'] = 'present, not timed'
except ImportError:
    out['woodelf'] = 'absent'
print(json.dumps(out))
`;

/** Seconds of Python libraries on a LightGBM model of the same shape and rows, where they are installed. */
function peers(rows: BenchRows, options: BoostOptions): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  try {
    const params = { num_leaves: options.leaves ?? 31, max_depth: options.depth ?? -1, learning_rate: options.learningRate ?? 0.1 };
    const asked = { width: rows.width, values: Array.from(rows.values), labels: Array.from(rows.labels), params, trees: options.trees ?? 100 };
    execFileSync('python3', ['-c', 'import shap, lightgbm, numpy'], { stdio: 'ignore' });
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(asked));
    return JSON.parse(execFileSync('python3', ['-c', PEER, join(folder, 'rows.json')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return 'absent';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Cold: all that a first answer takes. That is one person beside each background row, or for several people paths and background counted first; warm: the
 * same people again once that is done; next: somebody else. Seconds of shap's C++ and of woodelf are published figures; warm, shap has its explainer built.
 */
function measure(rows: BenchRows, options: BoostOptions, published: { shap: number; woodelf: number; one: number; warm: number }, many: readonly number[]): unknown {
  const count = rows.labels.length;
  const forest = fitBoosted({ values: rows.values, rows: count, columns: rows.width, labels: rows.labels }, options);
  const order = new Random(7).sample(count, 2000);
  const background = takeRows(rows.values, rows.width, order.subarray(1000));
  const figures: Record<string, unknown> = {};
  const one = takeRows(rows.values, rows.width, order.subarray(0, 1));
  const [first] = least(ROUNDS, () => {
    const start = cpuSeconds();
    finish(directValues(forest, background, one, 1));
    return [cpuSeconds() - start];
  });
  for (const people of [1, 100, 1000]) {
    const values = takeRows(rows.values, rows.width, order.subarray(0, people));
    const [build, cold, warm] = least(ROUNDS, () => {
      const start = cpuSeconds();
      const influence = new TreeInfluence(forest, background);
      finish(influence.prepare());
      const built = cpuSeconds();
      influence.explain(values, people);
      const once = cpuSeconds();
      influence.explain(values, people);
      return [built - start, once - start, cpuSeconds() - once];
    });
    figures[`${people} x 1000`] = { build, cold: people === 1 ? first : cold, warm };
    if (people === 1) figures['one person, published shap / ours'] = { cold: published.one / first!, warm: published.warm / warm!, next: (1000 * published.warm) / nextPerson(forest, rows, background).kernel };
    if (people === 1000) figures['1000 x 1000, published / ours cold'] = { shap: published.shap / cold!, woodelf: published.woodelf / cold! };
  }
  for (const people of many) {
    const values = takeRows(rows.values, rows.width, Int32Array.from({ length: people }, (_, row) => row % count));
    const [covers, explain] = least(people > 10_000 ? 1 : ROUNDS, () => {
      const start = cpuSeconds();
      const derived = deriveCovers(forest, rows.values, count);
      const ready = cpuSeconds();
      new PathDependentInfluence(forest, derived).explain(values, people);
      return [ready - start, cpuSeconds() - ready];
    });
    figures[`path-dependent, ${people}`] = { covers, explain };
  }
  return { ...figures, peers: peers(rows, options) };
}

/**
 * Influence over every person, 100,000 of them, as two cells do it: the shards of the job go in turn to two cells that know nothing of each other. The
 * seconds of the slower one are what the screen waits.
 */
async function population(rows: BenchRows): Promise<unknown> {
  const count = rows.labels.length;
  const forest = fitBoosted({ values: rows.values, rows: count, columns: rows.width, labels: rows.labels }, {});
  const people = takeRows(rows.values, rows.width, Int32Array.from({ length: 100_000 }, (_, row) => row % count));
  const background = takeRows(rows.values, rows.width, new Random(7).sample(count, 1000));
  const players = singlePlayers(rows.names.map((name) => ({ name })));
  const group = Int32Array.from({ length: 100_000 }, (_, row) => row % 2);
  const question = { people, background, width: rows.width, players, group, groups: 2, favourable: 1 };
  const featureOf = Int32Array.from({ length: rows.width }, (_, input) => input);
  const cells = [0, 1].map(() => ({ seconds: 0, structure: { forest, task: 'binary', link: 'none', scale: 1, featureOf, inputs: (values: Float64Array) => Float64Array.from(values) } as const }));
  const scorer = { width: 1, score: () => Promise.reject(new Error('no row is scored')) };
  for (const shard of treePopulationJob.plan(question, undefined, 2)) {
    const cell = cells.reduce((idle, each) => (each.seconds < idle.seconds ? each : idle));
    const start = cpuSeconds();
    await treePopulationJob.run(shard, { scorer, structure: cell.structure, breathe: () => Promise.resolve() });
    cell.seconds += cpuSeconds() - start;
  }
  const slower = Math.max(...cells.map(({ seconds }) => seconds));
  return { secondsOfEachCell: cells.map(({ seconds }) => seconds), 'aim of 5 s / ours': 5 / slower };
}

/** Reasons from leaves: processor seconds on three forests, and beside them the published seconds of native libraries on forests of the same shape. */
export async function bench(): Promise<Record<string, unknown>> {
  const wide = normal();
  const published = [
    { shap: 31.2, woodelf: 1.04, one: 0.09, warm: 0.031 },
    { shap: 143, woodelf: 5.31, one: 0.43, warm: 0.152 },
    { shap: 371, woodelf: 26.5, one: 1.04, warm: 0.374 },
  ] as const;
  return {
    'Adult, 100 trees x 31 leaves': haveShared ? measure(adult(false), {}, published[0], [1000, 100_000]) : 'needs ../shared/data/adult',
    'Adult, 100 trees x 31 leaves, 100,000 people': haveShared ? await population(adult(false)) : 'needs ../shared/data/adult',
    'normal, 300 trees of depth 6': measure(wide, { trees: 300, leaves: 64, depth: 6, learningRate: 0.05 }, published[1], [1000]),
    'normal, 500 trees x 63 leaves': measure(wide, { trees: 500, leaves: 63 }, published[2], [1000]),
  };
}
