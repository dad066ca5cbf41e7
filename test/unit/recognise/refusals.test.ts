import { describe, expect, test } from 'vitest';
import { KINDS, recognised, type Kind } from '../../../src/engine/recognise/kinds';
import { REFUSALS, refuse, SCORES_ARE_ENOUGH } from '../../../src/engine/recognise/refusals';
import { READABLE } from '../../../src/engine/models/sort';

const kinds = Object.keys(KINDS) as Kind[];

describe('refusals', () => {
  test('answer every kind that no reader opens', () => {
    const answered = kinds.filter((kind) => REFUSALS[kind] !== undefined);
    const opened = kinds.filter((kind) => READABLE.has(kind) || KINDS[kind].family === 'table');
    expect([...answered, ...opened].sort()).toEqual([...kinds].sort());
  });

  test.each(kinds.filter((kind) => REFUSALS[kind] !== undefined))('%s: the text stays as written', (kind) => {
    const { what, why, remedy } = refuse('x', recognised(kind)).record;
    expect(`${what}\n${why}\n${remedy}`).toMatchSnapshot();
  });

  test('tell that a table of scores is enough, wherever the file is a model', () => {
    for (const kind of kinds.filter((kind) => KINDS[kind].family === 'model' && !READABLE.has(kind)))
      expect(refuse('x', recognised(kind)).record.remedy.endsWith(SCORES_ARE_ENOUGH)).toBe(true);
  });

  test('name the file, and the container it is in', () => {
    expect(refuse('m.zip', { ...recognised('pmml'), wrapped: 'zip' }).record.what).toBe('“m.zip” is a PMML model in a zip archive.');
    expect(refuse('', recognised('pdf')).record.what).toBe('This file is a PDF document.');
  });

  test('speak plainly', () => {
    for (const kind of kinds.filter((kind) => REFUSALS[kind] !== undefined)) {
      const { why, remedy } = REFUSALS[kind]!;
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(remedy.split('\n').length).toBeLessThanOrEqual(3);
      expect(`${why} ${remedy}`).not.toMatch(/\b(fair|unfair|caused|sorry|please)\b/i);
    }
  });
});
