import { AssayError } from '../../../errors';
import { ZERO_BAND } from '../../forest/types';
import type { Link } from '../../links';
import type { WireField } from '../wire';
import { attribute, initializer, writeModel, type GraphValue, type NodeParts } from './proto';

export interface WriteOptions {
  /** One name per input, in the order of the structure's features. */
  readonly inputNames: readonly string[];
  /** `columns`, the default: one [N, 1] tensor per input, joined inside the graph; `matrix`: one [N, features] tensor called {@link matrixName}. */
  readonly layout?: 'columns' | 'matrix';
  /** Default `X`. */
  readonly matrixName?: string;
  /** Class names in score order; absent or empty for regression. */
  readonly classes?: readonly string[];
  /** Turns margins into scores. Default `none`. */
  readonly link?: Link;
  /** Multiplies the margin before the link. Default 1. */
  readonly scale?: number;
  /** Score from which the second class is chosen. */
  readonly threshold?: number | undefined;
  /** `float32` or `float64` for inputs; the structure's own arithmetic when absent. */
  readonly inputType?: 'float32' | 'float64';
  /** Type of everything after the inputs. */
  readonly precision?: 'float32' | 'float64';
  readonly title?: string;
  /** Further metadata_props. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The middle of a graph: reads tensor `x` [N, features], leaves `margin` [N, outputs]. */
export interface Core {
  readonly features: number;
  readonly outputs: number;
  readonly nodes: readonly NodeParts[];
  readonly initializers: readonly WireField[];
  readonly inputType: 'float32' | 'float64';
  readonly precision: 'float32' | 'float64';
  /** Type of `x` where it is not that of the margin. */
  readonly xPrecision?: 'float32' | 'float64';
  /** 1 for inputs whose zeros become missing values before the nodes see them. */
  readonly zeroIsMissing?: Uint8Array<ArrayBuffer>;
}

/** A model or settings that ONNX cannot carry. */
export function unwritable(why: string, remedy = 'The model still runs here; only its ONNX file cannot be made.'): AssayError {
  return new AssayError({ area: 'model', code: 'onnx-write', what: 'This model cannot be written as ONNX.', why, remedy });
}

function refuse(why: string): AssayError {
  return unwritable(why, 'Give names and classes that match the model.');
}

function check(core: Core, options: WriteOptions): void {
  const { inputNames, classes = [] } = options;
  if (inputNames.length !== core.features) throw refuse(`It has ${core.features} inputs, but ${inputNames.length} names were given.`);
  const seen = new Set<string>();
  const repeated = inputNames.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined) throw refuse(`Two inputs are called “${repeated}”.`);
  const blank = inputNames.indexOf('');
  if (blank >= 0) throw refuse(`Input ${blank + 1} has no name.`);
  const fits = classes.length === 0 || classes.length === core.outputs || (classes.length === 2 && core.outputs === 1);
  if (!fits) throw refuse(`It has ${core.outputs} outputs, but ${classes.length} classes were given.`);
}

/** Names inside the graph that no input can have, because input names come from files. */
function namer(taken: readonly string[]): (name: string) => string {
  let prefix = 'assay/';
  while (taken.some((name) => name.startsWith(prefix))) prefix += '/';
  return (name) => prefix + name;
}

/**
 * Puts named inputs before and link nodes behind a core and returns the bytes of the ONNX file.
 * Output: `probabilities` [N, classes] when there are classes (two columns, 1−p and p, for a single output), else `prediction` [N, outputs].
 * @throws AssayError `onnx-write`
 */
