/** Texts that mean "no value" in every column: pandas' list and the question mark of the UCI tables. An empty cell always does. */
export const MISSING_TEXTS = [
  '?', 'NA', 'N/A', 'n/a', '#N/A', '#NA', '#N/A N/A', '<NA>', 'NaN', 'nan', '-NaN', '-nan', '1.#IND', '-1.#IND', '1.#QNAN', '-1.#QNAN', 'NULL', 'null', 'None',
] as const;

/** Texts that mean "no value" only between numbers or dates; elsewhere `none` or `-` may be an answer. */
export const MISSING_IN_NUMBERS = ['-', '--', '.', '..', 'none', 'na', 'Na', '#DIV/0!', '#VALUE!', '#REF!', '#NUM!', '#NULL!', '#NAME?'] as const;

const encoder = new TextEncoder();

/** A list of texts that mean "no value", matched on bytes. */
export class MissingTokens {
  readonly texts: readonly string[];
  readonly #bytes: readonly Uint8Array[];
  readonly #begins = new Uint8Array(256);
  readonly #longest: number;

  constructor(texts: readonly string[]) {
    this.texts = [...new Set(texts)];
    this.#bytes = this.texts.map((text) => encoder.encode(text));
    for (const token of this.#bytes) this.#begins[token[0] ?? 0] = 1;
    this.#longest = Math.max(0, ...this.#bytes.map((token) => token.length));
  }

  /** The texts as bytes. */
  get bytes(): readonly Uint8Array[] {
    return this.#bytes;
  }

  /** Index into `texts` of the cell bytes[start..end), or −1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length > this.#longest || length <= 0 || this.#begins[bytes[start]!] === 0) return -1;
    for (let t = 0; t < this.#bytes.length; t++) {
      const token = this.#bytes[t]!;
      if (token.length !== length) continue;
      let i = 0;
      while (i < length && token[i] === bytes[start + i]) i++;
      if (i === length) return t;
    }
    return -1;
  }
}

/** The two lists a reading goes by. */
export interface MissingRule {
  readonly everywhere: MissingTokens;
  readonly inNumbers: MissingTokens;
}

/** The usual rule, or a person's own list, which then holds in every column. */
export function missingRule(own?: readonly string[]): MissingRule {
  if (own) {
    const tokens = new MissingTokens(own.filter((text) => text !== ''));
    return { everywhere: tokens, inNumbers: tokens };
  }
  return { everywhere: new MissingTokens(MISSING_TEXTS), inNumbers: new MissingTokens([...MISSING_TEXTS, ...MISSING_IN_NUMBERS]) };
}
