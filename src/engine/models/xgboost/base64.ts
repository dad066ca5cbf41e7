const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...LETTERS].map((letter, value) => [letter.charCodeAt(0), value]));

/** Bytes of base64 text with line breaks and padding; undefined when it holds anything else. */
export function fromBase64(text: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const out = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let size = 0;
  let held = 0;
  let bits = 0;
  for (const byte of text) {
    if (byte === 61 || byte === 10 || byte === 13 || byte === 32 || byte === 9) continue;
    const value = VALUES.get(byte);
    if (value === undefined) return undefined;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[size++] = (held >> bits) & 255;
    }
  }
  return out.slice(0, size);
}
