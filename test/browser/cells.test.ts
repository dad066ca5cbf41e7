import { expect, inject, test } from 'vitest';
import { useBrowser } from './page';

const browser = useBrowser();

test('first', async () => {
  const { page, errors } = await browser.open({ url: inject('harness') });
  page.on('console', (m) => console.log('console', m.text()));
  const state = await page.evaluate(async () => {
    const t = performance.now();
    try {
      const runtime = await globalThis.__assay.boot;
      const t1 = performance.now();
      const cell = await runtime.stock.take();
      const t2 = performance.now();
      const graph = runtime.demo.get('loans-boosted.onnx');
      await cell.call('model.open', { graph });
      const outs = await cell.call('model.run', { inputs: ['income','debt_ratio','employment_years','late_payments','loan_amount','term_months'].map((name) => ({ name, type: 'float64', dims: [2, 1], data: new Float64Array(2) })), outputs: ['probabilities'] }).catch((e) => ({ record: e.record, m: String(e) }));
      return { lock: runtime.lock.state.current, outs, times: [t1 - t, t2 - t1, performance.now() - t2] };
    } catch (e) {
      return { error: String(e), record: (e as { record: unknown }).record };
    }
  });
  console.log(JSON.stringify(state, null, 1), errors);
  expect(1).toBe(1);
});
