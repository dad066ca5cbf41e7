import type { ModelOutput, ModelQuestion, ProvenanceLine, Task } from '../types';
import { classNames } from './classes';
import type { Context } from './context';
import type { ValueInfo } from './graph';
import { classLabels, meaningOf, mirrored, throughPassing, widthOf, type Meaning } from './meaning';
import { EXPORT_LINES, refuse } from './refuse';

/** The output the scores are taken from, and what is known of it. */
export interface ChosenOutput {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly output: ModelOutput;
  readonly questions: readonly ModelQuestion[];
  readonly provenance: readonly ProvenanceLine[];
}

interface Candidate {
  /** Name in the file. */
  readonly name: string;
  /** Tensor to fetch: behind a ZipMap, its input. */
  readonly tensor: string;
  readonly meaning: Meaning;
  readonly width: number | undefined;
  readonly zipMap?: readonly string[];
  readonly text: boolean;
}

const LABEL_TYPES = new Set([2, 3, 4, 5, 6, 7, 8, 9, 12, 13]);

function candidate(context: Context, info: ValueInfo): Candidate | undefined {
  if (info.type.kind !== 'tensor') {
    let node = context.producer(info.name);
    for (let steps = 0; node?.op === 'Identity' && steps < 100; steps++) node = context.producer(node.inputs[0]);
    const inside = node?.inputs[0];
    if (node?.op !== 'ZipMap' || inside === undefined) return undefined;
    const names = classLabels(node);
    const meaning = meaningOf(context, inside);
    return {
      name: info.name,
      tensor: inside,
      meaning,
      width: names?.length ?? widthOf(context, inside),
      ...(names === undefined ? {} : { zipMap: names }),
      text: false,
    };
  }
  const { element, shape } = info.type;
  if (shape !== null && shape.length > 2) return undefined;
  const declared = LABEL_TYPES.has(element) ? 'label' : undefined;
  const width = shape?.length === 1 || shape?.length === 0 ? 1 : widthOf(context, info.name);
  return { name: info.name, tensor: info.name, meaning: declared ?? meaningOf(context, info.name), width, text: element === 8 };
}

/** One output per class, all cut from one matrix: that matrix, and the outputs in its column order. */
function columnsOfOne(context: Context, candidates: readonly Candidate[]): { base: string; columns: Candidate[] } | undefined {
  const columns = candidates.filter((c) => c.meaning !== 'label' && c.width === 1 && c.zipMap === undefined);
  if (columns.length < 2) return undefined;
  const bases = new Set(columns.map((c) => throughPassing(context, c.tensor)));
  const [base] = bases;
  if (bases.size !== 1 || base === undefined || widthOf(context, base) !== columns.length) return undefined;
  const start = (c: Candidate): number => {
    for (let at: string | undefined = c.tensor, steps = 0; at !== undefined && steps < 20; steps++) {
      const node = context.producer(at);
      if (node === undefined) break;
      if (node.op === 'Slice') return context.constant(node.inputs[1])?.numbers().at(-1) ?? node.attributes.get('starts')?.ints.at(-1) ?? 0;
      if (node.op === 'Gather' || node.op === 'ArrayFeatureExtractor') return context.constant(node.inputs[1])?.numbers()[0] ?? 0;
      if (node.op === 'Split') return node.outputs.indexOf(at);
      at = node.inputs[0];
    }
    return 0;
  };
  return { base, columns: [...columns].sort((a, b) => start(a) - start(b)) };
}

function rank(c: Candidate): number {
  const several = (c.width ?? (c.zipMap === undefined ? 1 : 2)) >= 2;
  if (c.meaning === 'probabilities') return several ? 9 : 8;
  if (c.meaning === 'unknown' && (c.zipMap !== undefined || /prob/i.test(c.name))) return 7;
  if (c.meaning === 'logits' || c.meaning === 'distances') return several ? 6 : 5;
  if (c.meaning === 'linear') return several || /logit|margin/i.test(c.name) ? 4 : 3;
  return c.meaning === 'value' ? 3 : c.meaning === 'unknown' ? 2 : 0;
}

const MEANING_QUESTION: ModelQuestion = {
  id: 'output-meaning',
  text: 'What are the numbers this model gives: a value it predicts, a probability, or log-odds (any number, above 0 means more likely than not)?',
};

