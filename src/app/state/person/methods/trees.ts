import type { TreeReasons, TreeReasonsQuestion } from '../../../../engine/influence/trees/job';
import type { Method, MethodAnswer, MethodContext } from './types';

/** Leaves give the margin alone, one value per input; forests whose leaves are formulas are not read. */
function applies({ ask: { question }, handle }: MethodContext): boolean {
  const { quantity, groups } = question;
  const { forest } = handle.model;
  return forest !== undefined && forest.linearLeaves === undefined && groups === undefined && (quantity.kind === 'score' || quantity.kind === 'margin');
}

function questionOf({ ask: { question } }: MethodContext, background: Float64Array<ArrayBuffer>, game: 'interventional' | 'path-dependent'): TreeReasonsQuestion {
  const { person, players, quantity } = question;
  const several = quantity.width > 1;
  return { people: person, background, width: person.length, players, ask: 'rows', game, favourable: several ? quantity.column : quantity.complement ? 0 : 1 };
}

/** Without a link the margin is the score itself. */
const answerOf = ({ phi, link }: TreeReasons): MethodAnswer => ({ values: phi, halfWidths: new Float64Array(phi.length), unit: link === 'none' ? 'quantity' : 'margin', rowsEvaluated: 0, done: 1 });

/** Exact values of the margin against all the rows compared with. */
export const treeShapley: Method = {
  id: 'treeShapley',
  entry: () => 'treeShapley',
  applies,
  async run(context, { signal }) {
    const question = questionOf(context, context.ask.question.background, 'interventional');
    const answer = answerOf(await context.handle.run('treeReasons', question, { signal, key: 'treeShapley' }));
    // The next person compared with the same rows is then a matter of looking up.
    context.handle.run('treeReasons', { ...question, ask: 'ready' }, { signal, key: 'treeReady' }).catch(() => undefined);
    return answer;
  },
};

/** Path-dependent values of the margin; how many rows go each way is counted on rows of this table, whatever the person is compared with. */
export const pathDependent: Method = {
  id: 'pathDependent',
  entry: () => 'pathDependent',
  applies,
  async run(context, { signal }) {
    return answerOf(await context.handle.run('treeReasons', questionOf(context, context.sample, 'path-dependent'), { signal, key: 'pathDependent' }));
  },
};
