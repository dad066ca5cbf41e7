import { describe, expect, test } from 'vitest';
import { cancelled } from '../../../src/engine/errors';
import type { CallOptions, Cell } from '../../../src/runtime/cell';
import { cellDied } from '../../../src/runtime/faults';
import { Pool } from '../../../src/runtime/pool';
import { Stock } from '../../../src/runtime/stock';
import { Ward } from '../../../src/runtime/ward';

/** A cell without a worker: the test decides when and how each call ends. */
class FakeCell {
  alive = true;
  readonly calls: { argument: unknown; end(value: unknown): void; fail(error: unknown): void }[] = [];
  #mourn: () => void = () => undefined;
  call(_operation: string, argument: unknown, { signal }: CallOptions = {}): Promise<unknown> {
    return new Promise((end, fail) => {
      signal?.addEventListener('abort', () => fail(cancelled()));
      this.calls.push({ argument, end, fail });
    });
  }
  onDeath(mourn: () => void): void {
    this.#mourn = mourn;
  }
  die(): void {
    this.alive = false;
    this.#mourn();
    for (const call of this.calls.splice(0)) call.fail(cellDied('work', 'test'));
  }
  stop(): void {
    this.alive = false;
  }
}

function setting(size: number): { pool: Pool; cells: FakeCell[]; ward: Ward } {
  const cells: FakeCell[] = [];
  const ward = new Ward();
  const open = async (): Promise<Cell> => {
    const cell = new FakeCell();
    cells.push(cell);
    return cell as unknown as Cell;
  };
  return { cells, ward, pool: new Pool(size, '“m.onnx”', ward, open) };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const work = (value: unknown, more: { urgent?: boolean; signal?: AbortSignal } = {}) => ({ operation: 'work', argument: () => ({ value }), ...more });

describe('a pool', () => {
  test('opens no more cells than its size, and gives each one call at a time', async () => {
    const { pool, cells } = setting(2);
    const answers = [1, 2, 3, 4].map((value) => pool.run<number>(work(value)));
    await soon();
    expect(cells.map(({ calls }) => calls.map(({ argument }) => argument))).toEqual([[1], [2]]);
    for (let i = 0; i < 2; i++) {
      for (const cell of cells) for (const call of cell.calls.splice(0)) call.end(call.argument);
      await soon();
    }
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
    expect(cells).toHaveLength(2);
  });

  test('lets urgent work go first, and makes arguments only when a cell is free', async () => {
    const { pool, cells } = setting(1);
    const made: number[] = [];
    const lazy = (value: number, urgent: boolean) => ({ operation: 'work', urgent, argument: () => (made.push(value), { value }) });
    void pool.run(lazy(1, false));
    void pool.run(lazy(2, false));
    void pool.run(lazy(3, true));
    await soon();
    expect(made).toEqual([1]);
    cells[0]!.calls.splice(0)[0]!.end(1);
    await soon();
    expect(made).toEqual([1, 3]);
  });

  test('rejects the call of a dead cell and opens a fresh one for the next', async () => {
    const { pool, cells } = setting(1);
    const lost = pool.run(work(1));
    await soon();
    cells[0]!.die();
    await expect(lost).rejects.toMatchObject({ code: 'cell-died' });
    const next = pool.run(work(2));
    await soon();
    expect(cells).toHaveLength(2);
    cells[1]!.calls[0]!.end('done');
    expect(await next).toBe('done');
  });

  test('replaces a cell that died while it had nothing to do', async () => {
    const { pool, cells } = setting(1);
    const first = pool.run(work(1));
    await soon();
    cells[0]!.calls.splice(0)[0]!.end(1);
    await first;
    cells[0]!.die();
    void pool.run(work(2));
    await soon();
    expect(cells).toHaveLength(2);
    expect(cells[1]!.calls).toHaveLength(1);
  });

  test('refuses an input that has cost three cells', async () => {
    const { pool, cells } = setting(1);
    for (let i = 0; i < 3; i++) {
      const lost = pool.run(work(i));
      await soon();
      cells.at(-1)!.die();
      await expect(lost).rejects.toMatchObject({ code: 'cell-died' });
    }
    await expect(pool.run(work(4))).rejects.toMatchObject({ code: 'quarantined', record: { what: '“m.onnx” has stopped 3 workers and is not tried again.' } });
    expect(cells).toHaveLength(3);
  });

  test('takes cancelled work out of the queue at once', async () => {
    const { pool, cells } = setting(1);
    const stop = new AbortController();
    void pool.run(work(1)).catch(() => undefined);
    const waiting = pool.run(work(2, { signal: stop.signal }));
    await soon();
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    cells[0]!.calls.splice(0)[0]!.end(1);
    await soon();
    expect(cells[0]!.calls).toHaveLength(0);
  });

  test('passes on why a cell could not be opened, and tries anew for the next call', async () => {
    let fail = true;
    const cell = new FakeCell();
    const pool = new Pool(1, 'x', new Ward(), () => (fail ? Promise.reject(cellDied('start', '')) : Promise.resolve(cell as unknown as Cell)));
    await expect(pool.run(work(1))).rejects.toMatchObject({ code: 'cell-died' });
    fail = false;
    const next = pool.run(work(2));
    await soon();
    cell.calls[0]!.end(2);
    expect(await next).toBe(2);
  });

  test('ends everything when closed', async () => {
    const { pool, cells } = setting(1);
    const running = pool.run(work(1));
    const waiting = pool.run(work(2));
    await soon();
    pool.close();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await soon();
    expect(cells[0]!.alive).toBe(false);
    cells[0]!.calls[0]!.fail(cancelled());
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(pool.run(work(3))).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a stock', () => {
  function stocked(): { stock: Stock; started: FakeCell[] } {
    const started: FakeCell[] = [];
    const stock = new Stock(async () => {
      const cell = new FakeCell();
      started.push(cell);
      return cell as unknown as Cell;
    });
    return { stock, started };
  }

  test('hands out what waits and starts another in its place', async () => {
    const { stock, started } = stocked();
    await stock.fill(2);
    expect(await stock.take()).toBe(started[0]);
    expect(await stock.take()).toBe(started[1]);
    await soon();
    expect(started).toHaveLength(3);
  });

  test('never hands out a dead cell', async () => {
    const { stock, started } = stocked();
    await stock.fill(2);
    started[0]!.alive = false;
    expect(await stock.take()).toBe(started[1]);
  });

  test('starts once more when starting fails, then gives up', async () => {
    let attempts = 0;
    const stock = new Stock(() => Promise.reject(cellDied('start', String(++attempts))));
    await expect(stock.take()).rejects.toMatchObject({ record: { details: '2' } });
  });
});
