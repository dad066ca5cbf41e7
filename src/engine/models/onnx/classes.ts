import type { Context } from './context';
import { classLabels, throughPassing } from './meaning';

const METADATA_KEYS = /^(?:assay\.)?(classes|class_names|classnames|labels|label_names|target_names|id2label)$/i;

/** A list of names written as JSON (array, or object from number to name), or separated by commas. */
export function nameList(text: string): string[] | undefined {
  const trimmed = text.trim();
  try {
    const value: unknown = JSON.parse(trimmed.startsWith('[') || trimmed.startsWith('{') ? trimmed : 'null');
    if (Array.isArray(value))
      return value.map((item) => (typeof item === 'object' && item !== null && 'name' in item ? String(item.name) : String(item)));
    if (typeof value === 'object' && value !== null) return Object.values(value).map(String);
  } catch {
    if (/^\[.*\]$/s.test(trimmed)) return nameList(trimmed.slice(1, -1).replaceAll(/['"]/g, ''));
    return undefined;
  }
  return trimmed.includes(',') ? trimmed.split(',').map((item) => item.trim()) : undefined;
}

/** Walks back from a label tensor to the operator or constant that holds the class names. */
function fromLabel(context: Context, label: string): string[] | undefined {
  let at: string | undefined = label;
  for (let steps = 0; steps < 200 && at !== undefined && at !== ''; steps++) {
    const node = context.producer(throughPassing(context, at));
    if (node === undefined) return undefined;
    const own = classLabels(node);
    if (own !== undefined) return own;
    if (node.op === 'ArrayFeatureExtractor' || node.op === 'Gather') {
      const names = context.constant(node.inputs[0]);
      if (names !== undefined) return names.strings();
    }
    if (node.op === 'LabelEncoder') {
      const names = node.attributes.get('values_strings')?.strings ?? [];
      const numbers = node.attributes.get('values_int64s')?.ints ?? [];
      const other = node.attributes.get('default_int64')?.int;
      if (names.length > 0) return [...new Set(names)];
      if (numbers.length > 0) return [...new Set([...numbers, ...(other === undefined ? [] : [other])])].map(String);
    }
    at = node.inputs[0];
  }
  return undefined;
}

/**
 * Class names the file itself tells: those of its ZipMap, of the classifier behind the scores, of its label output, or of its metadata.
 * @param count number of classes there must be; undefined takes any number from 2.
 */
export function classNames(
  context: Context,
  scores: string | undefined,
  zipMap: readonly string[] | undefined,
  count: number | undefined,
): string[] | undefined {
  const fits = (names: readonly string[] | undefined): names is readonly string[] =>
    names !== undefined && names.length >= 2 && (count === undefined || names.length === count) && new Set(names).size === names.length;
  if (fits(zipMap)) return [...zipMap];
  const behind = scores === undefined ? undefined : context.producer(throughPassing(context, scores));
  const own = behind === undefined ? undefined : classLabels(behind);
  for (const output of context.graph.outputs) {
    if (output.type.kind !== 'tensor' || ![6, 7, 8, 9].includes(output.type.element)) continue;
    const names = fromLabel(context, output.name);
    if (fits(names)) return [...names];
  }
  if (fits(own)) return [...own];
  for (const [key, value] of context.model.metadata) {
    const names = METADATA_KEYS.test(key) ? nameList(value) : undefined;
    if (fits(names)) return [...names];
  }
  return undefined;
}
