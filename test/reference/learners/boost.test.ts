import { expect, test } from 'vitest';
import { auc } from '../../../models/describe';
import { fitBoosted } from '../../../src/engine/learn/boost';
import { compileForest } from '../../../src/engine/models/forest/evaluate';
import { describeShared, sharedBytes } from '../../tools/shared';

const MODEL = 'reference/numbers/shap-trees/binary-nan-numeric-spain/model.txt';
const TABLE = 'data/credit-scoring-spain/credit_data.csv';
const FEATURES = ['Seniority', 'Time', 'Age', 'Expenses', 'Income', 'Assets', 'Debt', 'Amount', 'Price'];

interface TextTree {
  feature: number[];
  threshold: number[];
  decision: number[];
  left: number[];
  right: number[];
  leaf: number[];
}

/** As much of LightGBM's text format as a numeric model with missing values needs. */
function readTrees(): TextTree[] {
  const text = new TextDecoder().decode(sharedBytes(MODEL));
  return text
    .split('Tree=')
    .slice(1)
    .map((part) => {
      const list = (key: string): number[] => new RegExp(`^${key}=(.*)$`, 'm').exec(part)![1]!.split(' ').map(Number);
      return {
        feature: list('split_feature'),
        threshold: list('threshold'),
        decision: list('decision_type'),
        left: list('left_child'),
        right: list('right_child'),
        leaf: list('leaf_value'),
      };
    });
}

function theirMargin(trees: TextTree[], row: number[]): number {
  return trees.reduce((sum, tree) => {
    let node = 0;
    while (node >= 0) {
      const x = row[tree.feature[node]!]!;
      const keepsMissing = ((tree.decision[node]! >> 2) & 3) === 2;
      const left = Number.isNaN(x) && keepsMissing ? (tree.decision[node]! & 2) !== 0 : (Number.isNaN(x) ? 0 : x) <= tree.threshold[node]!;
      node = (left ? tree.left : tree.right)[node]!;
    }
    return sum + tree.leaf[-1 - node]!;
  }, 0);
}

describeShared('boosted trees next to LightGBM on the Spanish credit table', () => {
  const load = (): { rows: number[][]; labels: number[] } => {
    const [head, ...lines] = new TextDecoder().decode(sharedBytes(TABLE)).trim().replaceAll('"', '').split(/\r?\n/);
    const names = head!.split(',');
    const at = FEATURES.map((name) => names.indexOf(name));
    const cells = lines.map((line) => line.split(','));
    return {
      rows: cells.map((row) => at.map((j) => (row[j] === '' || row[j] === 'NA' ? NaN : Number(row[j])))),
      labels: cells.map((row) => (row[names.indexOf('Status')] === 'good' ? 1 : 0)),
    };
  };

  test('same settings give the same ranking and loss, and the same first splits', () => {
    const { rows, labels } = load();
    const values = Float64Array.from(rows.flat());
    const settings = { trees: 60, leaves: 20, learningRate: 0.08, leafRows: 20, penalty: 0, leafCurvature: 1e-3 };
    const forest = fitBoosted({ values, rows: rows.length, columns: FEATURES.length, labels }, settings);
    const ours = compileForest(forest).margins(values, rows.length);
    const trees = readTrees();
    const theirs = rows.map((row) => theirMargin(trees, row));
    expect(Math.abs(auc(ours, labels) - auc(theirs, labels))).toBeLessThan(0.005);
    const loss = (margins: ArrayLike<number>): number => {
      return labels.reduce((sum, label, i) => sum + Math.log1p(Math.exp(label === 1 ? -margins[i]! : margins[i]!)), 0) / labels.length;
    };
    expect(Math.abs(loss(ours) - loss(theirs))).toBeLessThan(0.002);
    const root = forest.roots[0]!;
    const top = [root, forest.right[root]!, forest.left[root]!].map((node) => [forest.feature[node]!, forest.split[node]!]);
    const first = trees[0]!;
    expect(top.map(([feature]) => feature)).toEqual([0, first.right[0]!, first.left[0]!].map((node) => first.feature[node]));
    top.forEach(([, split], i) => expect(split).toBeCloseTo([0, first.right[0]!, first.left[0]!].map((node) => first.threshold[node]!)[i]!, 9));
  });
});
