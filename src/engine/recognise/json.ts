import { recognised, type Recognition } from './kinds';

const QUOTE = 34;
const BACKSLASH = 92;
const SCAN_LIMIT = 8 * 1024 * 1024;

/** What a quick look at JSON text finds: which keys stand at which depth, without building any value. */
export interface JsonGlimpse {
  /** `{` or `[`: the outermost bracket. */
  readonly opens: string;
  /** Key paths of the first three levels, joined by `/`; array levels are written `[]`. */
  readonly paths: ReadonlySet<string>;
  /** Short texts of the first two levels, by key path. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many top-level values ended, and whether another one follows: several records, one after the other. */
  readonly values: number;
}

/**
 * Walks over JSON bytes without recursion and notes the keys of the first three levels. Stops at the end, at 8 MB, or where a second value begins.
 * Never throws: broken JSON gives what stood before the fault.
 */
export function glimpseJson(bytes: Uint8Array<ArrayBuffer>): JsonGlimpse {
  const paths = new Set<string>();
  const texts = new Map<string, string>();
  const stack: string[] = [];
  const decoder = new TextDecoder();
  const end = Math.min(bytes.length, SCAN_LIMIT);
  let opens = '';
  let depth = 0;
  let values = 0;
  let key = '';
  let expectKey = false;
  const path = (): string => [...stack.slice(1), key].filter((part) => part !== '').join('/');
  for (let at = 0; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const start = at + 1;
      at++;
      while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
      if (depth > 3 || at >= end || at - start > 200) continue;
      const text = decoder.decode(bytes.subarray(start, at));
      if (expectKey) {
        key = text;
        paths.add(path());
        expectKey = false;
      } else if (depth <= 2 && key !== '') texts.set(path(), text);
    } else if (byte === 123 || byte === 91) {
      const open = byte === 123 ? '{' : '[';
      if (depth === 0) {
        if (values > 0) {
          values++;
          break;
        }
        opens = open;
      }
      if (depth < 4) stack.push(key === '' && depth > 0 ? '[]' : key);
      depth++;
      key = '';
      expectKey = byte === 123;
    } else if (byte === 125 || byte === 93) {
      depth--;
      if (depth < 4) key = stack.pop() ?? '';
      if (key === '[]') key = '';
      if (depth === 0) values++;
      if (depth < 0) break;
    } else if (byte === 44 && depth > 0 && depth <= 4) {
      expectKey = stack.length === depth && isObject(bytes, at, end);
    }
  }
  return { opens, paths, texts, values };
}

/** After a comma: a key follows when the next text is followed by a colon. */
function isObject(bytes: Uint8Array<ArrayBuffer>, comma: number, end: number): boolean {
  let at = comma + 1;
  while (at < end && bytes[at]! <= 32) at++;
  if (bytes[at] !== QUOTE) return false;
  at++;
  while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  at++;
  while (at < end && bytes[at]! <= 32) at++;
  return bytes[at] === 58;
}

/** Names a JSON file by its keys. */
export function recogniseJson(bytes: Uint8Array<ArrayBuffer>): Recognition {
  const { opens, paths, texts, values } = glimpseJson(bytes);
  const has = (...keys: string[]): boolean => keys.every((key) => paths.has(key));
  if (opens === '[') {
    if (has('[]/nodeid') && (has('[]/split') || has('[]/leaf'))) return recognised('xgboost-dump');
    return recognised(paths.size > 0 ? 'json-table' : 'json');
  }
  if (has('learner/gradient_booster') || has('learner/learner_model_param')) return recognised('xgboost-json');
  if (has('nodeid') && (has('split') || has('leaf'))) return recognised('xgboost-dump');
  if (has('oblivious_trees') || has('ctr_data') || (has('features_info') && (has('trees') || has('model_info') || values === 0)))
    return recognised('catboost-json');
  if (has('tree_info') || (texts.get('name') === 'tree' && has('version'))) return recognised('lightgbm-json');
  if (texts.get('format') === 'graph-model' || has('modelTopology/node')) return recognised('tfjs-graph');
  if (has('modelTopology')) return recognised('tfjs-layers');
  if (has('class_name', 'config') && /^(Sequential|Functional|Model)$/.test(texts.get('class_name') ?? '')) return recognised('keras-config');
  if (has('nbformat') || (has('cells') && has('metadata'))) return recognised('notebook');
  if (has('input', 'output', 'action')) return recognised('pfa');
  if (values > 1 && paths.size > 0) return recognised('ndjson');
  return recognised('json');
}