/**
 * Chooses the output to take scores from. Label outputs are left alone unless there is nothing else: the runtime gets labels wrong for some legal
 * trees,
 * and labels follow from probabilities and the threshold.
 * @throws AssayError `onnx-no-output`, `onnx-transformer`
 */
export function chooseOutput(context: Context): ChosenOutput {
  const { outputs } = context.graph;
  const candidates = outputs.map((info) => candidate(context, info)).filter((c) => c !== undefined);
  const provenance: ProvenanceLine[] = [];
  const scores = candidates.filter((c) => c.meaning !== 'label' && c.meaning !== 'features').sort((a, b) => rank(b) - rank(a));
  const labels = candidates.filter((c) => c.meaning === 'label' && (c.width ?? 1) === 1);
  const columns = columnsOfOne(context, candidates);
  let best = scores[0];
  if (columns !== undefined && best !== undefined && best.width === 1) {
    const meaning = meaningOf(context, columns.base);
    best = { name: columns.columns.map((c) => c.name).join(', '), tensor: columns.base, meaning, width: columns.columns.length, text: false };
    provenance.push({
      kind: 'repaired',
      text: `The file gives one output per class (${best.name}); Assay takes the one table of scores they are cut from.`,
    });
  }
  if (best === undefined) {
    const label = labels[0];
    const hidden = label === undefined ? undefined : scoresBehindWrongLabel(context, label.tensor);
    if (hidden !== undefined) {
      provenance.push({
        kind: 'repaired',
        text: `The file gives only labels ("${label!.name}"), and the runtime gets the labels of this kind of tree wrong; Assay takes the scores behind them.`,
      });
      return describe(
        context,
        { name: hidden, tensor: hidden, meaning: meaningOf(context, hidden), width: 2, text: false },
        undefined,
        true,
        provenance,
      );
    }
    if (label !== undefined) return decisionsOnly(context, label);
    throw noOutput(context, candidates);
  }
  if (best.zipMap !== undefined || best.tensor !== best.name) {
    if (columns?.base !== best.tensor)
      provenance.push({
        kind: 'repaired',
        text: `The output "${best.name}" is a list of dictionaries (ZipMap), which a page cannot fetch; Assay takes the table of scores it is made from.`,
      });
  }
  const unused = outputs
    .map((o) => o.name)
    .filter((name) => name !== best.name && !(columns?.base === best.tensor && columns.columns.some((c) => c.name === name)));
  if (unused.length > 0)
    provenance.push({
      kind: 'read',
      text: `Not used: ${unused.map((name) => `"${name}"`).join(', ')}. Decisions follow from the scores and the threshold.`,
    });
  return describe(context, best, columns?.base === best.tensor ? columns.columns : undefined, labels.length > 0, provenance);
}

function describe(
  context: Context,
  best: Candidate,
  columns: readonly Candidate[] | undefined,
  hasLabel: boolean,
  provenance: ProvenanceLine[],
): ChosenOutput {
  const questions: ModelQuestion[] = [];
  const several = (best.width ?? 1) >= 2 || best.zipMap !== undefined;
  const named = classNames(context, best.tensor, best.zipMap, several ? best.width : 2) ?? columnNames(columns);
  const classifier = hasLabel || named !== undefined || best.zipMap !== undefined;
  let meaning = best.meaning;
  if (meaning === 'unknown' || meaning === 'linear') {
    const byName = /logit|margin|raw_?score|decision/i.test(best.name) ? 'logits' : /prob/i.test(best.name) ? 'probabilities' : undefined;
    if (byName !== undefined) {
      provenance.push({
        kind: 'assumed',
        text: `The numbers are taken for ${byName === 'logits' ? 'log-odds' : 'probabilities'} because the output is called "${best.name}".`,
      });
      meaning = byName;
    } else if (meaning === 'unknown' && classifier) {
      provenance.push({ kind: 'assumed', text: 'The numbers are taken for probabilities because the file also names classes.' });
      meaning = 'probabilities';
    } else if (several || classifier) {
      provenance.push({
        kind: 'assumed',
        text: 'The numbers are taken for log-odds because nothing at the end of the graph keeps them between 0 and 1.',
      });
      questions.push(MEANING_QUESTION);
      meaning = 'logits';
    } else {
      provenance.push({ kind: 'assumed', text: 'The number is taken for a predicted value; the graph does not tell whether it is one or log-odds.' });
      questions.push(MEANING_QUESTION);
      meaning = 'value';
    }
  }
  if (meaning === 'distances') {
    provenance.push({
      kind: 'assumed',
      text: 'The numbers are distances of a support vector machine, squeezed into 0 to 1: their order and side of one half mean something, their size is no probability.',
    });
    meaning = 'logits';
  }
  const tensors = [best.tensor];
  if (meaning === 'value') {
    if ((best.width ?? 1) > 1) provenance.push({ kind: 'assumed', text: `The model predicts ${best.width} values per row; Assay reads the first.` });
    return { task: 'regression', classes: [], output: { tensors, layout: 'value', link: 'none' }, questions, provenance };
  }
  const count = several ? (best.width ?? named?.length ?? 2) : 2;
  const classes = named ?? Array.from({ length: count }, (_, i) => `class ${i}`);
  if (named === undefined) {
    questions.push(
      several
        ? { id: 'class-names', text: `The model tells ${count} outcomes apart but does not name them. Which is the first, the second …?` }
        : {
            id: 'positive-class',
            text: 'The model gives one number per row but does not say for which outcome. Which outcome does a high number stand for?',
          },
    );
  }
  const link = meaning === 'probabilities' ? 'none' : several && !mirrored(context, best.tensor) ? 'softmax' : 'sigmoid';
  return {
    task: count === 2 ? 'binary' : 'multiclass',
    classes,
    output: { tensors, layout: several ? 'per-class' : 'positive', link },
    questions,
    provenance,
  };
}

