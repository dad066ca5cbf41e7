import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256, Sha256 } from '../../../src/engine/report/sha256';

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 73 + (i >> 3)) & 255);
const expected = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

test('the examples of FIPS 180-4', () => {
  expect(sha256(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(new TextEncoder().encode('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('every length around the block edges agrees with the platform', () => {
  for (let length = 0; length < 200; length++) expect(sha256(bytes(length))).toBe(expected(bytes(length)));
});

test('pieces give the same as the whole', () => {
  const data = bytes(1000);
  for (const piece of [1, 7, 63, 64, 65, 500]) {
    const hash = new Sha256();
    for (let at = 0; at < data.length; at += piece) hash.update(data.subarray(at, at + piece));
    expect(hash.hex()).toBe(expected(data));
  }
});
