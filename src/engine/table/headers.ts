import type { Limits } from './limits';

/** Why a column's name is not its header. */
export type NameChange = 'none' | 'blank' | 'repeated' | 'trimmed' | 'shortened' | 'invisible';

export interface ColumnName {
  readonly header: string;
  readonly name: string;
  /** What was done to the header; empty when the name is the header. */
  readonly changes: readonly NameChange[];
  /** Said about names that could mislead or that programs have stumbled over. */
  readonly flags: readonly NameFlag[];
}

export type NameFlag = 'program-word' | 'invisible' | 'direction' | 'formula' | 'markup';

/** Controls and signs without a picture of their own: zero-width signs, direction marks, soft hyphen, fillers, variation selectors, tags. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const PROGRAM_WORDS = new Set([
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString',
  '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__', '__parsed_extra', '__index_level_0__',
]);

/**
 * Display names for headers: unique, visible, of bounded length. The place in the file stays a column's identity, so a name can never be mistaken for
 * anything else. `undefined` headers are those of a file without a header line.
 */
export function columnNames(headers: readonly (string | undefined)[], limits: Limits): ColumnName[] {
  const wanted = headers.map((header, position) => cleanName(header, position, limits));
  const firstOf = new Map<string, number>();
  wanted.forEach(({ name }, position) => {
    if (!firstOf.has(name)) firstOf.set(name, position);
  });
  const taken = new Set(firstOf.keys());
  return wanted.map((column, position) => {
    if (firstOf.get(column.name) === position) return column;
    let number = 2;
    while (taken.has(`${column.name} (${number})`)) number++;
    const name = `${column.name} (${number})`;
    taken.add(name);
    return { ...column, name, changes: [...column.changes, 'repeated'] };
  });
}

function cleanName(header: string | undefined, position: number, limits: Limits): ColumnName {
  const changes: NameChange[] = [];
  const flags: NameFlag[] = [];
  const text = header ?? '';
  let name = text.replace(/[\t\r\n]+/g, ' ').replace(INVISIBLE, '');
  if (name !== text) changes.push('invisible');
  INVISIBLE.lastIndex = 0;
  if (INVISIBLE.test(text)) flags.push('invisible');
  INVISIBLE.lastIndex = 0;
  if (DIRECTION.test(text)) flags.push('direction');
  const trimmed = name.trim();
  if (trimmed !== name) changes.push('trimmed');
  name = trimmed;
  if (name === '') {
    changes.push(header === undefined ? 'none' : 'blank');
    name = `column ${position + 1}`;
  }
  const letters = [...name];
  if (letters.length > limits.nameLength) {
    changes.push('shortened');
    name = `${letters.slice(0, limits.nameLength - 1).join('')}…`;
  }
  if (PROGRAM_WORDS.has(name)) flags.push('program-word');
  if (/^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(name)) flags.push('formula');
  if (/<[a-z!/]/i.test(name)) flags.push('markup');
  return { header: text, name, changes, flags };
}
