import { AssayError } from '../errors';
import type { Forest } from './forest/types';
import type { Linear } from './linear/types';
import type { Link } from './links';
import { writeForest, writeLinear } from './onnx/write';
import type { Model, ModelInput, ModelQuestion, ProvenanceLine, Task } from './types';

/** One input as a reader of a tree or linear format knows it. */
export interface InputFacts {
  /** Absent when the file has no name for it. */
  readonly name?: string;
  /** True when the name only counts (`Column_3`), so that it says nothing about a table's column. */
  readonly unnamed?: boolean;
  /** Levels whose position is the number the model takes. */
  readonly levels?: readonly string[];
  /** `codes`: a position among levels that may be unknown; `flag`: true and false as 1 and 0. */
  readonly coding?: 'codes' | 'flag';
  /** What stands for a level the model does not know. */
  readonly unseen?: number;
}

export interface Parts {
  readonly format: string;
  readonly title: string;
  readonly inputs: readonly InputFacts[];
  readonly structure: Forest | Linear;
  readonly task: Task;
  /** Class names; made up, with a question, when left out for a classifier. */
  readonly classes?: readonly string[];
  readonly link: Link;
  readonly scale?: number;
  readonly missing: NonNullable<ModelInput['missing']>;
  readonly threshold?: number;
  readonly rounds?: Model['rounds'];
  readonly targets?: readonly string[];
  readonly target?: number;
  readonly questions?: readonly ModelQuestion[];
  readonly provenance: readonly ProvenanceLine[];
  readonly facts: Model['facts'];
}

const MATRIX = 'X';

function isForest(structure: Forest | Linear): structure is Forest {
  return 'roots' in structure;
}

/** Names that are unique and not empty, as the interface and ONNX need them. */
export function distinctNames(names: readonly (string | undefined)[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const wanted = name === undefined || name.trim() === '' ? `input ${i + 1}` : name;
    let free = wanted;
    for (let n = 2; taken.has(free); n++) free = `${wanted} (${n})`;
    taken.add(free);
    return free;
  });
}

/** The graph, or why there is none. */
function graphOf(parts: Parts, names: readonly string[], classes: readonly string[]): Uint8Array<ArrayBuffer> | AssayError {
  const { structure, link, scale = 1, threshold } = parts;
  const options = {
    inputNames: names,
    layout: 'matrix' as const,
    matrixName: MATRIX,
    classes,
    link,
    scale,
    title: parts.title,
    precision: 'float64' as const,
    ...(threshold === undefined ? {} : { threshold }),
  };
  try {
    return isForest(structure) ? writeForest(structure, options) : writeLinear(structure, { ...options, inputType: 'float32' });
  } catch (error) {
    if (error instanceof AssayError && error.code === 'onnx-write') return error;
    throw error;
  }
}

/**
 * A model from a tree or linear structure: one matrix of inputs, the ONNX graph where ONNX can carry it, and the card.
 * A structure that ONNX cannot carry gives a model without a graph, and a line on the card saying why.
 */
export function assemble(parts: Parts): Model {
  const { structure, task } = parts;
  const names = distinctNames(parts.inputs.map((input) => input.name));
  const classified = task === 'binary' || task === 'multiclass';
  const count = task === 'binary' ? 2 : structure.outputs;
  const classes = classified ? (parts.classes ?? Array.from({ length: count }, (_, k) => `class ${k}`)) : [];
  const graph = graphOf(parts, names, classes);
  const type = isForest(structure) && structure.arithmetic === 'float64' ? 'float64' : 'float32';
  const questions = [...(parts.questions ?? [])];
  if (classified && parts.classes === undefined) {
    questions.push({ id: 'class-names', text: `What do the model’s ${count} classes mean? The file numbers them from 0 and does not name them.` });
  }
  return {
    format: parts.format,
    title: parts.title,
    tensors: [{ name: MATRIX, type, rank: 2, width: names.length }],
    inputs: names.map((name, i) => {
      const facts = parts.inputs[i]!;
      return {
        name,
        named: facts.name !== undefined && facts.name.trim() !== '' && facts.unnamed !== true,
        tensor: 0,
        offset: i,
        type,
        missing: parts.missing,
        ...(facts.levels === undefined ? {} : { levels: facts.levels }),
        ...(facts.coding === undefined ? {} : { coding: facts.coding }),
        ...(facts.unseen === undefined ? {} : { unseen: facts.unseen }),
      };
    }),
    task,
    classes,
    output: classified
      ? { tensors: ['probabilities'], layout: 'per-class', link: 'none' }
      : { tensors: ['prediction'], layout: 'value', link: 'none' },
    ...(graph instanceof AssayError ? {} : { graph }),
    externalData: [],
    ...(isForest(structure) ? { forest: structure } : { linear: structure }),
    fromMargin: { link: parts.link, scale: parts.scale ?? 1 },
    ...(parts.threshold === undefined ? {} : { threshold: parts.threshold }),
    ...(parts.rounds === undefined ? {} : { rounds: parts.rounds }),
    ...(parts.targets === undefined ? {} : { targets: parts.targets, target: parts.target ?? 0 }),
    questions,
    provenance:
      graph instanceof AssayError
        ? [...parts.provenance, { kind: 'read', text: `It cannot be written as ONNX. ${graph.record.why}` }]
        : parts.provenance,
    facts: parts.facts,
  };
}
