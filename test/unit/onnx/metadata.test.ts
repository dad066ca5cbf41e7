import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/engine/models/onnx/read';

test('names of inputs and classes and the threshold are read from the metadata of a file we wrote', () => {
  const path = fileURLToPath(new URL('../../../models/loans-boosted.onnx', import.meta.url));
  const model = readOnnx({ name: 'loans-boosted.onnx', bytes: new Uint8Array(readFileSync(path)) });
  expect(model.classes).toEqual(['not repaid', 'repaid']);
  expect(model.inputs.map((input) => input.name)).toEqual(['income', 'debt_ratio', 'employment_years', 'late_payments', 'loan_amount', 'term_months']);
  expect(model.threshold).toBe(0.5568);
  expect(model.questions).toEqual([]);
});
