import { expect, test } from 'vitest';
import { AssayError } from '../../../src/engine/errors';
import { LIMITS, type Limits } from '../../../src/engine/table/limits';
import { openTable, type ReadOptions } from '../../../src/engine/table/open';
import { memorySource, type Bytes } from '../../../src/engine/table/source';
import { Random } from '../../../src/engine/stats/random';
import { describeShared, sharedBytes } from '../../tools/shared';

const path = 'data/drift-ma-employment/employment_MA_analysis_target.pq';
const open = (bytes: Bytes, options?: ReadOptions) => openTable(memorySource('t.parquet', bytes), options);

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'opened';
  } catch (error) {
    if (error instanceof AssayError) return error.code;
    throw error;
  }
}

describeShared('a Parquet file', () => {
  test('that is cut off is refused in words', async () => {
    const bytes = sharedBytes(path);
    await expect(open(bytes.slice(0, 5000))).rejects.toThrow(
      't.parquet is a Parquet file that cannot be read. Its end is missing, as after a download that stopped early. ' +
        'Write it again, for example with df.to_parquet("table.parquet"), or save the table as CSV.',
    );
    expect(await codeOf(open(bytes.slice(0, 9)))).toBe('parquet-damaged');
  });

  test('whose footer lies about its length is refused', async () => {
    const bytes = sharedBytes(path);
    new DataView(bytes.buffer).setUint32(bytes.length - 8, bytes.length, true);
    expect(await codeOf(open(bytes))).toBe('parquet-damaged');
  });

  test.each<[keyof Limits, number, string]>([
    ['rows', 208892, 'too-many-rows'],
    ['columns', 2, 'too-many-columns'],
    ['cells', 2 * 208892, 'too-many-cells'],
  ])('is read at the limit of %s, and one past it refused', async (key, limit, code) => {
    const bytes = sharedBytes(path);
    expect(await codeOf(open(bytes, { limits: { ...LIMITS, [key]: limit } }))).toBe('opened');
    expect(await codeOf(open(bytes, { limits: { ...LIMITS, [key]: limit - 1 } }))).toBe(code);
  });

  test('whose footer or row groups are past their limits is refused before they are read', async () => {
    const bytes = sharedBytes(path);
    const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    expect(await codeOf(open(bytes, { limits: { ...LIMITS, footerBytes: footer } }))).toBe('opened');
    expect(await codeOf(open(bytes, { limits: { ...LIMITS, footerBytes: footer - 1 } }))).toBe('parquet-footer-too-large');
    expect(await codeOf(open(bytes, { limits: { ...LIMITS, rowGroupBytes: 1000 } }))).toBe('parquet-group-too-large');
  });

  test('with any one byte changed is read or refused with a known error', async () => {
    const good = sharedBytes(path);
    const random = new Random(11);
    const footerStart = good.length - 8 - new DataView(good.buffer).getUint32(good.length - 8, true);
    const seen = new Set<string>();
    for (let i = 0; i < 120; i++) {
      const bytes = good.slice();
      // Half of the changes hit the footer, the other half the pages.
      const at = i % 2 === 0 ? footerStart + random.below(good.length - footerStart) : 4 + random.below(footerStart - 4);
      bytes[at] = random.below(256);
      seen.add(await codeOf(open(bytes)));
    }
    for (const code of seen) expect(code).toMatch(/^(opened|parquet-|too-many-|not-a-table|no-rows)/);
    expect(seen.has('parquet-damaged')).toBe(true);
  }, 240_000);

  test('keeps its kinds when a person chooses others', async () => {
    const { table, account } = await open(sharedBytes(path), { kinds: new Map([[1, { kind: 'category' }]]) });
    expect(table.columns[1]).toMatchObject({ kind: 'category' });
    expect(account.cells.total).toBe(2 * 208892);
  });
});
