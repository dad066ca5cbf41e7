import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ExactStructure } from '../../../src/engine/models/binding/structure';
import { openModel } from '../../../src/engine/models/open';
import type { MoveCost } from '../../../src/engine/recourse/costs';
import { costOfPrice, type FeaturePrice } from '../../../src/engine/recourse/prices';
import type { FeatureRule } from '../../../src/engine/recourse/types';
import { sharedBytes, sharedJson, sharedPath } from '../../tools/shared';

interface FeatureEntry {
  readonly name: string;
  readonly type: 'integer' | 'categorical';
  readonly mutable: boolean;
  readonly weight: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly direction?: 'any' | 'up' | 'down';
  readonly levels?: readonly string[];
  readonly percentiles?: { readonly values: readonly number[]; readonly cdf: readonly number[] };
}

export interface Expected {
  readonly id: number;
  readonly status: 'optimal' | 'no-recourse';
  readonly cost: number | null;
  readonly fewest: { readonly changed: number; readonly cost: number } | null;
}

export interface Task {
  readonly structure: ExactStructure;
  readonly rules: readonly FeatureRule[];
  readonly prices: readonly FeaturePrice[];
  /** What the prices stand for. */
  readonly costs: readonly MoveCost[];
  readonly people: readonly Float64Array[];
  readonly expected: readonly Expected[];
  /** The table's rows, row-major. */
  readonly table: Float64Array<ArrayBuffer>;
  /** By feature: the numbers of the table, ascending; empty for levels. */
  readonly columns: readonly Float64Array<ArrayBuffer>[];
}

/** One of the reference tasks: model, rules, costs, and sixty people with their proved best plans. */
export async function readTask(name: string): Promise<Task> {
  const folder = `reference/recourse/${name}`;
  const { model, people, table, people_results: expected } = sharedJson<{ model: string; people: string; table: string; people_results: Expected[] }>(`${folder}/case.json`);
  const { features } = sharedJson<{ features: FeatureEntry[] }>(`${folder}/constraints.json`);
  const modelPath = join(folder, model);
  const opened = await openModel([{ name: basename(modelPath), bytes: sharedBytes(modelPath) }]);
  const forest = opened.forest!;
  const beside = (file: string) => readCells(join(dirname(sharedPath(modelPath)), basename(file)));
  const asked = beside(people);
  const known = beside(table);
  return {
    structure: {
      forest,
      task: 'binary',
      link: 'sigmoid',
      scale: 1,
      featureOf: Int32Array.from({ length: forest.features }, (_, input) => input),
      inputs: (values) => Float64Array.from(values),
    },
    rules: features.map((entry) => ruleOf(entry)),
    prices: features.map((entry) => priceOf(entry)),
    costs: features.map((entry) => costOfPrice(priceOf(entry))),
    people: asked.rows.map((cells) => encoded(features, asked.columns, cells)),
    table: Float64Array.from(known.rows.flatMap((cells) => [...encoded(features, known.columns, cells)])),
    columns: features.map(({ name: feature, type }) => (type === 'categorical' ? new Float64Array(0) : Float64Array.from(known.rows, (cells) => Number(cells[known.columns.indexOf(feature)])).sort())),
    expected,
  };
}

function encoded(features: readonly FeatureEntry[], columns: readonly string[], cells: readonly string[]): Float64Array {
  return Float64Array.from(features, ({ name, levels }) => {
    const cell = cells[columns.indexOf(name)]!;
    return levels ? levels.indexOf(cell) : Number(cell);
  });
}

function readCells(path: string): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return { columns: header.split(','), rows: lines.map((line) => line.split(',')) };
}

function ruleOf({ type, mutable, weight, min = 0, max = 0, step = 1, direction = 'any', levels = [] }: FeatureEntry): FeatureRule {
  if (!mutable) return { kind: 'locked' };
  if (type === 'categorical') return { kind: 'level', levels: [...levels.keys()], weight };
  return { kind: 'number', low: min, high: max, step, direction, weight };
}

function priceOf({ type, percentiles }: FeatureEntry): FeaturePrice {
  if (type === 'categorical' || !percentiles) return { kind: 'level' };
  return { kind: 'number', cost: 'percentile', share: { values: Float64Array.from(percentiles.values), shares: Float64Array.from(percentiles.cdf) }, rows: 1, spread: 1 };
}
