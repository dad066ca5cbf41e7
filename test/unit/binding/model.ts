import type { ElementType, Model, ModelInput, TensorInput } from '../../../src/engine/models/types';

/** A model with one input of its own per entry, for tests of the binding. */
export function modelOf(
  inputs: readonly (Partial<ModelInput> & { name: string; type?: ElementType; rank?: 1 | 2 })[],
  more: Partial<Model> = {},
): Model {
  return {
    format: 'test',
    title: 'test',
    tensors: inputs.map(({ name, type = 'float32', rank = 2 }): TensorInput => ({ name, type, rank, width: 1 })),
    inputs: inputs.map(({ rank, ...input }, tensor) => (void rank, { named: true, offset: 0, type: 'float32' as const, ...input, tensor })),
    task: 'binary',
    classes: ['no', 'yes'],
    output: { tensors: ['p'], layout: 'positive', link: 'none' },
    externalData: [],
    questions: [],
    provenance: [],
    facts: [],
    ...more,
  };
}

/** A model with one matrix. */
export function matrixOf(names: readonly string[], named = true, more: Partial<Model> = {}): Model {
  return {
    ...modelOf([], more),
    tensors: [{ name: 'X', type: 'float32', rank: 2, width: names.length }],
    inputs: names.map((name, offset) => ({ name, named, tensor: 0, offset, type: 'float32' as const })),
  };
}
