import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAudit, readLink, writeAudit, writeLink } from '../../../src/engine/audit/codec';
import { partsOf, SCREENS } from '../../../src/engine/audit/screens';
import { FIELD_KEYS } from '../../../src/engine/audit/fields';
import { type Audit, EMPTY_AUDIT } from '../../../src/engine/audit/types';

const full: Audit = {
  version: 1,
  tableHash: 'a'.repeat(64),
  modelHash: 'b'.repeat(64),
  roles: ['id', 'feature', 'group', 'label'],
  kinds: [{ column: 2, kind: 'category' }, { column: 1, kind: 'numeric', notation: '1.234,5' }, { column: 0, kind: 'date', order: 'day-first' }],
  binding: [
    { as: 'number', column: 1, missing: 0, subtract: 2, divide: 3 },
    { as: 'equals', column: 2, level: 'Überraschung' },
    { as: 'code', column: 2, levels: ['x', '__proto__'], unknown: 9 },
    { as: 'code', column: 2, levels: ['x'], unknown: NaN, missing: NaN },
    { as: 'text', column: 2, missing: 'NA' },
    { as: 'constant', value: 1 },
    null,
  ],
  classLevels: [1, 0],
  favourable: 0,
  threshold: 0.62,
  decision: ['zugesagt', 'abgelehnt'],
  groups: [2],
  cuts: [{ column: 1, at: [25, 40.5] }],
  primary: ['tpr', 'equalizedOdds'],
  against: 1,
  stratum: 3,
  intake: { affected: 'applicants', harm: 'withheld', decider: 'score', label: 'truth', notes: ['Leute', '', 'wer „ja“ sagt', '', '', 'Miete'] },
  margin: 0.05,
  background: { kind: 'row', row: 17 },
  secondHash: 'c'.repeat(64),
  backgroundSize: 250,
  seed: 9007199254740991,
  quantity: { kind: 'class', index: 2 },
  playerGroups: [[0, 3], [1, 2]],
  splitGroups: true,
  limits: [
    { input: 2, direction: 'up', low: null, high: 40.5, step: 0.5, weight: 2 },
    { input: 3, direction: 'any', low: null, high: null, levels: [{ from: 0, to: [1, 2] }, { from: -1, to: [] }] },
  ],
  mostChanges: 3,
  coupled: [{ when: 1, moves: 'up', then: 2, along: 'down', by: 0.5 }, { when: 3, moves: 'any', then: 4, along: 'any', by: 0 }],
  fillMissing: true,
  limitSets: [{ name: 'Richtlinie „A“', limits: [{ input: 0, direction: 'down', low: 1, high: null }], fixedInputs: [1], mostChanges: -1, coupled: [{ when: 1, moves: 'any', then: 2, along: 'up', by: 3 }], fillMissing: false }],
  costMeasure: 'log',
  goal: { kind: 'score', low: 0.8, high: null },
  fixedInputs: [3],
  ranking: 'sage',
  followed: 'margin',
  input: 4,
  partner: 2,
  effect: 'partial',
  cohort: { group: 1, decision: 'unfavourable', ranges: [{ column: 3, low: -1.5, high: 20 }, { column: 5, low: Date.UTC(1969, 0, 1), high: Date.UTC(2024, 1, 29) - 1 }], levels: [{ column: 2, levels: [0, -1] }] },
  verdicts: [{ columns: [1, 3], verdict: 'contested' }],
  weighted: true,
  gap: { measure: 'tpr', pair: [2, -1], lenses: true, leaves: false },
  narrow: { inputs: [1], way: 'conditional', justified: [3], amount: 0.5, lineRule: 'same', learner: 'boosted', teacher: 'outcome', weighting: 'reweigh', dropped: [1, 3], addGroup: true },
  reasons: [{ columns: [1, 3], text: 'Ein „Grund“, in eigenen Worten' }],
  proxyLines: [0.7, 0.25],
  scoresAs: 'percent',
  rounds: 'all',
  target: 1,
  person: 1046,
  second: 12,
  requests: ['proof', 'lime'],
  lines: { gap: 'odds', utility: 'ppv', criterion: 'tpr', objective: 'cost', tolerance: 0.1, lot: true, costRatio: 3, together: ['ppv'], pair: [2, 1], jointly: false },
  experiments: [
    {
      kind: 'correspondence',
      columns: [2],
      pair: [1, 0],
      alpha: 0.05,
      size: 1000,
      seed: 42,
      smallest: 0.02,
      changed: 0.04,
      inputs: [1, 3],
      half: 2,
      bins: 5,
      by: -1,
      threshold: 0.5,
      favourable: 1,
      at: 1_790_000_000_000,
    },
  ],
};

