import { AssayError } from '../../errors';
import type { Bytes } from '../source';
import type { ByteStream } from './stream';
import { Utf8Check } from './utf8';

/** Encodings a person can name; any is turned into UTF-8 before a reader sees it. */
export const ENCODINGS = [
  'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-2', 'iso-8859-15', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254',
  'koi8-r', 'macintosh', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface EncodingFound {
  readonly encoding: Encoding;
  /** What it was told by. `utf-8` without a mark is checked to the last byte; windows-1252 is a proposal, because no byte can prove it. */
  readonly by: 'mark' | 'zeros' | 'bytes' | 'proposed' | 'chosen';
  /** Bytes of the byte-order mark. */
  readonly mark: number;
}

/** Thrown when bytes taken for UTF-8 are not; the reader then starts over with the proposal. */
export class NotUtf8 extends Error {
  constructor(readonly position: number) {
    super(`byte ${position} is not UTF-8`);
  }
}

/**
 * Finds a file's encoding from its first bytes: byte-order mark, else the zeros that every second byte of UTF-16 has around ASCII signs, else UTF-8.
 * Undefined when zeros lie elsewhere: the file is not text.
 */
export function findEncoding(head: Uint8Array, chosen?: Encoding): EncodingFound | undefined {
  const marked = byMark(head);
  if (chosen) return { encoding: chosen, by: 'chosen', mark: marked?.encoding === chosen ? marked.mark : 0 };
  if (marked) return marked;
  let even = 0;
  let odd = 0;
  const length = Math.min(head.length, 65536) & ~1;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  if (even + odd === 0) return { encoding: 'utf-8', by: 'bytes', mark: 0 };
  const pairs = length / 2;
  if (odd > pairs * 0.05 && even <= odd * 0.02) return { encoding: 'utf-16le', by: 'zeros', mark: 0 };
  if (even > pairs * 0.05 && odd <= even * 0.02) return { encoding: 'utf-16be', by: 'zeros', mark: 0 };
  return undefined;
}

function byMark(head: Uint8Array): EncodingFound | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', by: 'mark', mark: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', by: 'mark', mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', by: 'mark', mark: 2 };
  return undefined;
}

/**
 * The stream as UTF-8 without its byte-order mark. Letters cut by the edge of a piece stay whole.
 * @throws NotUtf8, and AssayError `bad-encoding` for bytes that a chosen or marked encoding does not have.
 */
export function toUtf8(stream: ByteStream, found: EncodingFound, name: string): ByteStream {
  let skip = found.mark;
  const unmarked: ByteStream = {
    async read() {
      let bytes = await stream.read();
      while (bytes && skip > 0) {
        const cut = Math.min(skip, bytes.length);
        skip -= cut;
        bytes = cut < bytes.length ? bytes.subarray(cut) : await stream.read();
      }
      return bytes;
    },
    close: () => stream.close(),
  };
  return found.encoding === 'utf-8' ? checkedUtf8(unmarked, found, name) : recoded(unmarked, found.encoding, name);
}

const badEncoding = (name: string, encoding: Encoding, where: string): AssayError =>
  new AssayError({
    area: 'table',
    code: 'bad-encoding',
    what: `${name} was read as ${encoding}.`,
    why: `It has bytes that ${encoding} does not have${where}.`,
    remedy: 'Choose another encoding, such as windows-1252, or save the file as UTF-8.',
  });

function checkedUtf8(stream: ByteStream, found: EncodingFound, name: string): ByteStream {
  const check = new Utf8Check();
  return {
    async read() {
      const bytes = await stream.read();
      const bad = bytes ? check.add(bytes) : check.end();
      if (bad >= 0) {
        await stream.close();
        if (found.by === 'bytes') throw new NotUtf8(bad + found.mark);
        throw badEncoding(name, 'utf-8', ` (first at byte ${bad + found.mark + 1})`);
      }
      return bytes;
    },
    close: () => stream.close(),
  };
}

function recoded(stream: ByteStream, encoding: Encoding, name: string): ByteStream {
  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'windows-1252', ignoreBOM: true });
  const encoder = new TextEncoder();
  let ended = false;
  return {
    async read() {
      while (!ended) {
        const bytes: Bytes | undefined = await stream.read();
        ended = !bytes;
        let text: string;
        try {
          text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
        } catch {
          await stream.close();
          throw badEncoding(name, encoding, '');
        }
        if (text !== '') return encoder.encode(text);
      }
      return undefined;
    },
    close: () => stream.close(),
  };
}
