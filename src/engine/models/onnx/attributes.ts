import { readGraph, type OnnxGraph } from './graph';
import { ATTRIBUTE } from './schema';
import { readTensor, type TensorValue } from './tensor';
import { all, float, floats, integer, integers, readFields, text, type WireField } from './wire';

/** One node attribute; each reading is done when asked for. Absent contents give the protobuf defaults (0, '', []). */
export class Attribute {
  readonly name: string;
  readonly fields: readonly WireField[];
  readonly #depth: number;
  #graphs: OnnxGraph[] | undefined;

  constructor(fields: readonly WireField[], depth: number) {
    this.fields = fields;
    this.#depth = depth;
    this.name = text(this.#last(ATTRIBUTE.name));
  }

  #last(number: number): WireField | undefined {
    return this.fields.findLast((field) => field.number === number);
  }

  get int(): number {
    return integer(this.#last(ATTRIBUTE.i));
  }
  get float(): number {
    return float(this.#last(ATTRIBUTE.f));
  }
  get string(): string {
    return text(this.#last(ATTRIBUTE.s));
  }
  get ints(): number[] {
    return integers(this.fields, ATTRIBUTE.ints);
  }
  get floats(): number[] {
    return floats(this.fields, ATTRIBUTE.floats);
  }
  get strings(): string[] {
    return all(this.fields, ATTRIBUTE.strings).map(text);
  }
  get tensor(): TensorValue | undefined {
    const field = this.#last(ATTRIBUTE.t);
    return field === undefined ? undefined : readTensor(field);
  }
  get tensorFields(): WireField[] {
    return this.fields.filter((field) => (field.number === ATTRIBUTE.t || field.number === ATTRIBUTE.tensors) && field.type === 2);
  }
  /** Bodies of If, Loop and Scan. */
  get graphs(): OnnxGraph[] {
    return (this.#graphs ??= this.fields
      .filter((field) => (field.number === ATTRIBUTE.g || field.number === ATTRIBUTE.graphs) && field.type === 2)
      .map((field) => readGraph(field.bytes, this.#depth + 1)));
  }
}

/** Attributes of a node by name. */
export function readAttributes(fields: readonly WireField[], depth: number): ReadonlyMap<string, Attribute> {
  const map = new Map<string, Attribute>();
  for (const field of fields) {
    const attribute = new Attribute(readFields(field.bytes), depth);
    map.set(attribute.name, attribute);
  }
  return map;
}
