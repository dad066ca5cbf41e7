import type { Notation } from './kind';
import { numberFromText } from './number';

const FORMS: Record<Exclude<Notation, 'plain'>, RegExp> = {
  '1,234.5': /^[+-]?\d{1,3}(,\d{3})*(\.\d+)?$|^[+-]?\d+(\.\d+)?$/,
  '1.234,5': /^[+-]?\d{1,3}(\.\d{3})*(,\d+)?$|^[+-]?\d+(,\d+)?$/,
  '1 234,5': /^[+-]?\d{1,3}([ \u00a0\u202f]\d{3})*(,\d+)?$|^[+-]?\d+(,\d+)?$/,
  '12%': /^[+-]?\d+(\.\d+)?\s?%$/,
};

/** The number a text means under a notation; undefined when it is not written that way. Percentages give the figure before the sign. */
export function plainNumber(text: string, notation: Notation): number | undefined {
  if (notation === 'plain') {
    const value = Number(text);
    // A person who chose numbers for codes such as 007 wants 7; hexadecimal and endless values are still no decimal numbers.
    return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) && Number.isFinite(value) ? value : undefined;
  }
  if (!FORMS[notation].test(text)) return undefined;
  if (notation === '12%') return Number(text.replace(/\s?%$/, ''));
  const plain = notation === '1,234.5' ? text.replaceAll(',', '') : text.replace(/[. \u00a0\u202f]/g, '').replace(',', '.');
  return numberFromText(plain.replace(/^\+/, ''));
}

/** Notations, other than plain, that every one of some texts could be written in and at least one must be. */
export function possibleNotations(texts: Iterable<string>): Exclude<Notation, 'plain'>[] {
  let left = Object.keys(FORMS) as Exclude<Notation, 'plain'>[];
  let special = false;
  for (const text of texts) {
    left = left.filter((notation) => FORMS[notation].test(text));
    if (left.length === 0) return [];
    special ||= /[,%\u00a0\u202f ]|\.\d{3}\./.test(text);
  }
  return special ? left : [];
}
