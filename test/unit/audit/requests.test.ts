import { describe, expect, test } from 'vitest';
import { readAudit, writeAudit } from '../../../src/engine/audit/codec';
import { REQUESTS, requestsAfter } from '../../../src/engine/audit/requests';
import { type Audit, EMPTY_AUDIT } from '../../../src/engine/audit/types';

const audit: Audit = { ...EMPTY_AUDIT, person: 4, requests: ['rule', 'proof', 'redraw', 'lime'] };
const RULES = ['rule', 'proof'] as const;

describe('what was asked for about one question is not asked for about another', () => {
  test.each<[string, Partial<Audit>, readonly string[], Partial<Audit>]>([
    ['another person', { person: 5 }, [], {}],
    ['the same person again', { person: 4 }, audit.requests, {}],
    ['other inputs put together', { playerGroups: [[0, 1]] }, [], {}],
    ['another seed', { seed: 2 }, [], {}],
    ['another comparison leaves rules', { background: { kind: 'nearest' } }, RULES, {}],
    ['another quantity leaves rules', { quantity: { kind: 'margin' } }, RULES, {}],
    ['another line leaves reasons for the score', { threshold: 0.6 }, ['redraw', 'lime'], {}],
    ['another line changes the decision', { threshold: 0.6 }, [], { quantity: { kind: 'decision' } }],
    ['another line changes who was approved', { threshold: 0.6 }, [], { background: { kind: 'favourable' } }],
    ['other groups', { groups: [2] }, audit.requests, {}],
    ['other groups, compared with one', { groups: [2] }, RULES, { background: { kind: 'group', group: 1 } }],
    ['settings of other screens', { cohort: { ...EMPTY_AUDIT.cohort, decision: 'favourable' }, ranking: 'loss' }, audit.requests, {}],
    ['settings that bring requests along', { person: 5, requests: ['proof-long'] }, ['proof-long'], {}],
  ])('%s', (_, part, left, own) => {
    expect(requestsAfter({ ...audit, ...own }, part)).toEqual(left);
  });

  test('an unchanged list is the same one, so that nothing that reads it is asked again', () => {
    expect(requestsAfter(audit, { margin: 0.1 })).toBe(audit.requests);
    expect(requestsAfter(EMPTY_AUDIT, { person: 3 })).toBe(EMPTY_AUDIT.requests);
  });
});

test('a file saved before there were requests is still read, and every request comes back', () => {
  expect(readAudit('{"format":"assay-audit","version":1,"person":4}').requests).toEqual([]);
  expect(readAudit(writeAudit({ ...EMPTY_AUDIT, requests: REQUESTS })).requests).toEqual(REQUESTS);
});
