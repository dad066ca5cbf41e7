import type { FetchedTensor } from '../binding/decode';
import type { Model, ModelOutput, ProvenanceLine } from '../types';

/** What a person can say the numbers are. */
export type OutputMeaning = 'value' | 'probability' | 'logit';

/** How far from 0..1 and from a row sum of 1 float32 sums may stray. */
const SLACK = 1e-3;

const QUESTION = 'output-meaning';

/** The exact structure under another link: kept for one number per row, given up for several, whose outputs were folded for the old link. */
function relinked(model: Model, output: ModelOutput): Model {
  const { forest, linear, fromMargin, ...rest } = model;
  const structure = forest ?? linear;
  if (structure === undefined || fromMargin === undefined) return model;
  if (output.layout === model.output.layout && output.link === model.output.link) return model;
  const single = output.layout === 'positive' || output.layout === 'value';
  if (!single || fromMargin.link !== model.output.link) return rest;
  return { ...model, fromMargin: { ...fromMargin, link: output.link } };
}

function withOutput(model: Model, output: ModelOutput, line: ProvenanceLine, more: Partial<Model> = {}): Model {
  return {
    ...relinked(model, output),
    ...more,
    output,
    questions: (more.questions ?? model.questions).filter((question) => question.id !== QUESTION),
    provenance: [...model.provenance.filter((entry) => !(entry.kind === 'assumed' && entry.text.startsWith('The number'))), line],
  };
}

/**
 * Applies a person's answer to the question `output-meaning`. A `value` makes the model a regression; the others a binary one when it gives one
 * number.
 */
export function withOutputMeaning(model: Model, meaning: OutputMeaning, kind: ProvenanceLine['kind'] = 'read'): Model {
  const several = model.output.layout === 'per-class' || model.output.layout === 'class-tensors';
  if (meaning === 'value') {
    const output: ModelOutput = { ...model.output, layout: 'value', link: 'none' };
    return withOutput(
      model,
      output,
      { kind, text: 'The numbers are values the model predicts.' },
      {
        task: 'regression',
        classes: [],
        questions: model.questions.filter((q) => q.id !== 'class-names' && q.id !== 'positive-class'),
      },
    );
  }
  const link = meaning === 'probability' ? 'none' : several ? 'softmax' : 'sigmoid';
  const text =
    meaning === 'probability'
      ? 'The numbers are probabilities.'
      : `The numbers are log-odds; Assay turns them into probabilities (${several ? 'soft max' : 'sigmoid'}).`;
  if (several) return withOutput(model, { ...model.output, link }, { kind, text });
  const unnamed = model.classes.length !== 2;
  return withOutput(
    model,
    { ...model.output, layout: 'positive', link },
    { kind, text },
    {
      task: 'binary',
      classes: unnamed ? ['class 0', 'class 1'] : model.classes,
      questions: unnamed
        ? [
            ...model.questions,
            {
              id: 'positive-class',
              text: 'The model gives one number per row but does not say for which outcome. Which outcome does a high number stand for?',
            },
          ]
        : model.questions,
    },
  );
}

/** Names the classes, in score order, as a person gave them. */
export function withClassNames(model: Model, names: readonly string[]): Model {
  return {
    ...model,
    classes: names,
    questions: model.questions.filter((q) => q.id !== 'class-names' && q.id !== 'class-order' && q.id !== 'positive-class'),
  };
}

interface Range {
  readonly low: number;
  readonly high: number;
  /** Largest difference of a row's sum from 1. */
  readonly sumError: number;
  readonly width: number;
}

function rangeOf(tensor: FetchedTensor, count: number): Range {
  const width = count === 0 ? 0 : tensor.data.length / count;
  let low = Infinity;
  let high = -Infinity;
  let sumError = 0;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const value = Number(tensor.data[i * width + k]);
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
    }
    sumError = Math.max(sumError, Math.abs(sum - 1));
  }
  return { low, high, sumError, width };
}

/**
 * Settles by values what the graph could not tell: numbers below 0 or above 1 are no probabilities, rows of several numbers that sum to 1 are.
 * One number per row outside 0..1 stays a question between log-odds and a value, unless the label has two levels;
 * K numbers per row outside 0..1 are log-odds when the label has K levels.
 * @param outputs raw tensors of a sample of rows, as fetched; @param count rows in the sample;
 * @param labelLevels number of distinct labels in the table, where there is a label column.
 */
export function refineOutput(model: Model, outputs: ReadonlyMap<string, FetchedTensor>, count: number, labelLevels?: number): Model {
  const { layout } = model.output;
  const tensor = outputs.get(model.output.tensors[0] ?? '');
  if (tensor === undefined || count === 0) return model;
  if (layout === 'decision') return refineDecisions(model, tensor);
  const asked = model.questions.some((question) => question.id === QUESTION);
  const range = rangeOf(tensor, count);
  if (range.low > range.high) return model;
  const bounded = range.low >= -SLACK && range.high <= 1 + SLACK;
  if (layout === 'per-class') {
    const sums = bounded && range.sumError <= SLACK;
    if (asked && sums) return withOutputMeaning(model, 'probability', 'read');
    const fitsLabel = asked && !bounded && labelLevels === range.width;
    if (fitsLabel || (model.output.link === 'none' && !bounded)) return withOutputMeaning(model, 'logit', 'assumed');
    return model;
  }
  if (layout === 'positive' && model.output.link === 'none' && !bounded) return withOutputMeaning(model, 'logit', 'assumed');
  if (layout === 'value' && asked && labelLevels === 2) return withOutputMeaning(model, bounded ? 'probability' : 'logit', 'assumed');
  return model;
}

/** Lists the decisions that were met, when the file does not. */
function refineDecisions(model: Model, tensor: FetchedTensor): Model {
  if (!model.questions.some((question) => question.id === 'class-names')) return model;
  const met = [
    ...new Set(Array.from(tensor.data as ArrayLike<unknown>, (value) => (typeof value === 'boolean' ? String(Number(value)) : String(value)))),
  ].sort();
  const classes = met.length < 2 ? [...new Set([...met, ...model.classes])].slice(0, 2) : met;
  return { ...model, classes, task: classes.length === 2 ? 'binary' : 'multiclass' };
}
