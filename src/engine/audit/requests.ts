import type { Audit } from './types';

/**
 * Answers about a person that come on request only: a sampled rule, a proved one, a proof with a larger budget, other comparison rows, and every other
 * method by its name.
 */
export const REQUESTS = ['rule', 'proof', 'proof-long', 'redraw', 'unary', 'lime', 'gradients', 'banzhaf', 'regression', 'treeShapley', 'pathDependent'] as const;
export type Request = (typeof REQUESTS)[number];

/** Settings that make another question of what was asked: requests were for the old one. */
const ANY: readonly (keyof Audit)[] = ['person', 'favourable', 'playerGroups', 'seed'];
const REASONS: readonly (keyof Audit)[] = ['quantity', 'background', 'backgroundSize', 'splitGroups'];

/**
 * The requests that still hold after a change of settings: an answer asked for about one question is not asked for about another.
 * @param part the settings that change; requests among them stand as they are
 */
export function requestsAfter(audit: Audit, part: Partial<Audit>): readonly Request[] {
  if (part.requests !== undefined) return part.requests;
  const changed = (key: keyof Audit): boolean => Object.hasOwn(part, key) && JSON.stringify(part[key]) !== JSON.stringify(audit[key]);
  if (audit.requests.length === 0) return audit.requests;
  const grouped = audit.background.kind === 'same-group' || audit.background.kind === 'group';
  const { kind } = audit.quantity;
  // The line makes the decision, and who got the favourable one.
  const lined = kind === 'decision' || audit.background.kind === 'favourable';
  const any = ANY.some(changed);
  const reasons = REASONS.some(changed) || (grouped && changed('groups')) || (lined && changed('threshold'));
  const kept = audit.requests.filter((request) => {
    const decision = request === 'rule' || request === 'proof' || request === 'proof-long';
    return !any && !(decision ? changed('threshold') : reasons);
  });
  return kept.length === audit.requests.length ? audit.requests : kept;
}
