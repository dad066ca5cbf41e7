import type { Job } from '../../jobs/types';
import { jointFolds, learnedAucs, playerAssociation, valueAssociation } from './association';
import { findCombinations, type Combination } from './combinations';
import { aucGain, meanAuc, type AucGain, type RowAuc } from './row-auc';
import type { Association, Proxies, ProxyQuestion } from './types';

type Task =
  | { readonly kind: 'input'; readonly player: number }
  | { readonly kind: 'score' }
  | { readonly kind: 'together' }
  | { readonly kind: 'combinations' }
  | { readonly kind: 'without'; readonly player: number; readonly together: readonly (RowAuc | null)[] };

export interface ProxyShard {
  readonly question: ProxyQuestion;
  readonly tasks: readonly Task[];
}

export interface ProxyPartial {
  readonly inputs: ReadonlyMap<number, Association>;
  readonly score?: Association;
  readonly together?: readonly (RowAuc | null)[];
  readonly combinations?: readonly Combination[];
  readonly dropOne: ReadonlyMap<number, AucGain | null>;
}

/** Rows the tree that looks for combinations is fitted to, and its smallest leaf. */
const TREE = { cells: 200_000, rows: 10_000, leafRows: 20, groups: 6 };
/** Parts a worker gets of the inputs, so that progress is seen. */
const PARTS = 6;

/** Inputs to leave out in turn, those that tell the group best first. */
function toDrop({ players, groups, settings }: ProxyQuestion, inputs: ReadonlyMap<number, Association>): number[] {
  if (players.length < 2) return [];
  const fits = settings.folds * (groups === 2 ? 1 : groups);
  const most = Math.min(settings.dropped, Math.floor(settings.fits / fits));
  const told = (player: number): number => inputs.get(player)?.auc?.value ?? 0;
  return players.map((_, player) => player).sort((a, b) => told(b) - told(a) || a - b).slice(0, most);
}

/**
 * Which inputs tell the group: each alone (held-out AUC, mutual information), the score, all inputs together, what they lose without
 * each of the best, and combinations that give a group away. Needs no model, only its scores.
 */
export const proxiesJob: Job<ProxyQuestion, ProxyShard, ProxyPartial, Proxies> = {
  name: 'proxies',
  plan(question, known, workers) {
    const { players } = question;
    if (known === undefined) {
      const parts = Math.min(players.length, workers * PARTS);
      const inputs = Array.from({ length: parts }, (_, part) => players.flatMap((__, player): Task[] => (player % parts === part ? [{ kind: 'input', player }] : [])));
      return [...inputs, [{ kind: 'score' }] as Task[], [{ kind: 'together' }] as Task[], [{ kind: 'combinations' }] as Task[]].map((tasks) => ({ question, tasks }));
    }
    if (known.dropOne.size > 0 || !known.together) return [];
    const { together } = known;
    return toDrop(question, known.inputs).map((player) => ({ question, tasks: [{ kind: 'without', player, together }] }));
  },

  async run({ question, tasks }, { breathe }) {
    let partial: ProxyPartial = { inputs: new Map(), dropOne: new Map() };
    for (const task of tasks) {
      await breathe();
      partial = merged(partial, await perform(question, task, breathe));
    }
    return partial;
  },

  merge: merged,

  result(question, { inputs, score, together, combinations, dropOne }) {
    const { players, group, settings } = question;
    const rows = group.reduce((sum, own) => sum + (own >= 0 ? 1 : 0), 0);
    const first = [score, together, combinations].filter((part) => part !== undefined).length + inputs.size;
    return {
      inputs: players.map((_, player) => inputs.get(player) ?? null),
      score: score ?? null,
      together: together ? { auc: meanAuc(together), rows: Math.min(rows, settings.jointRows) } : null,
      dropOne: players.map((_, player) => dropOne.get(player) ?? null),
      combinations: combinations ?? null,
      rows,
      done: first + dropOne.size,
      planned: players.length + 3 + toDrop(question, inputs).length,
      settings,
    };
  },
};

async function perform(question: ProxyQuestion, task: Task, breathe: () => Promise<void>): Promise<ProxyPartial> {
  const none: ProxyPartial = { inputs: new Map(), dropOne: new Map() };
  const { players, features, values, group, groups, settings } = question;
  const everything = features.map((_, feature) => feature);
  switch (task.kind) {
    case 'input':
      return { ...none, inputs: new Map([[task.player, await playerAssociation(question, players[task.player]!, task.player, breathe)]]) };
    case 'score':
      return { ...none, score: valueAssociation(question, question.scores, players.length) };
    case 'together':
      return { ...none, together: await learnedAucs(question, everything, jointFolds(question), breathe) };
    case 'without': {
      const left = everything.filter((feature) => !players[task.player]!.features.includes(feature));
      const without = await learnedAucs(question, left, jointFolds(question), breathe);
      return { ...none, dropOne: new Map([[task.player, aucGain(task.together, without)]]) };
    }
    case 'combinations': {
      const rows = Math.min(TREE.rows, Math.floor(TREE.cells / Math.max(1, features.length)));
      const options = { depth: settings.depth, leafRows: TREE.leafRows, rows, groups: TREE.groups, seed: settings.seed };
      return { ...none, combinations: group.some((own) => own >= 0) ? findCombinations({ values, features, group, groups }, options) : [] };
    }
  }
}

function merged(a: ProxyPartial, b: ProxyPartial): ProxyPartial {
  const [score, together, combinations] = [a.score ?? b.score, a.together ?? b.together, a.combinations ?? b.combinations];
  return {
    inputs: new Map([...a.inputs, ...b.inputs]),
    dropOne: new Map([...a.dropOne, ...b.dropOne]),
    ...(score && { score }),
    ...(together && { together }),
    ...(combinations && { combinations }),
  };
}
