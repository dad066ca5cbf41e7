import { isZip, recogniseZip } from './archive';
import { asText, isUtf16, looksLikeText, spells } from './bytes';
import { gzipStart, inflateHead } from './inflate';
import { recogniseJson } from './json';
import { recognised, type Recognition } from './kinds';
import { recogniseMagic } from './magic';
import { isPickle, recognisePickle } from './pickle';
import { recogniseProtobuf } from './protobuf';
import { recogniseMarkup, recogniseText } from './text';

/** How many bytes from the beginning of a file are enough to name it. */
export const HEAD_BYTES = 262144;
const MAX_NESTING = 4;
const JSON_LIST = /^\[\s*([[{"\]]|-?\d[\d.eE+-]*\s*[,\]]|true|false|null)/;

/**
 * Says what a file is, by its content and never by its name. Synchronous, reads nothing beyond `head`, and never throws.
 * @param name only used to tell entries apart in messages
 * @param head the file's first bytes ({@link HEAD_BYTES} or more), or all of it
 * @param size length of the whole file; the head's length when left out
 */
export function recogniseFile(name: string, head: Uint8Array<ArrayBuffer>, size: number = head.length): Recognition {
  return look(name, head, size, 0);
}

function look(name: string, head: Uint8Array<ArrayBuffer>, size: number, nesting: number): Recognition {
  if (head.length === 0) return recognised('empty');
  if (isZip(head))
    return inside(nesting, () => recogniseZip(head, size, HEAD_BYTES, (entry, bytes, length) => look(entry, bytes, length, nesting + 1)));
  const gzip = gzipStart(head);
  if (gzip >= 0) {
    return inside(nesting, () => {
      const inner = inflateHead(head, gzip, HEAD_BYTES);
      if (inner.length === 0) return recognised('archive', ' (gzip) that cannot be opened');
      const seen = isPickle(inner)
        ? recognisePickle(inner, true)
        : look(name, inner, inner.length < HEAD_BYTES ? inner.length : Number.MAX_SAFE_INTEGER, nesting + 1);
      return { ...seen, wrapped: 'gzip' };
    });
  }
  const magic = recogniseMagic(head);
  if (magic !== undefined) return magic;
  if (head[0] === 0x78 && (head[0] * 256 + (head[1] ?? 0)) % 31 === 0) {
    const inner = inflateHead(head, 2, HEAD_BYTES);
    if (isPickle(inner)) return recognisePickle(inner, true);
  }
  if (isPickle(head)) return recognisePickle(head);
  if (isUtf16(head) || looksLikeText(head)) {
    const asBinary = head[0] === 8 || head[0] === 10 ? recogniseProtobuf(head, size) : undefined;
    return asBinary ?? readable(head, size);
  }
  return recogniseProtobuf(head, size) ?? recognised('binary');
}

function inside(nesting: number, then: () => Recognition): Recognition {
  return nesting >= MAX_NESTING ? recognised('archive', ' nested too deep') : then();
}

function readable(head: Uint8Array<ArrayBuffer>, size: number): Recognition {
  let at = spells(head, '\xef\xbb\xbf') ? 3 : isUtf16(head) ? 2 : 0;
  while (at < head.length && (head[at]! <= 32 || (isUtf16(head) && head[at] === 0))) at++;
  const first = head[at];
  if (first === undefined) return recognised('text', ' with nothing but blanks');
  if (first === 0x3c) return recogniseMarkup(head);
  if (first === 0x7b || first === 0x5b) {
    const json = recogniseJson(head.subarray(at));
    if (json.kind !== 'json' || first === 0x7b || JSON_LIST.test(asText(head.subarray(at, at + 200)))) return json;
  }
  return recogniseText(spells(head, '\xef\xbb\xbf') ? head.subarray(3) : head, head.length < size);
}
