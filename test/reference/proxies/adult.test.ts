import { expect } from 'vitest';
import { proxiesJob } from '../../../src/engine/fairness/proxies/job';
import { PROXY_SETTINGS } from '../../../src/engine/fairness/proxies/types';
import { singlePlayers } from '../../../src/engine/influence/players';
import { runInline } from '../../../src/engine/jobs/inline';
import { fitBoosted } from '../../../src/engine/learn/boost';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { describeShared, sharedBytes, testShared } from '../../tools/shared';

const NAMES = ['age', 'workclass', 'fnlwgt', 'education', 'education-num', 'marital', 'occupation', 'relationship', 'race', 'sex', 'gain', 'loss', 'hours', 'country', 'income'];
const NUMBERS = new Set(['age', 'gain', 'loss', 'hours']);
const INPUTS = ['age', 'workclass', 'education', 'marital', 'occupation', 'relationship', 'race', 'gain', 'loss', 'hours'];

function read() {
  const cells = new TextDecoder().decode(sharedBytes('data/adult/adult.data')).trim().split('\n').map((line) => line.split(', '));
  const at = (name: string): number => NAMES.indexOf(name);
  const values = new Float64Array(cells.length * INPUTS.length);
  const features = INPUTS.map((name, k) => {
    const levels = [...new Set(cells.map((row) => row[at(name)]!))].sort();
    cells.forEach((row, i) => (values[i * INPUTS.length + k] = NUMBERS.has(name) ? Number(row[at(name)]) : levels.indexOf(row[at(name)]!)));
    return { name, kind: NUMBERS.has(name) ? ('number' as const) : ('level' as const) };
  });
  return { values, features, group: Int32Array.from(cells, (row) => (row[at('sex')] === 'Male' ? 1 : 0)), income: Float64Array.from(cells, (row) => (row[at('income')] === '>50K' ? 1 : 0)) };
}

/** Levels numbered by their share of the outcome, which is all that trees need. */
function ordered({ values, features, income }: ReturnType<typeof read>): Float64Array<ArrayBuffer> {
  const width = features.length;
  const out = values.slice();
  features.forEach(({ kind }, k) => {
    if (kind === 'number') return;
    const sums = new Map<number, [number, number]>();
    income.forEach((label, row) => {
      const own = sums.get(values[row * width + k]!) ?? [0, 0];
      sums.set(values[row * width + k]!, [own[0] + label, own[1] + 1]);
    });
    income.forEach((_, row) => {
      const [ones, all] = sums.get(values[row * width + k]!)!;
      out[row * width + k] = ones / all;
    });
  });
  return out;
}

describeShared('what tells the sex of people in the census table Adult, with the published figures within .02', () => {
  testShared('each input alone, all ten together, and the score of boosted trees that do not see it', async () => {
    const table = read();
    const { values, features, group, income } = table;
    const rows = group.length;
    const turned = ordered(table);
    const forest = compileForest(fitBoosted({ values: turned, rows, columns: features.length, labels: income }));
    const scores = forest.margins(turned, rows);
    const question = { values, features, players: singlePlayers(features), group, groups: 2, scores, settings: { ...PROXY_SETTINGS, dropped: 2 } };
    const found = await runInline(proxiesJob, question, { width: 1, score: () => Promise.reject(new Error('not asked')) });
    const told = Object.fromEntries(INPUTS.map((name, at) => [name, found.inputs[at]!.auc!.value]));
    const published = { relationship: 0.87, marital: 0.77, occupation: 0.76, hours: 0.65, age: 0.56, education: 0.56 };
    for (const [name, value] of Object.entries(published)) expect(Math.abs(told[name]! - value), name).toBeLessThan(0.02);
    expect(Math.abs(found.together!.auc!.value - 0.93)).toBeLessThan(0.02);
    expect(Math.abs(found.score!.auc!.value - 0.7)).toBeLessThan(0.02);
    expect(found.dropOne[INPUTS.indexOf('relationship')]!.interval!.lower).toBeGreaterThan(0.04);
    expect(found.combinations![0]!.conditions.length).toBeGreaterThan(0);
    expect(found.combinations![0]!.share.lower).toBeGreaterThan(found.combinations![0]!.base);
  });
});
