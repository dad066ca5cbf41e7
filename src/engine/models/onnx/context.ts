import { constant } from './checks';
import type { OnnxGraph, OnnxModel, OnnxNode } from './graph';
import type { TensorValue } from './tensor';
import { sortNodes, wire, type Wiring } from './wiring';

/** A checked graph with its wiring, and the two questions every reader asks of it. */
export interface Context {
  readonly model: OnnxModel;
  readonly graph: OnnxGraph;
  readonly wiring: Wiring;
  /** All nodes, each after what it reads. */
  readonly sorted: readonly OnnxNode[];
  constant(name: string | undefined): TensorValue | undefined;
  producer(name: string | undefined): OnnxNode | undefined;
}

/** @throws AssayError `onnx-broken`, `onnx-cycle` */
export function contextOf(model: OnnxModel): Context {
  const { graph } = model;
  const wiring = wire(graph);
  const constants = new Map<string, TensorValue | undefined>();
  return {
    model,
    graph,
    wiring,
    sorted: sortNodes(graph, wiring),
    constant(name) {
      if (name === undefined || name === '') return undefined;
      if (!constants.has(name)) constants.set(name, constant(graph, wiring, name));
      return constants.get(name);
    },
    producer: (name) => (name === undefined || name === '' ? undefined : wiring.producer.get(name)),
  };
}
