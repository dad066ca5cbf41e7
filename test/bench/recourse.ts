import { finish } from '../../src/engine/jobs/steps';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { ANY_SETTINGS, searchAny } from '../../src/engine/recourse/any/search';
import { forestOptions } from '../../src/engine/recourse/forest/options';
import { prepareForest } from '../../src/engine/recourse/forest/prepare';
import { searchForest } from '../../src/engine/recourse/forest/search';
import { readTask } from '../reference/recourse/tasks';
import { cpuSeconds } from '../tools/bench-rows';
import { haveShared } from '../tools/shared';

/** Seconds a person that DiCE's random method took, median and mean, as published with the tasks: its plans cost 1.3 to 2.8 times the best at the median. */
const DICE = { german: { median: 0.1, costOverBest: 2.8 }, adult: { median: 0.07, costOverBest: 2.1 }, 'adult-locked': { median: 0.09, costOverBest: 1.3 } } as const;

function spread(values: readonly number[]): { median: number; p95: number; most: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { median: at(0.5), p95: at(0.95), most: sorted[sorted.length - 1]! };
}

/** Sixty people a task: processor seconds to a proof, and to plans from scores alone with how much dearer they are than the best. */
export async function bench(): Promise<Record<string, unknown>> {
  if (!haveShared) return { skipped: 'the reference tasks are not there' };
  const figures: Record<string, unknown> = {};
  for (const name of ['german', 'adult', 'adult-locked'] as const) {
    const { structure, rules, costs, people, columns } = await readTask(name);
    const { margins } = compileForest(structure.forest);
    const [proved, found, ratios]: [number[], number[], number[]] = [[], [], []];
    for (const person of people) {
      let best = Infinity;
      const start = cpuSeconds();
      const problem = finish(
        prepareForest({
          structure,
          person,
          goals: [{ weights: [1], least: 0 }],
          options: (sides) => forestOptions(structure.forest, sides, rules[sides.feature]!, person[sides.feature]!, costs[sides.feature]!),
        }),
      );
      const result = finish(searchForest(problem, { combine: 'sum', nodes: 100_000 }));
      proved.push(cpuSeconds() - start);
      if (result.kind === 'optimal') best = result.plan.cost;
      const again = cpuSeconds();
      const actions = { person, rules, costs, couplings: [], combine: 'sum', mostChanges: Infinity } as const;
      const { plans } = await searchAny({ actions, target: { class: 1, above: 0 }, ask: async (rows, count) => margins(rows, count), columns, anchors: [], settings: ANY_SETTINGS });
      found.push(cpuSeconds() - again);
      if (plans[0] && best < Infinity) ratios.push((plans[0].cost + 1e-9) / (best + 1e-9));
    }
    figures[name] = {
      proofSeconds: spread(proved),
      proofOverDice: spread(proved).median / DICE[name].median,
      scoresOnlySeconds: spread(found),
      scoresOnlyCostOverBest: spread(ratios),
      diceCostOverBest: DICE[name].costOverBest,
    };
  }
  return figures;
}
