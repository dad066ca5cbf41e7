import { attribute } from '../../../models/onnx/write';
import type { Replacement } from '../types';
import { unwritable, type GraphChange } from './graph';
import { changedTensors, encodeChanged, maskOf, resultWidth, type Mapped } from './inputs';

/** Repeats every row once for each draw, puts the drawn values in, and averages what comes out. */
export function writeDraws(graph: GraphChange, mapped: Mapped, replacement: Extract<Replacement, { kind: 'draws' }>): void {
  const { model } = mapped;
  const { features, values, draws } = replacement;
  const { layout, link, tensors: results } = model.output;
  const width = resultWidth(model);
  if (layout === 'decision') throw unwritable('The model returns only decisions, and a mean of several decisions is none.');
  if (layout === 'class-tensors' && link === 'softmax') throw unwritable('The scores of its classes come out apart from each other.');
  const rows = Array.from({ length: draws }, (_, draw) => features.map((_feature, k) => values[draw * features.length + k]!));
  const encoded = encodeChanged(mapped, features, rows);
  const changed = new Map(changedTensors(mapped, features).map((tensor) => [tensor.name, tensor]));
  const shape = (...dims: number[]): string => graph.numbers('int64', [dims.length], dims);
  for (const tensor of model.tensors) {
    const each = graph.before('Reshape', [tensor.name, shape(-1, 1, tensor.width)]);
    const own = changed.get(tensor.name);
    const repeated =
      own === undefined
        ? graph.before('Expand', [each, shape(1, draws, 1)])
        : graph.before('Where', [graph.numbers('bool', [1, 1, own.width], maskOf(own.width, own.columns)), graph.values(encoded(own), [1, draws, own.width]), each]);
    graph.redirectInput(tensor.name, graph.before('Reshape', [repeated, tensor.rank === 1 ? shape(-1) : shape(-1, tensor.width)]));
  }
  const count = graph.behind('Gather', [graph.behind('Shape', [model.tensors[0]!.name]), shape(0)]);
  const by = graph.behind('Concat', [count, shape(draws), shape(-1)], [attribute.int('axis', 0)]);
  const mean = (values: string): string => {
    const apart = graph.behind('Reshape', [values, by]);
    const axes = attribute.ints('axes', [1]);
    const flat = attribute.int('keepdims', 0);
    return graph.opset >= 18 ? graph.behind('ReduceMean', [apart, shape(1)], [flat]) : graph.behind('ReduceMean', [apart], [axes, flat]);
  };
  for (const result of results) {
    const raw = graph.takeOutput(result);
    graph.giveOutput(result, averaged(raw), width);
  }

  /** Scores are averaged, not what the link turns into scores; then the result is given back before the link, as it came. */
  function averaged(raw: string): string {
    const log = (values: string): string => graph.behind('Log', [mean(values)]);
    if (link === 'sigmoid') return graph.behind('Sub', [log(graph.behind('Sigmoid', [raw])), log(graph.behind('Sigmoid', [graph.behind('Neg', [raw])]))]);
    if (link === 'softmax') return log(graph.behind('Softmax', [raw], [attribute.int('axis', 1)]));
    return link === 'exp' ? log(graph.behind('Exp', [raw])) : mean(raw);
  }
}
