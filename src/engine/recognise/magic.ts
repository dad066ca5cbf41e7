import { asLatin1, looksLikeText, spells } from './bytes';
import { recognised, type Kind, type Recognition } from './kinds';

/** Signatures: offset, bytes as characters, kind. */
const SIGNATURES: readonly (readonly [number, string, Kind])[] = [
  [0, 'CBM1', 'catboost-cbm'],
  [0, 'binf', 'xgboost-binary'],
  [0, '{L\x00\x00', 'xgboost-ubjson'],
  [0, 'PAR1', 'parquet'],
  [0, 'PARE', 'parquet'],
  [0, 'ARROW1', 'arrow'],
  [0, 'FEA1', 'arrow'],
  [4, 'TFL3', 'tflite'],
  [4, 'ORTM', 'ort-format'],
  [0, 'GGUF', 'gguf'],
  [0, '\x93NUMPY', 'numpy'],
  [0, 'SQLite format 3\x00', 'sqlite'],
  [0, 'Obj\x01', 'avro'],
  [0, 'ORC', 'orc'],
  [0, '$FL2', 'spss'],
  [0, '$FL3', 'spss'],
  [12, '\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11', 'sas-table'],
  [0, '<stata_dta>', 'stata'],
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'excel-old'],
  [0, '%PDF-', 'pdf'],
  [0, '\x89PNG\r\n\x1a\n', 'image'],
  [0, '\xff\xd8\xff', 'image'],
  [0, 'GIF87a', 'image'],
  [0, 'GIF89a', 'image'],
  [0, 'II*\x00', 'image'],
  [0, 'MM\x00*', 'image'],
  [8, 'WEBP', 'image'],
  [4, 'ftyp', 'media'],
  [0, 'OggS', 'media'],
  [0, 'ID3', 'media'],
  [8, 'WAVE', 'media'],
  [8, 'AVI ', 'media'],
  [0, '\x1aE\xdf\xa3', 'media'],
  [0, '7z\xbc\xaf\x27\x1c', 'archive'],
  [0, 'Rar!\x1a\x07', 'archive'],
  [0, 'BZh', 'archive'],
  [0, '\xfd7zXZ\x00', 'archive'],
  [0, '\x28\xb5\x2f\xfd', 'archive'],
  [0, '\x04\x22\x4d\x18', 'archive'],
  [257, 'ustar', 'archive'],
  [0, '\x7fELF', 'executable'],
  [0, '\xcf\xfa\xed\xfe', 'executable'],
  [0, '\xca\xfe\xba\xbe', 'executable'],
  [0, '\x00asm', 'executable'],
  [0, 'RDX2\n', 'r-object'],
  [0, 'RDX3\n', 'r-object'],
  [0, 'RDA2\n', 'r-object'],
  [0, 'RDA3\n', 'r-object'],
  [0, 'X\n\x00\x00\x00', 'r-object'],
];

/** Signatures that a table's first names may spell (PARENT, ID3, ORCID): they count only in files that are not text. */
const WORD = /^[\w ]+$/;

const ARCHIVES: readonly (readonly [string, string])[] = [
  ['7z', '7-Zip'],
  ['Rar', 'RAR'],
  ['BZh', 'bzip2'],
  ['\xfd7z', 'xz'],
  ['\x28\xb5', 'Zstandard'],
  ['\x04\x22', 'LZ4'],
];

function hdf5(bytes: Uint8Array<ArrayBuffer>): Recognition {
  const text = asLatin1(bytes, 0, 8 * 1024 * 1024);
  if (text.includes('model_config')) return recognised('keras-hdf5');
  if (/layer_names|keras_version|_layer_checkpoint_dependencies|weight_names/.test(text)) return recognised('keras-weights');
  return recognised('hdf5', text.includes('pandas_type') ? ' with a pandas table' : '');
}

function safetensors(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  return size < 100_000_000n && /"(dtype|__metadata__)"/.test(asLatin1(bytes, 8, 4096));
}

/** Old XGBoost files carry no signature: 136 bytes of parameters, then the length-prefixed names of objective and booster. */
function bareXgboost(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (bytes.length < 160) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getBigUint64(136, true);
  if (length < 3n || length > 60n || 152 + Number(length) > bytes.length) return false;
  const objective = asLatin1(bytes, 144, 144 + Number(length));
  const booster = asLatin1(bytes, 152 + Number(length), 160 + Number(length));
  return /^[\w:]+$/.test(objective) && /^(gbtree|gblinear|dart)/.test(booster);
}

/** Names a file by the fixed bytes it begins with. */
export function recogniseMagic(bytes: Uint8Array<ArrayBuffer>): Recognition | undefined {
  for (const base of [0, 512]) if (spells(bytes, '\x89HDF\r\n\x1a\n', base)) return hdf5(bytes);
  const readable = looksLikeText(bytes);
  for (const [at, text, kind] of SIGNATURES) {
    if (!spells(bytes, text, at) || (readable && WORD.test(text))) continue;
    if (kind !== 'archive') return recognised(kind);
    const name = ARCHIVES.find(([start]) => spells(bytes, start))?.[1] ?? 'tar';
    return recognised('archive', ` (${name})`);
  }
  if (spells(bytes, 'MZ') && asLatin1(bytes, 0, 1024).includes('PE\x00\x00')) return recognised('executable');
  if (safetensors(bytes)) return recognised('safetensors');
  return bareXgboost(bytes) ? recognised('xgboost-binary') : undefined;
}