/** skl2onnx names one-per-class outputs by the class, with `s` before texts and `i` before whole numbers. */
function columnNames(columns: readonly Candidate[] | undefined): string[] | undefined {
  const names = columns?.map((c) => c.name);
  for (const prefix of ['s', 'i']) if (names?.every((name) => name.startsWith(prefix)) === true) return names.map((name) => name.slice(1));
  return names;
}

/**
 * The score tensor of a two-class tree ensemble whose votes name both classes (or only the second): onnxruntime calls such a row the second class
 * whenever
 * that class's sum is above 0 (measured, 1.25 to 1.30; its issues 27533 and 28557). Undefined for labels that can be trusted.
 */
function scoresBehindWrongLabel(context: Context, label: string): string | undefined {
  let node = context.producer(label);
  for (let steps = 0; node !== undefined && ['Cast', 'Identity', 'Reshape', 'Squeeze', 'Flatten'].includes(node.op) && steps < 100; steps++)
    node = context.producer(node.inputs[0]);
  if (node?.op !== 'TreeEnsembleClassifier' || classLabels(node)?.length !== 2) return undefined;
  return node.attributes.get('class_ids')?.ints.includes(1) === true && node.outputs[1] ? node.outputs[1] : undefined;
}

function decisionsOnly(context: Context, label: Candidate): ChosenOutput {
  const named = classNames(context, undefined, undefined, undefined);
  const provenance: ProvenanceLine[] = [
    {
      kind: 'assumed',
      text: `Only decisions come out of this model ("${label.name}"): rates by group work; thresholds, calibration and explanations of a score do not.`,
    },
  ];
  const questions: ModelQuestion[] =
    named === undefined ? [{ id: 'class-names', text: 'The model gives decisions but does not list them. Which decisions are there?' }] : [];
  const classes = named ?? ['0', '1'];
  return {
    task: classes.length === 2 ? 'binary' : 'multiclass',
    classes,
    output: { tensors: [label.tensor], layout: 'decision', link: 'none', ...(label.text ? { text: true } : {}) },
    questions,
    provenance,
  };
}

function noOutput(context: Context, candidates: readonly Candidate[]): Error {
  const names = context.graph.outputs.map((output) => `"${output.name}"`).join(', ') || 'none';
  if (candidates.some((c) => c.meaning === 'features')) {
    return refuse(
      'onnx-transformer',
      'This ONNX file only prepares data; it does not score it.',
      `Its output ${names} is its inputs, encoded or scaled.`,
      `Export the whole pipeline with the model at its end, for example:\n${EXPORT_LINES.sklearn}`,
    );
  }
  return refuse(
    'onnx-no-output',
    'This ONNX file gives nothing Assay can use as a score.',
    `Its outputs are: ${names}. A score is one number per row, or one per class and row.`,
    `Export the model that predicts, for example:\n${EXPORT_LINES.sklearn}`,
  );
}
