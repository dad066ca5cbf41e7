import { expect, test } from 'vitest';
import { fitCart, type CartNode } from '../../../src/engine/learn/cart';
import { fitIsotonic, predictIsotonic } from '../../../src/engine/learn/isotonic';
import { fitLogistic, predictLogistic } from '../../../src/engine/learn/logistic';
import { describeShared } from '../../tools/shared';
import { column, expectedValues, readTable } from './read';

const folder = 'reference/numbers/learners';

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(within);
}

describeShared('logistic regression equals scikit-learn on Adult', () => {
  const path = `${folder}/logistic-adult`;
  interface Expected {
    intercept: number;
    coefficients: number[];
    objective: number;
    probabilities_first10: number[];
  }
  interface Parameters {
    standardise: { columns: string[]; center: number[]; scale: number[] };
  }
  const cases = ['0.01', '0.1', '1.0', '100.0'].flatMap((c) => ['unweighted', 'weighted'].map((kind) => ({ c, kind })));
  test.each(cases)('C = $c, $kind', ({ c, kind }) => {
    const { values, parameters, tolerance } = expectedValues<Record<string, Expected>, Parameters>(`${path}/expected.json`);
    const table = readTable(`${path}/table.csv`);
    const { columns, center, scale } = parameters.standardise;
    const inputs = columns.map((name) => column(table, name));
    const rows = table.rows.length;
    const data = Float64Array.from({ length: rows * columns.length }, (_, at) => {
      const j = at % columns.length;
      return (inputs[j]![Math.floor(at / columns.length)]! - center[j]!) / scale[j]!;
    });
    const weights = kind === 'weighted' ? { weights: column(table, 'weight') } : {};
    const fit = fitLogistic({ values: data, rows, columns: columns.length, labels: column(table, 'label'), ...weights }, { penalty: 1 / Number(c) });
    const expected = values[`C=${c}/${kind}`]!;
    close(fit.coefficients, expected.coefficients, tolerance);
    close([fit.intercept], [expected.intercept], tolerance);
    close([fit.objective], [expected.objective], 1e-8);
    close(predictLogistic(fit, data, 10), expected.probabilities_first10, tolerance);
  });
});

describeShared('CART equals scikit-learn', () => {
  interface Expected {
    n: number;
    impurity: number;
    value: number;
    feature?: string;
    threshold?: number;
    gain?: number;
    left?: Expected;
    right?: Expected;
  }
  const compare = (node: CartNode, expected: Expected, names: string[], within: number): number => {
    expect(node.rows).toBe(expected.n);
    close([node.impurity, node.value], [expected.impurity, expected.value], within);
    expect(node.split && names[node.split.feature]).toBe(expected.feature);
    if (!node.split) return 1;
    close([node.split.threshold, node.split.gain], [expected.threshold!, expected.gain!], within);
    return 1 + compare(node.split.left, expected.left!, names, within) + compare(node.split.right, expected.right!, names, within);
  };
  test.each([
    { name: 'cart-classifier-compas', impurity: 'gini', leafRows: 30, nodes: 15 },
    { name: 'cart-regressor-student', impurity: 'variance', leafRows: 15, nodes: 13 },
  ] as const)('$name', ({ name, impurity, leafRows, nodes }) => {
    const { values, tolerance } = expectedValues<{ tree: Expected }>(`${folder}/${name}/expected.json`);
    const table = readTable(`${folder}/${name}/table.csv`);
    const columns = table.names.length - 1;
    const data = Float64Array.from(table.rows.flatMap((row) => row.slice(0, columns)));
    const tree = fitCart({ values: data, rows: table.rows.length, columns, labels: column(table, 'target') }, { impurity, depth: 3, leafRows });
    expect(compare(tree, values.tree, table.names, tolerance)).toBe(nodes);
  });
});

describeShared('isotonic regression equals scikit-learn', () => {
  interface Expected {
    x_thresholds: number[];
    y_thresholds: number[];
    query_x: number[];
    [key: string]: number[];
  }
  const cases = ['isotonic-compas-age', 'isotonic-taiwan-limit'].flatMap((name) => ['unweighted', 'weighted'].map((kind) => ({ name, kind })));
  test.each(cases)('$name, $kind', ({ name, kind }) => {
    const { values, tolerance } = expectedValues<Record<string, Expected>>(`${folder}/${name}/expected.json`);
    const expected = values[kind]!;
    const table = readTable(`${folder}/${name}/table.csv`);
    const fit = fitIsotonic(column(table, 'x'), column(table, 'y'), kind === 'weighted' ? column(table, 'w') : undefined);
    close(fit.x, expected.x_thresholds, tolerance);
    close(fit.y, expected.y_thresholds, tolerance);
    const answers = Object.keys(expected).filter((key) => key.startsWith('query') && key !== 'query_x');
    expect(answers).toHaveLength(1);
    close(predictIsotonic(fit, expected.query_x), expected[answers[0]!]!, tolerance);
  });
});
