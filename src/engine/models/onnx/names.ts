import { nameList } from './classes';
import type { OnnxModel } from './graph';

const KEYS = /^(?:assay\.)?(feature_names|feature_names_in|feature_names_in_|features|columns|column_names|input_names|input_features|inputs)$/i;

/** Names of a matrix's columns, where the exporter left them in the metadata of the file or of the input. */
export function matrixNames(
  model: OnnxModel,
  input: { readonly docString: string; readonly metadata: ReadonlyMap<string, string> },
  width: number,
): string[] | undefined {
  const texts = [input.docString, ...[...input.metadata, ...model.metadata].filter(([key]) => KEYS.test(key)).map(([, value]) => value)];
  for (const text of texts) {
    const names = text === '' ? undefined : nameList(text);
    if (names?.length === width && new Set(names).size === width) return names;
  }
  return undefined;
}
