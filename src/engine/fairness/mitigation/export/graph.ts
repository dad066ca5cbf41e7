import { AssayError } from '../../../errors';
import { editGraph, graphOutput } from '../../../models/onnx/edit';
import { readModel, type OnnxModel } from '../../../models/onnx/graph';
import { ENTRY, MODEL, NODE, OPSET, TENSOR } from '../../../models/onnx/schema';
import { all, block, readFields, text, varint, writeFields, type WireField } from '../../../models/onnx/wire';
import { readsOf } from '../../../models/onnx/wiring';
import { attribute, initializer, nodeField, type NodeParts, type TensorType } from '../../../models/onnx/write';

/** A change that an ONNX file cannot carry. */
export function unwritable(why: string): AssayError {
  return new AssayError({
    area: 'fairness',
    code: 'export-change',
    what: 'This change cannot be built into an ONNX file.',
    why,
    remedy: 'It can still be looked at here. A constant can be built into most models.',
  });
}

/** Operator set from which rows can be replaced and repeated, and from which doubles can be compared and rounded. */
const OPSET_FROM = 9;
export const OPSET_COMPARING = 11;
/** Taken where a file uses none of the standard operators. */
const OPSET_NEW = 15;
const ML_NEW = 3;

export const ELEMENT = { float32: 1, int32: 6, int64: 7, string: 8, bool: 9, float64: 11 } as const;
/** Types that can be put in place of others inside a graph. */
export type Placed = 'float32' | 'float64' | 'int64' | 'int32' | 'string';

/** Values of one type for an initializer. */
export type Values = { readonly type: 'string'; readonly data: readonly string[] } | { readonly type: Exclude<Placed, 'string'>; readonly data: readonly number[] };

/** A graph that gets nodes before and behind its own. */
export class GraphChange {
  readonly opset: number;
  #model: OnnxModel;
  readonly #before: NodeParts[] = [];
  readonly #behind: NodeParts[] = [];
  readonly #constants: WireField[] = [];
  readonly #inputs = new Map<string, string>();
  readonly #outputs = new Map<string, string>();
  readonly #declared = new Map<WireField, WireField>();
  readonly #prefix: string;
  #made = 0;

  /** @throws AssayError `export-change` where the file's operators are too old */
  constructor(graph: Uint8Array<ArrayBuffer>) {
    this.#model = readModel(graph);
    const declared = this.#model.opsets.get('');
    if (declared !== undefined && declared < OPSET_FROM) throw unwritable(`The file was written for operator set ${declared}; the nodes to be added need ${OPSET_FROM}.`);
    this.opset = declared ?? OPSET_NEW;
    const { nodes, initializers, inputs } = this.#model.graph;
    const taken = [...nodes.flatMap((node) => node.outputs), ...initializers.keys(), ...inputs.map((input) => input.name)];
    let prefix = 'assay/change/';
    while (taken.some((name) => name.startsWith(prefix))) prefix += '/';
    this.#prefix = prefix;
  }

  /** A name that nothing in the file has. */
  name(): string {
    return `${this.#prefix}${++this.#made}`;
  }

  numbers(type: Exclude<TensorType, 'string'>, dims: readonly number[], values: ArrayLike<number>): string {
    const name = this.name();
    this.#constants.push(initializer(name, type, dims, values));
    return name;
  }

  values(values: Values, dims: readonly number[]): string {
    if (values.type !== 'string') return this.numbers(values.type, dims, values.data);
    const name = this.name();
    const data = values.data.map((entry) => block(TENSOR.stringData, entry));
    this.#constants.push(block(5, [...dims.map((dim) => varint(TENSOR.dims, dim)), varint(TENSOR.dataType, ELEMENT.string), block(TENSOR.name, name), ...data]));
    return name;
  }

  /** Adds a node before those of the file and returns its output. */
  before(op: string, inputs: readonly string[], attributes: readonly WireField[] = [], domain?: string): string {
    return this.#add(this.#before, op, inputs, attributes, domain);
  }

