import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as engine from '../../../src/engine/index';

const root = fileURLToPath(new URL('../../../src/engine/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

/** Exported functions, classes and arrow functions of a source that no doc comment stands before; of overloads the first needs it. */
export function undocumented(source: string): string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, at) => {
    const name = /^export (?:async )?(?:function\*? ?|abstract class |class )(\w+)/.exec(line)?.[1] ?? /^export const (\w+)(?:: [^=]+)? = (?:async )?(?:<.*>)?\([^=]*\)(?:: [^=]+)? =>/.exec(line)?.[1];
    if (name === undefined) return [];
    let before = at - 1;
    while (before >= 0 && new RegExp(`^export function ${name}\\b`).test(lines[before]!)) before--;
    return lines[before]?.trim().endsWith('*/') ? [] : [name];
  });
}

test('the engine is imported as a whole, in Node, and its functions work from there', async () => {
  const { table } = await engine.openText('people.csv', 'age,sex\n41,f\n33,m\n');
  expect([engine.cellText(table.columns[0]!, 1), engine.levelsOf(table.columns[1]!)?.levels]).toEqual(['33', ['f', 'm']]);
  expect(engine.recogniseFile('model.json', new TextEncoder().encode('{"learner":{"gradient_booster":{}}}')).kind).toBe('xgboost-json');
  expect(engine.newcombe(9, 10, 3, 10)!.lower).toBeGreaterThan(0);
});

test('nothing in the public face is undefined', () => {
  expect(Object.entries(engine).filter(([, value]) => value === undefined)).toEqual([]);
});

test.each(files)('every function that %s exports says what it does', (file) => {
  expect(undocumented(readFileSync(root + file, 'utf8'))).toEqual([]);
});

test.each([
  ['export function bare(x: number): number {', ['bare']],
  ['/** Says. */\nexport function said(): void {', []],
  ['/** Says. */\nexport function twice(x: number): void;\nexport function twice(x: string): void;', []],
  ['export const arrow = (x: number): number => x;', ['arrow']],
  ['export const value = [1].map((x) => x);', []],
  ['export class Thing {', ['Thing']],
  ['export async function later(): Promise<void> {', ['later']],
])('of %j these lack words: %j', (source, names) => expect(undocumented(source)).toEqual(names));
