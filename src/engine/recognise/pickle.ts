import { asLatin1, spells } from './bytes';
import { recognised, type Kind, type Recognition } from './kinds';

/** First module of the stream that belongs to one of these decides; modules of helpers (copy_reg, joblib, numpy) decide nothing. */
const LIBRARIES: readonly (readonly [RegExp, Kind])[] = [
  [/\bc?xgboost\b/, 'pickle-xgboost'],
  [/\bc?lightgbm\b/, 'pickle-lightgbm'],
  [/\bc?_?catboost\b/, 'pickle-catboost'],
  [/\bc?(sklearn|sklearn2pmml|sklearn_pandas|imblearn|sklego|category_encoders)\b/, 'pickle-sklearn'],
  [/\bc?torch\b/, 'pytorch'],
  [/\bpandas\.core\.frame\b|\bDataFrame\b/, 'pickle-table'],
];

/** Whether the bytes begin like a pickle of protocol 0 to 5. */
export function isPickle(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (bytes[0] === 0x80) return bytes[1]! >= 2 && bytes[1]! <= 5 && bytes.length > 2;
  return /^(\()?c[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n/.test(asLatin1(bytes, 0, 200)) || /^\((dp|lp)\d+\n/.test(asLatin1(bytes, 0, 20));
}

/** Names what a pickle holds by the first library mentioned in it. The stream is searched as text and never executed. */
export function recognisePickle(bytes: Uint8Array<ArrayBuffer>, compressed = false): Recognition {
  if (bytes[0] === 0x80 && bytes[2] === 0x8a && bytes[3] === 0x0a && spells(bytes, '\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19', 4))
    return recognised('pytorch');
  const head = asLatin1(bytes, 0, 65536);
  const joblib = compressed || /joblib\.numpy_pickle|NumpyArrayWrapper/.test(head);
  let first = Number.POSITIVE_INFINITY;
  let kind: Kind | undefined;
  for (const [pattern, name] of LIBRARIES) {
    const at = head.search(pattern);
    if (at >= 0 && at < first) {
      first = at;
      kind = name;
    }
  }
  kind ??= /numpy[.\w]*multiarray|NumpyArrayWrapper/.test(head) ? 'pickle-table' : 'pickle';
  return recognised(kind, joblib && kind !== 'pytorch' ? ', written by joblib' : '');
}
