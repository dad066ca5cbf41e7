import type { ShardContext } from '../../jobs/types';
import { quantityOfRows } from '../rows';
import type { RowWriter } from '../rows';
import { binOf } from './accumulated';
import type { Axis } from './axes';
import { axisPlaces } from './level-pairs';
import { spreadDesign } from './spread';
import type { DependencePartial, DependenceShard } from './types';

/** Runs one shard. */
export async function runDependence(shard: DependenceShard, context: ShardContext): Promise<DependencePartial> {
  const axes = shard.axes.map((position) => shard.question.axes[position]!);
  const { values, each, rowsEvaluated } = await WORK[shard.kind](shard, axes, context);
  return { pieces: [{ kind: shard.kind, axes: shard.axes, from: shard.from, values, ...(each && { each }) }], rowsEvaluated };
}

interface Done {
  readonly values: Float64Array<ArrayBuffer>;
  readonly each?: Float64Array<ArrayBuffer>;
  readonly rowsEvaluated: number;
}

type Worker = (shard: DependenceShard, axes: readonly Axis[], context: ShardContext) => Promise<Done>;

const WORK: Readonly<Record<DependenceShard['kind'], Worker>> = {
  async curves({ question, from, to }, [axis], context) {
    const { features, grid } = axis!;
    const points = grid.length / features.length;
    const count = (to - from) * points;
    const source = (row: number): number => from + Math.floor(row / points);
    const write = copyRow(question, source);
    const put = (row: number, out: Float64Array, at: number): void => {
      write(row, out, at);
      features.forEach((feature, k) => (out[at + feature] = grid[(row % points) * features.length + k]!));
    };
    return { values: await quantityOfRows(count, question.width, put, question.quantity, context, labelsOf(question, source)), rowsEvaluated: count };
  },
  steps: (shard, axes, context) => differences(shard, axes, context),
  'pair-steps': (shard, axes, context) => differences(shard, axes, context),
  joint: jointDependence,
  async spread({ question, from, to }, axes, context) {
    const { against, others } = spreadDesign(question.values.length / question.width, question.settings.spread!);
    const features = axes.flatMap((axis) => axis.features);
    const source = (row: number): number => others[from * against + row]!;
    const write = copyRow(question, source);
    const put = (row: number, out: Float64Array, at: number): void => {
      write(row, out, at);
      const point = (from + Math.floor(row / against)) * question.width;
      for (const feature of features) out[at + feature] = question.values[point + feature]!;
    };
    const count = (to - from) * against;
    return { values: await quantityOfRows(count, question.width, put, question.quantity, context, labelsOf(question, source)), rowsEvaluated: count };
  },
  async rows({ question, from, to }, _, context) {
    const source = (row: number): number => from + row;
    const values = await quantityOfRows(to - from, question.width, copyRow(question, source), question.quantity, context, labelsOf(question, source));
    return { values, rowsEvaluated: to - from };
  },
  async cells({ question, from, to }, axes, context) {
    const places = axes.map((axis) => axisPlaces(axis, question.values, question.width));
    const [first, second] = [places[0]!, places[1]!];
    const cells = first.count * second.count;
    const count = (to - from) * cells;
    const write = copyRow(question, (row) => from + Math.floor(row / cells));
    const put = (row: number, out: Float64Array, at: number): void => {
      write(row, out, at);
      const cell = row % cells;
      axes.forEach(({ features }, k) => {
        const place = k === 0 ? Math.floor(cell / second.count) : cell % second.count;
        features.forEach((feature, own) => (out[at + feature] = places[k]!.points[place * features.length + own]!));
      });
    };
    return { values: await quantityOfRows(count, question.width, put, question.quantity, context), rowsEvaluated: count };
  },
};

function copyRow({ values, width }: DependenceShard['question'], source: (row: number) => number): RowWriter {
  return (row, out, at) => {
    const start = source(row) * width;
    for (let feature = 0; feature < width; feature++) out[at + feature] = values[start + feature]!;
  };
}

/** What really happened to rows made from others, where the question says. */
function labelsOf({ labels }: DependenceShard['question'], source: (row: number) => number): ((row: number) => number) | undefined {
  return labels && ((row) => labels[source(row)]!);
}

/** Differences of first order across the bin of one axis, or of second order across the cell of two; NaN for rows with a missing value. */
async function differences({ question, from, to }: DependenceShard, axes: readonly Axis[], context: ShardContext): Promise<Done> {
  const { values, width } = question;
  const corners = 2 ** axes.length;
  const bins = axes.map(({ features, edges }) =>
    Int32Array.from({ length: to - from }, (_, i) => binOf(edges, values[(from + i) * width + features[0]!]!)),
  );
  const inside = Int32Array.from({ length: to - from }, (_, i) => i).filter((i) => bins.every((own) => own[i]! >= 0));
  const source = (row: number): number => from + inside[Math.floor(row / corners)]!;
  const write = copyRow(question, source);
  const put = (row: number, out: Float64Array, at: number): void => {
    write(row, out, at);
    const i = inside[Math.floor(row / corners)]!;
    axes.forEach(({ features, edges }, k) => (out[at + features[0]!] = edges[bins[k]![i]! + (((row % corners) >>> k) & 1)]!));
  };
  const scores = await quantityOfRows(inside.length * corners, width, put, question.quantity, context, labelsOf(question, source));
  const out = new Float64Array(to - from).fill(NaN);
  inside.forEach((i, index) => {
    let difference = 0;
    for (let corner = 0; corner < corners; corner++) {
      const low = axes.length - (corner & 1) - (corner >>> 1);
      difference += (low & 1 ? -1 : 1) * scores[index * corners + corner]!;
    }
    out[i] = difference;
  });
  return { values: out, rowsEvaluated: inside.length * corners };
}

/** Partial dependence at the rows' own values of one or two axes, over the same rows; equal values are worked out once. */
async function jointDependence({ question, from, to }: DependenceShard, axes: readonly Axis[], context: ShardContext): Promise<Done> {
  const { values, width } = question;
  const features = axes.flatMap((axis) => axis.features);
  const known = new Map<string, number>();
  const firstRow: number[] = [];
  const number = Int32Array.from({ length: to - from }, (_, i) => {
    const key = features.map((feature) => values[(from + i) * width + feature]!).join();
    let own = known.get(key);
    if (own === undefined) {
      known.set(key, (own = firstRow.length));
      firstRow.push(from + i);
    }
    return own;
  });
  const rows = to - from;
  const own = (row: number): number => from + (row % rows);
  const write = copyRow(question, own);
  const put = (row: number, out: Float64Array, at: number): void => {
    write(row, out, at);
    const source = firstRow[Math.floor(row / rows)]! * width;
    for (const feature of features) out[at + feature] = values[source + feature]!;
  };
  const count = firstRow.length * rows;
  const scores = await quantityOfRows(count, width, put, question.quantity, context, labelsOf(question, own));
  const means = firstRow.map((_, own) => scores.subarray(own * rows, (own + 1) * rows).reduce((sum, value) => sum + value, 0) / rows);
  const each = new Float64Array(rows * rows);
  number.forEach((own, point) => each.set(scores.subarray(own * rows, (own + 1) * rows), point * rows));
  return { values: Float64Array.from(number, (own) => means[own]!), each, rowsEvaluated: count };
}
