import { allNodes } from './checks';
import type { Structure } from './exact/read';
import type { OnnxModel } from './graph';
import { operatorName } from './operators';

/** `ONNX model from skl2onnx`. */
export function titleOf(model: OnnxModel): string {
  const known: readonly [RegExp, string][] = [
    [/^skl2onnx/i, 'scikit-learn (skl2onnx)'],
    [/^onnxmltools/i, 'onnxmltools'],
    [/^tf2onnx/i, 'TensorFlow (tf2onnx)'],
    [/^pytorch/i, 'PyTorch'],
    [/^catboost/i, 'CatBoost'],
    [/^keras/i, 'Keras'],
  ];
  const name = known.find(([pattern]) => pattern.test(model.producer))?.[1] ?? model.producer;
  return name === '' ? 'ONNX model' : `ONNX model from ${name}`;
}

/** That the model is a forest or linear, so that its reasons can be worked out exactly. */
export function structureFact(structure: Structure): { name: string; value: string } {
  if ('forest' in structure)
    return {
      name: 'trees',
      value: `${structure.forest.roots.length}, with ${structure.forest.leafValues.length / structure.forest.outputs} leaves in all`,
    };
  return { name: 'weights', value: `linear in ${structure.linear.features} inputs` };
}

/** What the model card says about the file. */
export function modelFacts(model: OnnxModel): { name: string; value: string }[] {
  const { graph } = model;
  const kinds = new Set([...allNodes(graph.nodes)].map((node) => operatorName(node.domain, node.op)));
  const sets = [...model.opsets].map(([domain, version]) => `${domain === '' ? 'ai.onnx' : domain} ${version}`).join(', ');
  const list = [...kinds].sort();
  const facts = [
    { name: 'written by', value: [model.producer, model.producerVersion].filter((part) => part !== '').join(' ') || 'not stated' },
    { name: 'operator sets', value: sets || 'none stated' },
    { name: 'file version (IR)', value: String(model.irVersion) },
    {
      name: 'operators',
      value: `${list.length} kind${list.length === 1 ? '' : 's'}, ${graph.nodes.length} node${graph.nodes.length === 1 ? '' : 's'}: ${list.slice(0, 12).join(', ')}${list.length > 12 ? ' …' : ''}`,
    },
    { name: 'outputs in the file', value: graph.outputs.map((output) => output.name).join(', ') },
  ];
  const note = model.docString.trim() || graph.docString.trim();
  if (note !== '') facts.push({ name: 'note in the file', value: note.length > 300 ? `${note.slice(0, 300)} …` : note });
  return facts;
}
