const latin1 = new TextDecoder('latin1');

/** The bytes as text, one character per byte, so that patterns can be searched in anything. */
export function asLatin1(bytes: Uint8Array<ArrayBuffer>, from = 0, to = bytes.length): string {
  return latin1.decode(bytes.subarray(from, to));
}

/** Whether the bytes at `at` spell `text` (characters below 256). */
export function spells(bytes: Uint8Array<ArrayBuffer>, text: string, at = 0): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether the first bytes read as text: no NUL and hardly any control characters. */
export function looksLikeText(bytes: Uint8Array<ArrayBuffer>): boolean {
  const size = Math.min(bytes.length, 65536);
  let controls = 0;
  for (let i = 0; i < size; i++) {
    const byte = bytes[i]!;
    if (byte === 0) return false;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) controls++;
  }
  return controls * 200 <= size;
}

/** The head as text: UTF-16 by its mark, else UTF-8 with faults replaced; the byte order mark is left out. */
export function asText(bytes: Uint8Array<ArrayBuffer>): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes.subarray(0, 262144));
}

/** Whether a byte order mark announces UTF-16. */
export function isUtf16(bytes: Uint8Array<ArrayBuffer>): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