export function frame(make: (name: (local: string) => string) => Core, options: WriteOptions): Uint8Array<ArrayBuffer> {
  const { layout = 'columns', matrixName = 'X', classes = [], link = 'none', scale = 1 } = options;
  const result = classes.length > 0 ? 'probabilities' : 'prediction';
  const name = namer([...options.inputNames, matrixName]);
  const core = make(name);
  check(core, options);
  if ((layout === 'columns' ? options.inputNames : [matrixName]).includes(result)) throw refuse(`An input is called “${result}” like the output.`);
  const nodes: NodeParts[] = [];
  const initializers = [...core.initializers];
  let inputs: GraphValue[];
  let held = matrixName;
  if (layout === 'columns') {
    inputs = options.inputNames.map((input) => ({ name: input, type: core.inputType, shape: ['N', 1] }));
    held = name('inputs');
    nodes.push({ op: 'Concat', inputs: options.inputNames, outputs: [held], attributes: [attribute.int('axis', 1)] });
  } else inputs = [{ name: matrixName, type: core.inputType, shape: ['N', core.features] }];
  const then = (op: string, output: string, extra: readonly string[] = [], attributes: WireField[] = []): void => {
    nodes.push({ op, inputs: [held, ...extra], outputs: [output], attributes });
    held = output;
  };
  const x = core.zeroIsMissing === undefined ? name('x') : name('x with zeros');
  const xPrecision = core.xPrecision ?? core.precision;
  if (core.inputType !== xPrecision) then('Cast', x, [], [attribute.int('to', xPrecision === 'float64' ? 11 : 1)]);
  else then('Identity', x);
  const constant = (local: string, value: number, precision = core.precision): string => {
    initializers.push(initializer(name(local), precision, [1], [value]));
    return name(local);
  };
  const step = (op: string, local: string, inputs: readonly string[], attributes: WireField[] = []): string => {
    nodes.push({ op, inputs, outputs: [name(local)], attributes });
    return name(local);
  };
  if (core.zeroIsMissing !== undefined) {
    initializers.push(initializer(name('zero is missing'), 'bool', [core.features], core.zeroIsMissing));
    const small = step('LessOrEqual', 'small', [step('Abs', 'size', [x]), constant('zero band', ZERO_BAND, xPrecision)]);
    step('Where', 'x', [step('And', 'zero', [small, name('zero is missing')]), constant('missing value', NaN, xPrecision), x]);
  }
  nodes.push(...core.nodes);
  held = name('margin');
  if (scale !== 1) {
    initializers.push(initializer(name('scale'), core.precision, [1], [scale]));
    then('Mul', name('scaled'), [name('scale')]);
  }
  if (link === 'sigmoid') then('Sigmoid', name('score'));
  if (link === 'softmax') then('Softmax', name('score'), [], [attribute.int('axis', 1)]);
  if (link === 'exp') then('Exp', name('score'));
  if (link === 'step') {
    const above = step('Greater', 'above', [held, constant('none', 0)]);
    held = step('Cast', 'score', [above], [attribute.int('to', core.precision === 'float64' ? 11 : 1)]);
  }
  if (link === 'signed-square') held = step('Mul', 'score', [held, step('Abs', 'absolute', [held])]);
  if (link === 'log1pexp') {
    const tail = step('Exp', 'tail', [step('Neg', 'minus', [step('Abs', 'absolute', [held])])]);
    const logarithm = step('Log', 'logarithm', [step('Add', 'one and tail', [tail, constant('unit', 1)])]);
    held = step('Add', 'score', [step('Max', 'positive part', [held, constant('none', 0)]), logarithm]);
  }
  if (classes.length === 2 && core.outputs === 1) {
    initializers.push(initializer(name('one'), core.precision, [1], [1]));
    nodes.push({ op: 'Sub', inputs: [name('one'), held], outputs: [name('complement')] });
    nodes.push({ op: 'Concat', inputs: [name('complement'), held], outputs: [result], attributes: [attribute.int('axis', 1)] });
  } else then('Identity', result);
  return writeModel({
    name: options.title ?? 'model',
    nodes,
    initializers,
    inputs,
    outputs: [{ name: result, type: core.precision, shape: ['N', Math.max(core.outputs, classes.length)] }],
    opsets: { '': 21, 'ai.onnx.ml': 5 },
    producer: 'assay',
    metadata: {
      'assay.features': JSON.stringify(options.inputNames),
      ...(classes.length > 0 ? { 'assay.classes': JSON.stringify(classes) } : {}),
      ...(options.threshold === undefined ? {} : { 'assay.threshold': String(options.threshold) }),
      ...options.metadata,
    },
  });
}
