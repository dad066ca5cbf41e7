import { AssayError } from '../errors';
import { FIELDS, changedFields, jsonNumber } from './fields';
import { LIMIT_FORMS } from './limit-fields';
import { type Part, partsOf, SCREENS, type Screen } from './screens';
import { type Audit, EMPTY_AUDIT } from './types';

/** Longest link fragment and longest saved file that are read. */
export const LINK_LIMIT = 16_384;
export const FILE_LIMIT = 16_777_216;

export interface LinkContent {
  readonly screen: Screen;
  /** Part of the screen; undefined where the screen is one whole. */
  readonly part: Part | undefined;
  /** Only the fields the link carries; undefined for a plain address of a screen. */
  readonly settings: Partial<Audit> | undefined;
}

function refuse(code: string, why: string, what = 'This link cannot be read.'): AssayError {
  return new AssayError({ area: 'link', code, what, why, remedy: 'Ask for it again, or open the files without it.' });
}

/** What a setting takes, where that fits in a sentence. */
function formOf(key: string): string {
  return Object.hasOwn(LIMIT_FORMS, key) ? `: it takes ${LIMIT_FORMS[key as keyof typeof LIMIT_FORMS]}` : '';
}

function readFields(value: unknown, linkOnly: boolean): Partial<Audit> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('settings-form', 'It does not hold settings.');
  const version = Object.hasOwn(value, 'version') ? (value as { version: unknown }).version : undefined;
  if (version !== 1) throw refuse('settings-version', `It was made for version ${String(version).slice(0, 20)} of the settings; this app reads version 1.`);
  const out: Record<string, unknown> = {};
  for (const field of FIELDS) {
    if ((linkOnly && !field.inLink) || !Object.hasOwn(value, field.key)) continue;
    const read = field.read((value as Record<string, unknown>)[field.key]);
    if (read === undefined) throw refuse('settings-value', `Its setting “${field.key}” has a value this app does not accept${formOf(field.key)}.`);
    out[field.key] = read;
  }
  return out as Partial<Audit>;
}

function toHex(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) throw new Error('link settings are ASCII');
    out += code.toString(16).padStart(2, '0');
  }
  return out;
}

function fromHex(hex: string): string {
  let out = '';
  for (let i = 0; i < hex.length; i += 2) out += String.fromCharCode(parseInt(hex.slice(i, i + 2), 16));
  return out;
}

/**
 * The fragment of a link: the screen, its part unless that is the first, and the settings when `audit` is given. It never holds rows, file names,
 * column names, category names or hashes.
 */
export function writeLink(screen: Screen, audit?: Audit, part?: Part): string {
  const place = part === undefined || part === partsOf(screen)[0] ? `#${screen}` : `#${screen}/${part}`;
  return audit === undefined ? place : `${place}/${toHex(JSON.stringify({ version: 1, ...changedFields(audit, true) }))}`;
}

/**
 * Reads a fragment; unknown keys are ignored, wrong values refused.
 * @throws AssayError `link-long`, `link-form`, `settings-version`, `settings-value`
 */
export function readLink(fragment: string): LinkContent {
  if (fragment.length > LINK_LIMIT) throw refuse('link-long', `It has ${fragment.length} characters; at most ${LINK_LIMIT} are read.`);
  const [name = '', ...rest] = fragment.replace(/^#/, '').split('/', 3);
  const screen = SCREENS.find((entry) => entry === name) ?? 'start';
  const parts = partsOf(screen);
  const named = parts.find((entry) => entry === rest[0]);
  const [settings] = named ? rest.slice(1) : rest;
  const place = { screen, part: named ?? parts[0] };
  if (settings === undefined || settings === '') return { ...place, settings: undefined };
  if (!/^([0-9a-f]{2})+$/.test(settings)) throw refuse('link-form', 'Its settings part is damaged.');
  let value: unknown;
  try {
    value = JSON.parse(fromHex(settings));
  } catch {
    throw refuse('link-form', 'Its settings part is damaged.');
  }
  return { ...place, settings: readFields(value, true) };
}

/** The saved file: every setting, with the hashes of the files it belongs to, as JSON text. It holds no rows. */
export function writeAudit(audit: Audit): string {
  return `${JSON.stringify({ format: 'assay-audit', version: 1, ...changedFields(audit, false) }, jsonNumber, 2)}\n`;
}

/**
 * Reads a saved file.
 * @throws AssayError `audit-long`, `audit-form`, `settings-version`, `settings-value`
 */
export function readAudit(text: string): Audit {
  const what = 'This is not a saved Assay audit.';
  if (text.length > FILE_LIMIT) throw refuse('audit-long', `It has ${text.length} characters; at most ${FILE_LIMIT} are read.`, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('audit-form', 'It is not JSON.', what);
  }
  if (typeof value !== 'object' || value === null || (value as { format?: unknown }).format !== 'assay-audit') {
    throw refuse('audit-form', 'It does not begin with the format name assay-audit.', what);
  }
  return { ...EMPTY_AUDIT, ...readFields(value, false) };
}
