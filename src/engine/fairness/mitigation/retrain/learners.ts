import { fitBoosted } from '../../../learn/boost';
import { fitLogistic, predictLogistic } from '../../../learn/logistic';
import { fitRidge, predictRidge } from '../../../learn/ridge';
import type { Training } from '../../../learn/training';
import { distinctNames } from '../../../models/assemble';
import { compileForest } from '../../../models/forest/evaluate';
import { sigmoid } from '../../../models/links';
import { writeForest, writeLinear } from '../../../models/onnx/write';
import { GraphChange } from '../export/graph';
import type { DesignColumn } from './design';

/** `logistic`: a linear model, which is logistic regression for outcomes and ridge regression for values. */
export type LearnerName = 'logistic' | 'boosted';

/** What is learned: which of two outcomes, or a number. */
export type Target = 'outcome' | 'value';

export interface StandInFile {
  readonly classes: readonly string[];
  readonly threshold: number;
  readonly sign?: 1 | -1;
  readonly title: string;
  readonly note: string;
}

/** A stand-in: scores rows of its columns (row-major), and writes itself. */
export interface StandIn {
  score(values: Float64Array<ArrayBuffer>, rows: number): Float64Array<ArrayBuffer>;
  /** @param options.sign −1 where the stand-in's numbers have to be turned round for the file, as lower ones are favourable */
  write(options: StandInFile): Uint8Array<ArrayBuffer>;
}

/** Settings of our learners: a penalty of 1 on standardised columns (and numbers), and small trees. */
const LEARNERS = { penalty: 1, trees: 100, leaves: 8, learningRate: 0.1, leafRows: 20 } as const;

/** Fits a learner to weighted rows. @throws AssayError of the learners (`learn-one-class`, …) */
export function fitStandIn(learner: LearnerName, columns: readonly DesignColumn[], training: Training, target: Target = 'outcome'): StandIn {
  const inputNames = distinctNames(columns.map(({ name }) => name));
  const shared = (file: StandInFile) => ({ inputNames, classes: target === 'value' ? [] : file.classes, link: target === 'value' ? ('none' as const) : ('sigmoid' as const), threshold: file.threshold, title: file.title, metadata: { 'assay.change': file.note } });
  if (learner === 'boosted') {
    const { trees, leaves, learningRate, leafRows } = LEARNERS;
    const forest = fitBoosted(training, { trees, leaves, learningRate, leafRows, loss: target === 'value' ? 'squared' : 'log' });
    const compiled = compileForest(forest);
    return {
      score: (values, rows) => (target === 'value' ? compiled.margins(values, rows) : compiled.margins(values, rows).map(sigmoid)),
      write: (file) => writeForest(forest, { ...shared(file), scale: file.sign ?? 1 }),
    };
  }
  const { centre, scale, values } = standardised(training);
  const fit = target === 'value' ? fitRidge({ ...training, values }, LEARNERS.penalty) : fitLogistic({ ...training, values }, { penalty: LEARNERS.penalty });
  const coefficients = fit.coefficients.map((weight, j) => weight / scale[j]!);
  const intercept = fit.intercept - coefficients.reduce((sum, weight, j) => sum + weight * centre[j]!, 0);
  return {
    score: (own, rows) => (target === 'value' ? predictRidge : predictLogistic)({ coefficients, intercept }, own, rows),
    write(file) {
      const linear = { features: columns.length, outputs: 1, weights: coefficients, intercept: Float64Array.of(intercept) };
      return fillMissing(writeLinear(linear, { ...shared(file), scale: file.sign ?? 1 }), inputNames, columns);
    },
  };
}

/** Columns with weighted mean 0 and variance 1, so that the penalty means the same for each; a column that does not vary is only centred. */
function standardised({ values, rows, columns, weights }: Training): { centre: Float64Array; scale: Float64Array; values: Float64Array<ArrayBuffer> } {
  const [centre, scale] = [new Float64Array(columns), new Float64Array(columns)];
  const total = weights === undefined ? rows : Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  for (let j = 0; j < columns; j++) {
    const moment = (of: (value: number) => number): number => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += (weights?.[row] ?? 1) * of(values[row * columns + j]!);
      return sum / total;
    };
    centre[j] = moment((value) => value);
    scale[j] = Math.sqrt(moment((value) => (value - centre[j]!) ** 2)) || 1;
  }
  return { centre, scale, values: values.map((value, at) => (value - centre[at % columns]!) / scale[at % columns]!) };
}

/** Puts in front of each number what stands for a missing one. */
function fillMissing(file: Uint8Array<ArrayBuffer>, inputNames: readonly string[], columns: readonly DesignColumn[]): Uint8Array<ArrayBuffer> {
  const graph = new GraphChange(file);
  columns.forEach((column, j) => {
    if (column.kind !== 'number') return;
    const name = inputNames[j]!;
    graph.redirectInput(name, graph.before('Where', [graph.before('IsNaN', [name]), graph.numbers('float64', [1], [column.fill]), name]));
  });
  return graph.write({});
}
