import { fitBoosted } from '../src/engine/learn/boost';
import { fitLogistic, predictLogistic } from '../src/engine/learn/logistic';
import { sigmoid } from '../src/engine/models/links';
import { compileForest } from '../src/engine/models/forest/evaluate';
import type { Forest } from '../src/engine/models/forest/types';
import { writeForest, writeLinear } from '../src/engine/models/onnx/write';
import { boostedCard, logisticCard, tableCard } from './cards';
import { measure, thresholdFor, type Measured } from './describe';
import { applicants, INPUTS, inputsOf, JANE, PAST, type Applicant } from './generate';
import { COLUMNS, csv, JANE_ROW, people, ROWS } from './tables';

/** One fitted model with what it does to the two tables. */
export interface Fitted {
  readonly threshold: number;
  readonly past: Measured;
  /** People of 2019 who were not fitted to. */
  readonly unseen: Measured;
  readonly today: Measured;
  readonly jane: number;
}

const CLASSES = ['not repaid', 'repaid'];
const BOOSTED = { trees: 100, leaves: 8, learningRate: 0.1, leafRows: 100, penalty: 1 };
const PENALTY = 1e-6;
const UNSEEN = applicants(2020, ROWS, PAST);
const encoder = new TextEncoder();

function matrix(rows: readonly Applicant[]): Float64Array<ArrayBuffer> {
  return Float64Array.from(rows.flatMap(inputsOf));
}

/** Six significant digits: enough for any use, and the same on machines whose logarithms differ in the last bit. */
function short(x: number): number {
  return Number(x.toPrecision(6));
}

function shortForest(forest: Forest): Forest {
  return { ...forest, leafValues: forest.leafValues.map(short), base: forest.base.map(short) };
}

function fitted(score: (rows: readonly Applicant[]) => Float64Array, tables: ReturnType<typeof people>): Fitted {
  const threshold = thresholdFor(score(tables.past), 0.6);
  return {
    threshold,
    past: measure(tables.past, score(tables.past), threshold),
    unseen: measure(UNSEEN, score(UNSEEN), threshold),
    today: measure(tables.today, score(tables.today), threshold),
    jane: score([JANE])[0]!,
  };
}

/** The logistic model fitted to 2019 with one input left out, and what it does in 2025. */
function refitWithout(name: (typeof INPUTS)[number], tables: ReturnType<typeof people>): Fitted {
  const kept = INPUTS.map((input, j) => [input, j] as const).filter(([input]) => input !== name);
  const pick = (rows: readonly Applicant[]): Float64Array<ArrayBuffer> =>
    Float64Array.from(rows.flatMap((person) => kept.map(([, j]) => inputsOf(person)[j]!)));
  const labels = tables.past.map((person) => person.repaid);
  const fit = fitLogistic({ values: pick(tables.past), rows: ROWS, columns: kept.length, labels }, { penalty: PENALTY });
  return fitted((rows) => predictLogistic(fit, pick(rows), rows.length), tables);
}

/** Every file of the demo by name. Pure: equal on every run. */
export function build(): Map<string, Uint8Array<ArrayBuffer>> {
  const tables = people();
  const training = { values: matrix(tables.past), rows: ROWS, columns: INPUTS.length, labels: tables.past.map((person) => person.repaid) };

  const forest = shortForest(fitBoosted(training, BOOSTED));
  const runForest = compileForest(forest);
  const boosted = fitted((rows) => runForest.margins(matrix(rows), rows.length).map(sigmoid), tables);

  const exact = fitLogistic(training, { penalty: PENALTY });
  const logistic = { coefficients: exact.coefficients.map(short), intercept: short(exact.intercept) };
  const linear = fitted((rows) => predictLogistic(logistic, matrix(rows), rows.length), tables);

  const without = (['employment_years', 'income'] as const).map((name) => ({ name, ...refitWithout(name, tables) }));

  const shared = { inputNames: INPUTS, classes: CLASSES, link: 'sigmoid' } as const;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  files.set('loans-past.csv', encoder.encode(csv(tables.past, 2019, 1)));
  files.set('loans-today.csv', encoder.encode(csv(tables.today, 2025, ROWS + 1)));
  files.set('loans-boosted.onnx', writeForest(forest, { ...shared, threshold: boosted.threshold, title: 'loans-boosted' }));
  files.set(
    'loans-logistic.onnx',
    writeLinear(
      { features: INPUTS.length, outputs: 1, weights: logistic.coefficients, intercept: Float64Array.of(logistic.intercept) },
      { ...shared, threshold: linear.threshold, title: 'loans-logistic' },
    ),
  );
  files.set('loans.md', encoder.encode(tableCard(tables)));
  files.set('loans-boosted.md', encoder.encode(boostedCard(boosted, BOOSTED)));
  files.set('loans-logistic.md', encoder.encode(logisticCard(linear, logistic, without)));
  files.set('manifest.json', encoder.encode(`${JSON.stringify(manifest(files, { boosted, linear }), null, 2)}\n`));
  return files;
}

function manifest(files: Map<string, Uint8Array>, models: { boosted: Fitted; linear: Fitted }): object {
  const bytes = (file: string): number => files.get(file)!.length;
  const table = (file: string, title: string, description: string): object => ({
    file,
    bytes: bytes(file),
    title,
    description,
    card: 'loans.md',
    rows: ROWS,
    columns: COLUMNS,
  });
  const model = (file: string, title: string, description: string, of: Fitted): object => ({
    file: `${file}.onnx`,
    bytes: bytes(`${file}.onnx`),
    title,
    description,
    card: `${file}.md`,
    inputs: INPUTS,
    classes: CLASSES,
    threshold: of.threshold,
  });
  return {
    samples: [
      {
        id: 'loans',
        title: 'Loan applications',
        description:
          'A lender fitted a model to 2019 and still uses it. It never sees the group, and approves Triangles far less often. ' +
          'Find out what it looks at.',
        tables: [
          table('loans-today.csv', 'Loan applications, 2025', 'The people the lender meets today. Made up from a published rule.'),
          table('loans-past.csv', 'Loan applications, 2019', 'The people the models were fitted to. Made up from a published rule.'),
        ],
        models: [
          model('loans-boosted', 'Boosted trees', `${BOOSTED.trees} small trees fitted to 2019.`, models.boosted),
          model('loans-logistic', 'Logistic regression', 'One weight per input, fitted to 2019.', models.linear),
        ],
        roles: { label: 'repaid', favourable: '1', group: 'shape', id: 'applicant', time: 'month' },
        person: { table: 'loans-today.csv', row: JANE_ROW, name: JANE.name },
      },
    ],
  };
}
