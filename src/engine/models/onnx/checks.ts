import type { OnnxGraph, OnnxModel, OnnxNode } from './graph';
import { operatorName, RUNTIME, runtimeKnows, TRAINING_DOMAINS } from './operators';
import { EXPORT_LINES, refuse } from './refuse';
import { readTensor, type TensorValue } from './tensor';
import type { Wiring } from './wiring';

/** Nodes a graph may have; the largest tabular exports have a few thousand. */
export const NODE_LIMIT = 100_000;

/** No tensor a tabular model needs comes near this many values. */
export const TENSOR_LIMIT = 100_000_000;

/** @throws AssayError `onnx-opset`, `onnx-ir`, `onnx-training`, `onnx-broken` without any operator set, `onnx-too-large` by nodes */
export function checkVersions(model: OnnxModel): void {
  if (model.opsets.size === 0) {
    throw refuse(
      'onnx-broken',
      'This ONNX file is damaged.',
      'It does not say which operator sets it uses; its end may be missing.',
      'Copy or export it again, and compare the file sizes.',
    );
  }
  if (model.graph.nodes.length > NODE_LIMIT) {
    throw refuse(
      'onnx-too-large',
      `This model has ${model.graph.nodes.length} operators.`,
      `Assay follows up to ${NODE_LIMIT}.`,
      'Score the table where the model lives and open the table with its scores.',
    );
  }
  const sets: [string, string, number][] = [
    ['', 'ONNX operator set', RUNTIME.opset],
    ['ai.onnx.ml', 'ONNX machine-learning operator set', RUNTIME.mlOpset],
  ];
  for (const [domain, title, highest] of sets) {
    const version = model.opsets.get(domain);
    if (version !== undefined && (version > highest || version < 1)) {
      throw refuse(
        'onnx-opset',
        `This model was exported for ${title} ${version}; this app's runtime supports sets up to ${highest}.`,
        'The runtime does not know what operators of that set mean.',
        'Export it again with a lower target_opset (17 is understood everywhere).',
      );
    }
  }
  if (model.irVersion > RUNTIME.irVersion) {
    throw refuse(
      'onnx-ir',
      `This file uses ONNX file version (IR) ${model.irVersion}; this app's runtime supports versions up to ${RUNTIME.irVersion}.`,
      'It was written by a newer onnx package.',
      'Write it again with an older one: model.ir_version = 10 before saving is enough for most models.',
    );
  }
  if (model.training) {
    throw refuse(
      'onnx-training',
      'This ONNX file is a training graph.',
      'It holds steps that change weights, not only the finished model.',
      'Export the finished model for inference.',
    );
  }
}

function bodies(node: OnnxNode): OnnxGraph[] {
  if (node.op !== 'If' && node.op !== 'Loop' && node.op !== 'Scan' && node.op !== 'SequenceMap') return [];
  return [...node.attributes.values()].flatMap((attribute) => attribute.graphs);
}

/** Every node with those in subgraphs. */
export function* allNodes(nodes: Iterable<OnnxNode>): Generator<OnnxNode> {
  for (const node of nodes) {
    yield node;
    for (const body of bodies(node)) yield* allNodes(body.nodes);
  }
}

/** @throws AssayError `onnx-operator` naming those the runtime does not know, `onnx-training`, `onnx-broken` for a set that is used and not named */
export function checkOperators(model: OnnxModel, nodes: Iterable<OnnxNode>): void {
  const unknown = new Set<string>();
  const visited = new Set<readonly OnnxNode[]>();
  const visit = (list: Iterable<OnnxNode>): void => {
    for (const node of allNodes(list)) {
      if (TRAINING_DOMAINS.has(node.domain)) {
        throw refuse(
          'onnx-training',
          'This ONNX file is a training graph.',
          `It uses the training operator ${operatorName(node.domain, node.op)}.`,
          'Export the finished model for inference.',
        );
      }
      if (!model.opsets.has(node.domain) && runtimeKnows(node.domain, node.op)) {
        throw refuse(
          'onnx-broken',
          'This ONNX file is damaged.',
          `It uses ${operatorName(node.domain, node.op)} without saying which version of its operator set; its end may be missing.`,
          'Copy or export it again, and compare the file sizes.',
        );
      }
      const body = model.functions.get(`${node.domain}:${node.op}`);
      if (body === undefined && !runtimeKnows(node.domain, node.op)) unknown.add(operatorName(node.domain, node.op));
      else if (body !== undefined && !visited.has(body)) {
        visited.add(body);
        visit(body);
      }
    }
  };
  visit(nodes);
  if (unknown.size > 0) {
    const names = [...unknown].slice(0, 5).join(', ') + (unknown.size > 5 ? ` and ${unknown.size - 5} more` : '');
    throw refuse(
      'onnx-operator',
      `This model uses ${unknown.size === 1 ? 'an operator' : 'operators'} this app's runtime does not have: ${names}.`,
      'They come from an extension or a newer exporter.',
      `Export it again with standard operators, for example:\n${EXPORT_LINES.sklearn}`,
    );
  }
}

/** @throws AssayError `onnx-huge-tensor` or `onnx-broken` when a weight's declared size is absurd or not what is there. */
export function checkWeights(model: OnnxModel): void {
  for (const { field, sparse, name } of model.graph.initializers.values()) {
    if (sparse) continue;
    const tensor = readTensor(field);
    if (tensor.size > TENSOR_LIMIT) throw hugeTensor(name, tensor.size);
    if (tensor.held !== tensor.size && [1, 6, 7, 8, 10, 11].includes(tensor.element)) {
      throw refuse(
        'onnx-broken',
        'This ONNX file is damaged.',
        `Its weight "${name}" declares ${tensor.size} values and holds ${tensor.held}.`,
        'Copy or export it again, and compare the file sizes.',
      );
    }
  }
}

function hugeTensor(name: string, size: number): Error {
  return refuse(
    'onnx-huge-tensor',
    `This model makes a tensor of ${size.toExponential(1)} values ("${name}").`,
    `Assay stops at ${TENSOR_LIMIT.toExponential(0)}: the page would run out of memory.`,
    'Score the table where the model lives and open the table with its scores.',
  );
}

/** Refuses graphs that blow up a small input to an enormous constant shape. */
export function checkShapes(graph: OnnxGraph, wiring: Wiring): void {
  for (const node of graph.nodes) {
    const name = node.op === 'ConstantOfShape' ? node.inputs[0] : node.op === 'Expand' || node.op === 'Tile' ? node.inputs[1] : undefined;
    let sizes: number[] = [];
    if (name !== undefined) sizes = [...(constant(graph, wiring, name)?.numbers() ?? [])];
    else if (node.op === 'RandomNormal' || node.op === 'RandomUniform') sizes = node.attributes.get('shape')?.ints ?? [];
    const size = sizes.reduce((product, dim) => product * Math.max(1, dim), 1);
    if (size > TENSOR_LIMIT) throw hugeTensor(node.outputs[0] ?? '', size);
  }
}

/** The tensor behind a name, when it is a weight or the output of a Constant node. Call it on graphs without cycles only. */
export function constant(graph: OnnxGraph, wiring: Wiring, name: string | undefined): TensorValue | undefined {
  for (let at = name; at !== undefined && at !== '';) {
    const weight = graph.initializers.get(at);
    if (weight !== undefined) return weight.sparse ? undefined : readTensor(weight.field);
    const node = wiring.producer.get(at);
    if (node?.op === 'Constant') return node.attributes.get('value')?.tensor;
    at = node?.op === 'Identity' || node?.op === 'Unsqueeze' ? node.inputs[0] : undefined;
  }
  return undefined;
}
