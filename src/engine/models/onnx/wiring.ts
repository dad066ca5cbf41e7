import { AssayError } from '../../errors';
import type { OnnxGraph, OnnxNode } from './graph';

/** Who makes and who uses each tensor of a graph. */
export interface Wiring {
  readonly producer: ReadonlyMap<string, OnnxNode>;
  readonly consumers: ReadonlyMap<string, readonly OnnxNode[]>;
}

/** Names a node reads, with those its subgraphs (If, Loop, Scan) take from outside. */
export function readsOf(node: OnnxNode): string[] {
  const names = node.inputs.filter((name) => name !== '');
  if (node.op === 'If' || node.op === 'Loop' || node.op === 'Scan' || node.op === 'SequenceMap') {
    for (const attribute of node.attributes.values()) for (const graph of attribute.graphs) names.push(...freeNames(graph));
  }
  return names;
}

function freeNames(graph: OnnxGraph): string[] {
  const own = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name), ...graph.nodes.flatMap((node) => node.outputs)]);
  return [...graph.nodes.flatMap(readsOf), ...graph.outputs.map((output) => output.name)].filter((name) => !own.has(name));
}

function broken(why: string): AssayError {
  return new AssayError({ area: 'model', code: 'onnx-broken', what: 'This ONNX file is damaged.', why, remedy: 'Export the model again.' });
}

/**
 * Wires a graph up.
 * @throws AssayError `onnx-broken` when two nodes make the same tensor, or a node reads one that nobody makes.
 */
export function wire(graph: OnnxGraph): Wiring {
  const producer = new Map<string, OnnxNode>();
  const consumers = new Map<string, OnnxNode[]>();
  const given = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      if (producer.has(output) || given.has(output)) throw broken(`Its tensor "${output}" is made twice.`);
      producer.set(output, node);
    }
  }
  for (const node of graph.nodes) {
    for (const name of readsOf(node)) {
      if (!producer.has(name) && !given.has(name)) throw broken(`Its node ${node.op} "${node.name}" reads "${name}", which nothing makes.`);
      const list = consumers.get(name);
      if (list === undefined) consumers.set(name, [node]);
      else list.push(node);
    }
  }
  for (const output of graph.outputs) {
    if (!producer.has(output.name) && !given.has(output.name)) throw broken(`Its output "${output.name}" is made by nothing.`);
  }
  return { producer, consumers };
}

/**
 * Nodes in an order where each comes after what it reads (Kahn).
 * @throws AssayError `onnx-cycle`.
 */
export function sortNodes(graph: OnnxGraph, wiring: Wiring): OnnxNode[] {
  const waiting = new Map<OnnxNode, number>();
  for (const node of graph.nodes) {
    waiting.set(node, new Set(readsOf(node).filter((name) => wiring.producer.has(name))).size);
  }
  const ready = graph.nodes.filter((node) => waiting.get(node) === 0);
  const sorted: OnnxNode[] = [];
  for (let i = 0; i < ready.length; i++) {
    const node = ready[i]!;
    sorted.push(node);
    for (const output of node.outputs) {
      for (const consumer of new Set(output === '' ? [] : (wiring.consumers.get(output) ?? []))) {
        const left = waiting.get(consumer)! - 1;
        waiting.set(consumer, left);
        if (left === 0) ready.push(consumer);
      }
    }
  }
  if (sorted.length < graph.nodes.length) {
    const stuck = graph.nodes.find((node) => waiting.get(node)! > 0);
    throw new AssayError({
      area: 'model',
      code: 'onnx-cycle',
      what: 'This ONNX file is damaged.',
      why: `Its graph runs in a circle: the node ${stuck?.op ?? ''} "${stuck?.name ?? ''}" needs its own result.`,
      remedy: 'Export the model again.',
    });
  }
  return sorted;
}

/** The nodes needed to compute the named tensors. */
export function needed(wiring: Wiring, names: readonly string[]): Set<OnnxNode> {
  const found = new Set<OnnxNode>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const node = wiring.producer.get(name);
    if (node === undefined || found.has(node)) continue;
    found.add(node);
    queue.push(...readsOf(node));
  }
  return found;
}