describe('the saved file', () => {
  test('gives back exactly what was saved', () => {
    expect(readAudit(writeAudit(full))).toEqual(full);
    expect(readAudit(writeAudit(EMPTY_AUDIT))).toEqual(EMPTY_AUDIT);
  });

  test('covers every field of the Audit', () => {
    expect([...FIELD_KEYS, 'version'].sort()).toEqual(Object.keys(EMPTY_AUDIT).sort());
  });

  test.each([
    ['not json', '{', 'audit-form'],
    ['another format', '{"format":"zip","version":1}', 'audit-form'],
    ['a newer version', '{"format":"assay-audit","version":2}', 'settings-version'],
    ['a threshold that is a word', '{"format":"assay-audit","version":1,"threshold":"half"}', 'settings-value'],
    ['four group columns', '{"format":"assay-audit","version":1,"groups":[1,2,3,4]}', 'settings-value'],
    ['four primary measures', '{"format":"assay-audit","version":1,"primary":["tpr","fpr","ppv","npv"]}', 'settings-value'],
    ['a measure nobody knows', '{"format":"assay-audit","version":1,"primary":["luck"]}', 'settings-value'],
    ['answers without all notes', '{"format":"assay-audit","version":1,"intake":{"affected":null,"harm":null,"decider":null,"label":null,"notes":[""]}}', 'settings-value'],
    ['an unknown role', '{"format":"assay-audit","version":1,"roles":["boss"]}', 'settings-value'],
    ['a cohort without a decision', '{"format":"assay-audit","version":1,"cohort":{"group":0,"ranges":[],"levels":[]}}', 'settings-value'],
    ['a comparison with a group without its number', '{"format":"assay-audit","version":1,"background":{"kind":"group"}}', 'settings-value'],
    ['a quantity nobody knows', '{"format":"assay-audit","version":1,"quantity":{"kind":"luck"}}', 'settings-value'],
    ['a margin that nobody can follow', '{"format":"assay-audit","version":1,"followed":"luck"}', 'settings-value'],
    ['a request nobody knows', '{"format":"assay-audit","version":1,"requests":["rule","luck"]}', 'settings-value'],
    ['a change of inputs with an unknown way', '{"format":"assay-audit","version":1,"narrow":{"inputs":[],"way":"magic"}}', 'settings-value'],
    ['a verdict nobody can give', '{"format":"assay-audit","version":1,"verdicts":[{"columns":[1],"verdict":"open"}]}', 'settings-value'],
    ['lines for a purpose nobody knows', '{"format":"assay-audit","version":1,"lines":{"objective":"luck"}}', 'settings-value'],
    ['an experiment nobody knows', '{"format":"assay-audit","version":1,"experiments":[{"kind":"guess"}]}', 'settings-value'],
    ['an experiment without its seed', JSON.stringify({ format: 'assay-audit', version: 1, experiments: full.experiments.map(({ seed: _, ...rest }) => rest) }), 'settings-value'],
    ['a negative column', '{"format":"assay-audit","version":1,"groups":[-1]}', 'settings-value'],
  ])('refuses %s', (_, text, code) => {
    expect(() => readAudit(text)).toThrowError(expect.objectContaining({ code }));
  });

  test.each<[string, keyof Audit, unknown]>([
    ['a direction nobody knows', 'limits', [{ input: 0, direction: 'sideways', low: null, high: null }]],
    ['a limit without its ends', 'limits', [{ input: 0, direction: 'up' }]],
    ['a step of nothing', 'limits', [{ input: 0, direction: 'up', low: null, high: null, step: 0 }]],
    ['a weight below nothing', 'limits', [{ input: 0, direction: 'up', low: null, high: null, weight: -1 }]],
    ['levels that lead nowhere', 'limits', [{ input: 0, direction: 'any', low: null, high: null, levels: [{ from: 0 }] }]],
    ['fewer changes than none', 'mostChanges', -2],
    ['a move along by a word', 'coupled', [{ when: 0, moves: 'up', then: 1, along: 'up', by: 'far' }]],
    ['a move up along by nothing', 'coupled', [{ when: 0, moves: 'up', then: 1, along: 'up', by: 0 }]],
    ['missing values perhaps filled in', 'fillMissing', 'perhaps'],
    ['two sets of one name', 'limitSets', [full.limitSets[0], full.limitSets[0]]],
    ['a set without a name', 'limitSets', [{ ...full.limitSets[0], name: '' }]],
    ['a set with half its limits', 'limitSets', [{ name: 'policy', limits: [] }]],
    ['a measure of cost nobody knows', 'costMeasure', 'euclid'],
    ['a goal without its ends', 'goal', { kind: 'score', low: 0.5 }],
    ['a goal of half a class', 'goal', { kind: 'class', index: 0.5 }],
  ])('refuses %s, and says what the setting takes', (_, key, value) => {
    const text = JSON.stringify({ format: 'assay-audit', version: 1, [key]: value });
    expect(() => readAudit(text)).toThrowError(new RegExp(`“${key}” has a value this app does not accept: it takes .{8,}\\.`));
  });

  test.each([{ kind: 'decision' }, { kind: 'class', index: 2 }, { kind: 'score', low: null, high: 12.5 }] as const)('reads the goal %j back', (goal) => {
    expect(readAudit(writeAudit({ ...EMPTY_AUDIT, goal })).goal).toEqual(goal);
  });

  test('ignores unknown and hostile keys', () => {
    const text = '{"format":"assay-audit","version":1,"seed":5,"__proto__":{"seed":6},"constructor":1,"load":"https://elsewhere.invalid"}';
    expect(readAudit(text)).toEqual({ ...EMPTY_AUDIT, seed: 5 });
    expect(({} as Record<string, unknown>)['seed']).toBeUndefined();
  });
});

