import { expect } from 'vitest';
import { makeEncoder } from '../../../src/engine/models/binding/encode';
import { encodeRows, featureSpace } from '../../../src/engine/models/binding/features';
import { proposeBinding } from '../../../src/engine/models/binding/propose';
import { openModel } from '../../../src/engine/models/open';
import { openTable } from '../../../src/engine/table/open';
import { memorySource } from '../../../src/engine/table/source';
import { describeShared, sharedBytes, testShared } from '../../tools/shared';
import { readCsv, worst } from './rows';
import { evaluate } from './score';

/** Model, table, expected values and their column, tolerance. */
const CASES = [
  ['xgboost/model/BinomialClassificationAudit.json', 'xgboost/csv/Audit.csv', 'xgboost/csv/BinomialClassificationAudit.csv', 'probability(1)', 1e-6],
  [
    'xgboost/model/BinomialClassificationAuditNA.ubj',
    'xgboost/csv/AuditNA.csv',
    'xgboost/csv/BinomialClassificationAuditNA.csv',
    'probability(1)',
    1e-6,
  ],
  ['xgboost/model/LinearRegressionAutoNA.json', 'xgboost/csv/AutoNA.csv', 'xgboost/csv/LinearRegressionAutoNA.csv', '_target', 1e-6],
  ['xgboost/model/GammaRegressionVisitNA.json', 'xgboost/csv/VisitNA.csv', 'xgboost/csv/GammaRegressionVisitNA.csv', '_target', 1e-6],
  ['lightgbm/model/ClassificationAudit.txt', 'lightgbm/csv/Audit.csv', 'lightgbm/csv/ClassificationAudit.csv', 'probability(1)', 1e-9],
  ['lightgbm/model/ClassificationAudit.txt', 'lightgbm/csv/AuditInvalid.csv', 'lightgbm/csv/ClassificationAuditInvalid.csv', 'probability(1)', 1e-9],
  ['lightgbm/model/ClassificationAuditBinNA.txt', 'lightgbm/csv/AuditNA.csv', 'lightgbm/csv/ClassificationAuditBinNA.csv', 'probability(1)', 1e-9],
  ['lightgbm/model/RegressionAutoNA.txt', 'lightgbm/csv/AutoNA.csv', 'lightgbm/csv/RegressionAutoNA.csv', '_target', 1e-9],
  ['lightgbm/model/LinearTreeRegressionAuto.txt', 'lightgbm/csv/Auto.csv', 'lightgbm/csv/LinearTreeRegressionAuto.csv', '_target', 1e-9],
] as const;

describeShared('a table read by the app and bound by proposal gives the expected scores', () => {
  for (const [file, csv, expected, column, tolerance] of CASES) {
    testShared(`${file} on ${csv}`, async () => {
      const model = await openModel([{ name: 'model', bytes: sharedBytes(`models/${file}`) }]);
      const { table } = await openTable(memorySource('table.csv', sharedBytes(`models/${csv}`)));
      const { binding, how } = proposeBinding(model, table);
      expect(how.filter((kind) => kind === 'none')).toEqual([]);
      const space = featureSpace(model, table, binding);
      const rows = encodeRows(table, space, 0, table.rows);
      const [tensor] = makeEncoder(model, space, binding)(rows.values, rows.count);
      const scores = evaluate(model, Float64Array.from(tensor!.data as Float64Array));
      expect(
        worst(
          scores,
          readCsv(`models/${expected}`).map((row) => Number(row[column])),
        ),
      ).toBeLessThanOrEqual(tolerance);
    });
  }
});
