import { readModel, type Dimension, type OnnxModel } from './graph';
import { DIMENSION, GRAPH, MODEL, TENSOR_TYPE, TYPE, VALUE_INFO } from './schema';
import { block, varint, writeFields, type WireField } from './wire';

/** A change to a graph: fields swapped for others or (null) dropped, and fields added at its beginning or its end. All else stays as it is, byte for byte. */
export interface GraphEdit {
  readonly swap: ReadonlyMap<WireField, WireField | null>;
  readonly add?: readonly WireField[];
  /** Fields that come before all others: nodes the rest reads from. */
  readonly first?: readonly WireField[];
}

/** Applies an edit and reads the result anew. */
export function editGraph(model: OnnxModel, edit: GraphEdit): OnnxModel {
  return readModel(writeModel(model, edit));
}

/** The file's bytes with the edit applied. */
export function writeModel(model: OnnxModel, edit: GraphEdit = { swap: new Map() }): Uint8Array<ArrayBuffer> {
  const graph: WireField[] = [...(edit.first ?? [])];
  for (const field of model.graph.fields) {
    const other = edit.swap.get(field);
    if (other === null) continue;
    graph.push(other ?? field);
  }
  graph.push(...(edit.add ?? []));
  const written = block(MODEL.graph, graph);
  let placed = false;
  const fields: WireField[] = [];
  for (const field of model.fields) {
    if (field.number !== MODEL.graph) fields.push(field);
    else if (!placed) {
      fields.push(written);
      placed = true;
    }
  }
  return writeFields(fields);
}

/** A tensor value info. Element 0 leaves the type to the runtime, a null shape the shape; a null dimension is dynamic. */
export function valueInfo(number: number, name: string, element: number, shape: readonly Dimension[] | null): WireField {
  if (element === 0) return block(number, [block(VALUE_INFO.name, name)]);
  const inner: WireField[] = [varint(TENSOR_TYPE.element, element)];
  if (shape !== null) {
    inner.push(
      block(
        TENSOR_TYPE.shape,
        shape.map((dim) =>
          block(1, dim === null ? [] : typeof dim === 'number' ? [varint(DIMENSION.value, dim)] : [block(DIMENSION.parameter, dim)]),
        ),
      ),
    );
  }
  return block(number, [block(VALUE_INFO.name, name), block(VALUE_INFO.type, [block(TYPE.tensor, inner)])]);
}

/** The field of a graph that declares an input; null for a shape that is not said. */
export const graphInput = (name: string, element: number, shape: readonly Dimension[] | null): WireField =>
  valueInfo(GRAPH.input, name, element, shape);
/** The field of a graph that declares an output; null for a shape that is not said. */
export const graphOutput = (name: string, element: number, shape: readonly Dimension[] | null): WireField =>
  valueInfo(GRAPH.output, name, element, shape);