test.each([{ kind: 'everyone' }, { kind: 'nearest' }, { kind: 'group', group: 3 }, { kind: 'same-group' }, { kind: 'row', row: 9 }, { kind: 'second-table' }] as const)('a comparison with %j comes back from a link', (background) => {
  expect(readLink(writeLink('person', { ...EMPTY_AUDIT, background })).settings?.background ?? EMPTY_AUDIT.background).toEqual(background);
});

describe('the link', () => {
  test('carries settings but no hashes, no places where text from a file can be, and no choice of another model', () => {
    const link = writeLink('groups', full);
    const { screen, settings } = readLink(link);
    expect(screen).toBe('groups');
    const kept = ['version', 'tableHash', 'modelHash', 'secondHash', 'binding', 'decision', 'intake', 'reasons', 'limitSets', 'experiments', 'rounds', 'target'];
    expect(settings).toEqual(Object.fromEntries(Object.entries(full).filter(([key]) => !kept.includes(key))));
  });

  test('holds nothing but a screen name and hexadecimal digits', () => {
    expect(writeLink('person', full)).toMatch(/^#person\/[0-9a-f]+$/);
    expect(writeLink('check')).toBe('#check');
  });

  test.each(SCREENS.flatMap((screen) => partsOf(screen).map((part) => [screen, part] as const)))('of %s leads to its part %s, with settings and without', (screen, part) => {
    expect(part).not.toMatch(/^[0-9a-f]+$/);
    expect(readLink(writeLink(screen, undefined, part))).toEqual({ screen, part, settings: undefined });
    expect(readLink(writeLink(screen, full, part))).toMatchObject({ screen, part, settings: { seed: full.seed } });
    expect(writeLink(screen, undefined, partsOf(screen)[0])).toBe(`#${screen}`);
  });

  test('leads to the start for an unknown screen', () => {
    expect(readLink('#javascript:alert(1)').screen).toBe('start');
    expect(readLink('')).toEqual({ screen: 'start', settings: undefined });
  });

  test('never does anything but answer or refuse, whatever the fragment', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json().map((json) => `#groups/${[...json].map((c) => (c.charCodeAt(0) & 127).toString(16).padStart(2, '0')).join('')}`)), (fragment) => {
        try {
          const content = readLink(fragment);
          expect(content.screen).toMatch(/^(start|check|findings|person|groups|drivers)$/);
        } catch (error) {
          expect(error).toMatchObject({ name: 'AssayError' });
        }
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  test('is refused when longer than the limit', () => {
    expect(() => readLink(`#groups/${'00'.repeat(10_000)}`)).toThrowError(expect.objectContaining({ code: 'link-long' }));
  });
});
