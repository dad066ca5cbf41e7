import { spells } from './bytes';
import { inflateHead } from './inflate';
import { recognised, type Kind, type Recognition } from './kinds';
import { contentEntries, listZip, type ZipEntry } from './zip';

/** What an archive is by the names of its entries. The first rule that fits decides. */
const RULES: readonly (readonly [Kind, (has: (pattern: RegExp) => boolean) => boolean])[] = [
  ['h2o-mojo2', (has) => has(/(^|\/)mojo\/pipeline\.(pb|mojo)$/)],
  ['h2o-mojo', (has) => has(/(^|\/)model\.ini$/)],
  ['keras-zip', (has) => has(/^config\.json$/) && (has(/^metadata\.json$/) || has(/^model\.weights\.(h5|npz)$/))],
  ['torch-export', (has) => has(/(^|\/)archive_format$/) || has(/(^|\/)(models\/[^/]+\.json|serialized_exported_program\.json)$/)],
  ['torchscript', (has) => has(/(^|\/)code\/.*\.py$/) && has(/(^|\/)(data|constants)\.pkl$/)],
  ['pytorch', (has) => has(/(^|\/)data\.pkl$/)],
  ['skops', (has) => has(/^schema\.json$/)],
  ['mleap', (has) => has(/(^|\/)bundle\.json$/)],
  ['mlflow', (has) => has(/(^|\/)MLmodel$/)],
  ['spark-ml', (has) => has(/(^|\/)metadata\/part-00000/) || has(/(^|\/)stages\/\d+_[^/]+\//)],
  ['tf-saved-model', (has) => has(/(^|\/)saved_model\.pb(txt)?$/)],
  ['coreml', (has) => has(/\.mlpackage\/Manifest\.json$/) || has(/(^|\/)Data\/com\.apple\.CoreML\//)],
  ['mlnet', (has) => has(/^TransformerChain\/|^TrainingInfo\/Version\.txt$/)],
  ['excel', (has) => has(/^xl\/(workbook|worksheets\/)/)],
  ['word-or-slides', (has) => has(/^(word|ppt|visio)\/\w/)],
  ['opendocument', (has) => has(/^content\.xml$/) && has(/^META-INF\/manifest\.xml$/)],
  ['knime', (has) => has(/(^|\/)workflow\.knime$/)],
  ['datarobot-jar', (has) => has(/^com\/datarobot\//) || has(/(^|\/)drmodel_/i)],
  ['jar', (has) => has(/^META-INF\/MANIFEST\.MF$/)],
];

type Look = (name: string, head: Uint8Array<ArrayBuffer>, size: number) => Recognition;

function entryHead(bytes: Uint8Array<ArrayBuffer>, entry: ZipEntry, limit: number): Uint8Array<ArrayBuffer> {
  if (entry.start < 0 || entry.start >= bytes.length) return new Uint8Array(0);
  if (entry.method === 8) return inflateHead(bytes, entry.start, limit);
  return entry.method === 0 ? bytes.slice(entry.start, entry.start + Math.min(limit, entry.compressed)) : new Uint8Array(0);
}

/** Most entries of an unknown archive that are looked into. */
const LOOKED_INTO = 20;

/** What to take out of an archive: its only file, else the only model in it, else its largest table. */
function chooseInside(bytes: Uint8Array<ArrayBuffer>, contents: readonly ZipEntry[], limit: number, look: Look): Recognition | undefined {
  const largest = [...contents].sort((a, b) => b.compressed - a.compressed).slice(0, LOOKED_INTO);
  const seen = largest.flatMap((entry): Recognition[] => {
    const head = entryHead(bytes, entry, contents.length === 1 ? limit : Math.min(limit, 65536));
    if (head.length === 0) return [];
    const inner = look(entry.name, head, inside(head.length, entry, limit, contents.length));
    return [{ ...inner, wrapped: 'zip', entry: entry.name }];
  });
  if (contents.length === 1) return seen[0];
  const models = seen.filter((one) => one.family === 'model');
  return models.length === 1 ? models[0] : models.length === 0 ? seen.find((one) => one.family === 'table') : undefined;
}

/** Length of an entry's content as far as it is known: a head that fills its room is taken to go on. */
function inside(head: number, entry: ZipEntry, limit: number, count: number): number {
  if (entry.method === 0) return entry.compressed;
  return head < (count === 1 ? limit : Math.min(limit, 65536)) ? head : Number.MAX_SAFE_INTEGER;
}

/**
 * Names a zip by what lies in it; a zip of unknown make is named by its only file, its only model, or its largest table.
 * @param look recognises the beginning of a file inside
 */
export function recogniseZip(bytes: Uint8Array<ArrayBuffer>, size: number, limit: number, look: Look): Recognition {
  const { entries, complete } = listZip(bytes);
  const names = entries.map((entry) => entry.name);
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const kind = RULES.find(([, fits]) => fits(has))?.[0];
  if (kind !== undefined) return recognised(kind);
  if (entries.some((entry) => entry.encrypted)) return recognised('zip-encrypted');
  const contents = contentEntries(entries);
  if (complete || bytes.length < size) {
    const inside = chooseInside(bytes, contents, limit, look);
    if (inside !== undefined) return inside;
  }
  if (!complete && bytes.length >= size) return recognised('zip-broken');
  if (contents.length > 0 && contents.every((entry) => entry.name.endsWith('.npy'))) return recognised('numpy', ' (.npz)');
  return recognised('zip', contents.length === 0 ? ' with nothing in it' : ` with ${contents.length} files`);
}

/** Whether the bytes begin a zip archive (also an empty or split one). */
export function isZip(bytes: Uint8Array<ArrayBuffer>): boolean {
  return spells(bytes, 'PK\x03\x04') || spells(bytes, 'PK\x05\x06') || spells(bytes, 'PK\x07\x08PK\x03\x04');
}
