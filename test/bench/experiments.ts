import { drawnPeople, tellApart } from '../../src/engine/fairness/experiments/classifier';
import { comparePairs } from '../../src/engine/fairness/experiments/matched/matched';
import { presentedJob } from '../../src/engine/fairness/experiments/presented/job';
import { presentedQuestion } from '../../src/engine/fairness/experiments/presented/question';
import { topReasons } from '../../src/engine/fairness/experiments/reasons';
import { takeRows } from '../../src/engine/influence/backgrounds';
import { importanceJob, IMPORTANCE_SETTINGS } from '../../src/engine/influence/importance/job';
import { singlePlayers } from '../../src/engine/influence/players';
import { makeQuantity } from '../../src/engine/influence/quantities';
import { runInline } from '../../src/engine/jobs/inline';
import { Random } from '../../src/engine/stats/random';
import { network, TimedScorer } from '../tools/bench-models';
import { adult, cpuSeconds } from '../tools/bench-rows';
import { haveShared } from '../tools/shared';

const SEX = 7;
const OCCUPATION = 4;
const PEOPLE = 10_000;
const REASONED = 1000;
const COMPARED = 20;
const FACTS = { task: 'binary', classes: 2, favourable: 1, threshold: 0.5 } as const;

/** Experiments on a network that reads sex: presented people, matched pairs, and telling the groups apart with and without reasons. */
export async function bench(): Promise<Record<string, unknown>> {
  if (!haveShared) return { experiments: 'needs ../shared/data' };
  const { width, values, names, labels } = adult(false);
  const probability = network({ width, values, names, labels });
  const count = labels.length;
  const scores = probability(values, count);
  const group = Int32Array.from(labels, (_, row) => values[row * width + SEX]!);
  const players = singlePlayers(names.map((name) => ({ name })));
  const [score, decision] = [makeQuantity({ kind: 'score' }, FACTS), makeQuantity({ kind: 'decision' }, FACTS)];
  const facts = {
    features: names.map((name) => ({ name, kind: 'number' as const })),
    encode: (rows: Int32Array) => takeRows(values, width, rows),
    group,
    pair: [0, 1] as const,
    names: ['women', 'men'] as const,
    scored: Int32Array.from(scores.keys()),
    score,
    decision,
  };
  const present = async (kind: 'flip' | 'correspondence'): Promise<Record<string, number>> => {
    const scorer = new TimedScorer(probability);
    const start = cpuSeconds();
    const { result } = await runInline(presentedJob, presentedQuestion(facts, { kind, group: [players[SEX]!], proxies: [players[OCCUPATION]!], half: 1, size: PEOPLE, seed: 1 }), scorer);
    const seconds = cpuSeconds() - start;
    return { rows: result!.rows, seconds, model: scorer.seconds, 'beyond the model, %': (100 * (seconds - scorer.seconds)) / scorer.seconds };
  };
  const side = Int8Array.from(group);
  const decisions = Int8Array.from(scores, (own) => (own >= 0.5 ? 1 : 0));
  const returned = [{ name: 'score', values: scores }, { name: 'decision', values: Float64Array.from(decisions) }];
  const ask = { columns: returned, group: side, block: new Int32Array(count), names: ['women', 'men'] as const, size: count, seed: 1 };
  const started = cpuSeconds();
  const apart = tellApart(ask);
  const plain = cpuSeconds() - started;

  const few = { ...ask, size: REASONED };
  const drawn = drawnPeople(few);
  const scorer = new TimedScorer(probability);
  const background = takeRows(values, width, new Random(2).sample(count, COMPARED));
  const question = { people: takeRows(values, width, drawn.rows), stratum: new Int32Array(drawn.rows.length), sizes: Int32Array.of(drawn.rows.length), width, background, players, quantity: score, settings: IMPORTANCE_SETTINGS };
  const before = cpuSeconds();
  const { people, rows } = await runInline(importanceJob, question, scorer);
  const reasons = topReasons(people.map((at) => drawn.rows[at]!), rows.phi, names, [...names.keys()], count);
  tellApart({ ...few, columns: [...returned, ...reasons], drawn });
  const reasoned = cpuSeconds() - before;

  const columns = names.map((name, j) => ({ name, kind: 'number' as const, values: Float64Array.from({ length: count }, (_, row) => values[row * width + j]!), matched: j === 0 || j === OCCUPATION }));
  const pairing = cpuSeconds();
  const { pairs } = comparePairs({ columns, group: side, decisions, names: ['women', 'men'], bins: 5, pairs: count, alpha: 0.05, seed: 1 });
  return {
    people: count,
    'flip of 10,000': await present('flip'),
    'bundle of two inputs for 10,000': await present('correspondence'),
    'told apart by score and decision, everyone': { seconds: plain, heldOut: apart.heldOut[0] + apart.heldOut[1], shuffles: apart.component.shuffles },
    'told apart with all reasons, 1,000 people': { seconds: reasoned, model: scorer.seconds, 'beyond the model, %': (100 * (reasoned - scorer.seconds)) / scorer.seconds },
    'matched pairs': { pairs, seconds: cpuSeconds() - pairing },
  };
}
