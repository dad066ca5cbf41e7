import type { ShardContext } from '../../jobs/types';
import { nearestRows } from '../../influence/nearest/rows';
import { recourseJob, type RecoursePartial, type RecourseQuestion, type RecourseSettings } from '../job';
import type { Limited } from '../relax';
import type { ScoredPlan } from '../types';
import type { PersonWay, WayKind, WaysBase, WaysEffort } from './types';

export interface Looked {
  readonly way: PersonWay;
  readonly effort: WaysEffort;
}

/**
 * One person’s cheapest way: by the trees where they can be read, for longer where a quick look settles nothing, and by asking for scores where no proof
 * is had or none has found a way. Every way was scored by the model itself.
 */
export async function lookAt(base: WaysBase, limited: Limited & Pick<RecourseQuestion, 'person'>, index: number, context: ShardContext): Promise<Looked> {
  const { quick, long, scores } = base.budget;
  let known: RecoursePartial = {};
  let [rowsAsked, opened] = [0, 0];
  const counting: ShardContext = {
    ...context,
    scorer: {
      width: context.scorer.width,
      score: (rows, count) => {
        rowsAsked += count;
        return context.scorer.score(rows, count);
      },
    },
  };
  const ask = async (by: 'structure' | 'scores', settings: RecourseSettings): Promise<void> => {
    const question = questionFor(base, limited, settings, by === 'scores');
    known = recourseJob.merge(known, await recourseJob.run({ question, by }, counting));
    if (by === 'structure') opened += (known.proved?.cheapest.opened ?? 0) + (known.proved?.fewest.opened ?? 0);
  };
  await ask('structure', { ...scores, plans: 1, ...quick });
  if (known.proved && !isSettled(known)) await ask('structure', { ...scores, plans: 1, ...long });
  const proved = known.proved?.cheapest.kind;
  if (proved === undefined || proved === 'unsettled') await ask('scores', { ...scores, plans: 1, nodes: 0 });
  return { way: wayOf(index, known), effort: { rowsAsked, opened } };
}

function isSettled({ proved }: RecoursePartial): boolean {
  return proved?.cheapest.kind === 'optimal' || proved?.cheapest.kind === 'none';
}

function questionFor(base: WaysBase, limited: Limited & Pick<RecourseQuestion, 'person'>, settings: RecourseSettings, anchored: boolean): RecourseQuestion {
  const { prices, combine, target, task, columns, reached, scale, budget } = base;
  const { person, rules, couplings, mostChanges } = limited;
  const near = anchored ? nearestRows(person, reached, scale, { count: budget.anchors }) : [];
  return { person, rules, prices, couplings, combine, mostChanges, target, task, columns, anchors: Float64Array.from(near.flatMap(({ values }) => [...values])), settings };
}

function wayOf(person: number, { proved, found }: RecoursePartial): PersonWay {
  const plans: readonly ScoredPlan[] = [...(proved?.plans ?? []), ...(found?.plans ?? [])];
  const [cheapest] = [...plans].sort((a, b) => a.cost - b.cost || a.changes.length - b.changes.length);
  const cost = cheapest?.cost ?? Infinity;
  const bound = proved ? Math.min(proved.cheapest.bound, cost) : NaN;
  return {
    person,
    kind: kindOf(proved?.cheapest.kind, cheapest !== undefined, bound >= cost - EQUAL),
    cost,
    bound,
    fewest: cheapest === undefined ? NaN : Math.min(...plans.map(({ changes }) => changes.length)),
    changed: cheapest?.changes.map(({ feature }) => feature) ?? [],
  };
}

/** Costs that differ by no more than this differ by the order in which they were added up. */
const EQUAL = 1e-9;

function kindOf(proof: 'optimal' | 'gap' | 'none' | 'unsettled' | undefined, any: boolean, met: boolean): WayKind {
  if (any) return proof === undefined ? 'found' : met ? 'proved' : 'gap';
  return proof === 'none' ? 'none' : 'unfound';
}