  /** The same behind them. */
  behind(op: string, inputs: readonly string[], attributes: readonly WireField[] = [], output = this.name()): string {
    return this.#add(this.#behind, op, inputs, attributes, undefined, output);
  }

  #add(to: NodeParts[], op: string, inputs: readonly string[], attributes: readonly WireField[], domain?: string, output = this.name()): string {
    to.push({ op, inputs, outputs: [output], attributes, name: output, ...(domain === undefined ? {} : { domain }) });
    return output;
  }

  /** Makes every node of the file that reads `input` read `other` instead. */
  redirectInput(input: string, other: string): void {
    this.#inputs.set(input, other);
  }

  /** Version of ai.onnx.ml that the added nodes are read by. */
  get mlOpset(): number {
    return this.#model.opsets.get('ai.onnx.ml') ?? ML_NEW;
  }

  /** Gives a result of the file another name, so that a node behind can make the result anew; returns that name. */
  takeOutput(output: string): string {
    const name = this.name();
    this.#outputs.set(output, name);
    return name;
  }

  /**
   * Makes a result of the file from a tensor. A result without a declared type (one that came out of a ZipMap) gets one, float32, because readers go by it.
   * @param width numbers per row, where that is certain
   */
  giveOutput(output: string, from: string, width: number | undefined): void {
    const declared = this.#model.graph.outputs.find(({ name }) => name === output);
    if (declared?.type.kind === 'tensor') {
      this.behind('Identity', [from], [], output);
      return;
    }
    this.behind('Cast', [from], [attribute.int('to', ELEMENT.float32)], output);
    if (declared) this.#declared.set(declared.field, graphOutput(output, ELEMENT.float32, width === undefined ? null : ['rows', width]));
  }

  /** True for a result of the file that has no declared type. */
  isUndeclared(output: string): boolean {
    return this.#model.graph.outputs.some(({ name, type }) => name === output && type.kind !== 'tensor');
  }

  /** The changed file, with these entries among its metadata. */
  write(metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
    const swap = new Map<WireField, WireField | null>(this.#declared);
    const renamed = (name: string): string => this.#inputs.get(name) ?? this.#outputs.get(name) ?? name;
    for (const node of this.#model.graph.nodes) {
      const names = [...node.inputs, ...node.outputs];
      if (readsOf(node).some((name) => !node.inputs.includes(name) && renamed(name) !== name)) throw unwritable(`Its step ${node.op} reads the input from within a loop or a branch.`);
      if (!names.some((name) => renamed(name) !== name)) continue;
      const fields = readFields(node.field.bytes).map((field) => (field.number === NODE.input || field.number === NODE.output ? block(field.number, renamed(text(field))) : field));
      swap.set(node.field, block(node.field.number, fields));
    }
    const changed = editGraph(this.#model, { swap, first: this.#before.map(nodeField), add: [...this.#constants, ...this.#behind.map(nodeField)] });
    const kept = changed.fields.filter((field) => field.number !== MODEL.metadata || !(text(readFields(field.bytes).find((entry) => entry.number === ENTRY.key)) in metadata));
    const opsets = all(kept, MODEL.opsetImport).map((field) => readFields(field.bytes));
    const needs = !opsets.some((fields) => text(fields.find((field) => field.number === OPSET.domain)) === '' && fields.some((field) => field.number === OPSET.version));
    const ml = this.#before.some((node) => node.domain === 'ai.onnx.ml') && !this.#model.opsets.has('ai.onnx.ml');
    return writeFields([
      ...kept,
      ...(needs && !this.#model.opsets.has('') ? [block(MODEL.opsetImport, [varint(OPSET.version, OPSET_NEW)])] : []),
      ...(ml ? [block(MODEL.opsetImport, [block(OPSET.domain, 'ai.onnx.ml'), varint(OPSET.version, ML_NEW)])] : []),
      ...Object.entries(metadata).map(([key, value]) => block(MODEL.metadata, [block(ENTRY.key, key), block(ENTRY.value, value)])),
    ]);
  }
}
