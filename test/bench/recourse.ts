import { finish } from '../../src/engine/jobs/steps';
import { compileForest } from '../../src/engine/models/forest/evaluate';
import { ANY_SETTINGS, searchAny } from '../../src/engine/recourse/any/search';
import type { LinearStructure } from '../../src/engine/models/binding/structure';
import { levelCost, numberCost } from '../../src/engine/recourse/costs';
import { forestOptions } from '../../src/engine/recourse/forest/options';
import { prepareForest } from '../../src/engine/recourse/forest/prepare';
import { searchForest } from '../../src/engine/recourse/forest/search';
import { additiveLinear } from '../../src/engine/recourse/linear/additive';
import { prepareAdditive, searchAdditive } from '../../src/engine/recourse/linear/search';
import type { FeatureRule } from '../../src/engine/recourse/types';
import { Random } from '../../src/engine/stats/random';
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

/** A linear predictor with `width` inputs, of which a quarter are levels, and people with `count` values of each input. */
function linearSeconds(width: number, count: number): { median: number; p95: number; most: number } {
  const random = new Random(7);
  const numbers = Math.ceil((3 * width) / 4);
  const seconds: number[] = [];
  for (let k = 0; k < 100; k++) {
    const table = Float64Array.from({ length: width * count }, () => random.normal());
    const weights = Float64Array.from({ length: width }, () => random.normal());
    const linear: LinearStructure = {
      task: 'binary',
      link: 'sigmoid',
      scale: 1,
      linear: { features: width, outputs: 1, weights, intercept: Float64Array.of(0) },
      featureOf: Int32Array.from({ length: width }, (_, input) => input),
      inputs: (rows, many) => Float64Array.from({ length: many * width }, (_, at) => (at % width < numbers ? rows[at]! / 25 : table[(at % width) * count + rows[at]!]!)),
    };
    const share = { values: Float64Array.from({ length: count }, (_, i) => i), shares: Float64Array.from({ length: count }, () => random.uniform()).sort() };
    const rules = Array.from({ length: width }, (_, input): FeatureRule => {
      return input < numbers ? { kind: 'number', low: 0, high: count - 1, step: 1, direction: 'any', weight: 1 } : { kind: 'level', levels: [...share.values], weight: 1 };
    });
    const person = Float64Array.from({ length: width }, () => random.below(count));
    const margin = additiveLinear(linear, person).margins(person, 1)[0]!;
    const above = 1 / (1 + Math.exp(-margin - width / 5));
    const actions = { person, rules, costs: rules.map((rule) => (rule.kind === 'level' ? levelCost : numberCost('percentile', share, count, 1))), couplings: [], combine: 'sum', mostChanges: Infinity } as const;
    const start = cpuSeconds();
    finish(searchAdditive(finish(prepareAdditive(additiveLinear(linear, person), actions, { class: 1, above })), { combine: 'sum', nodes: 20_000 }));
    seconds.push(cpuSeconds() - start);
  }
  return spread(seconds);
}

/** Seconds that a linear predictor of 20 inputs with 100 values each may take. */
const LINEAR_SECONDS = 0.02;

/** Sixty people a task: processor seconds to a proof, and to plans from scores alone with how much dearer they are than the best. */
export async function bench(): Promise<Record<string, unknown>> {
  const linear = linearSeconds(20, 100);
  const figures: Record<string, unknown> = { linear20x100: { seconds: linear, medianOverAllowed: linear.median / LINEAR_SECONDS }, linear50x100: { seconds: linearSeconds(50, 100) } };
  if (!haveShared) return { ...figures, skipped: 'the reference tasks are not there' };
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
