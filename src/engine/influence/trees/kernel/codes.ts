import { setCode } from '../../../models/forest/codes';
import { nextBelow } from '../../../models/forest/layout';
import { OPERATOR_CODE, type Forest } from '../../../models/forest/types';

/** What a missing value becomes where it goes left, or right: below and above every cut. */
const MISSING = { right: 32767, left: -1 } as const;
/** Codes are 16 bits with a sign, of which the highest stands for missing. */
const MOST_CUTS = 32766;
/** Flags of all sets together, 16 MB. */
const MOST_MEMBERS = 2 ** 24;

/** What one column of codes is made of. */
export interface CodeColumn {
  readonly feature: number;
  /** Ascending. A number's code is how many it lies above, or in a column of a set's numbers which it is. */
  readonly marks: Float64Array<ArrayBuffer>;
  readonly kind: 'missing right' | 'missing left' | 'set';
}

/**
 * The questions of a forest put to small whole numbers, which many rows answer at once. What a row holds for an input becomes the number of cuts it lies
 * above, once with missing values above all cuts and once below, as its splits want it; `x < s` is a cut at the next double below s. For sets it becomes
 * the place of its category among those that any set of the input names, then all others, then missing.
 */
export interface ForestCodes {
  /** Two numbers a node: its column, and its cut (left when the code is not above it) or for sets −2 minus where in `members` its flags begin. */
  readonly questions: Int32Array<ArrayBuffer>;
  /** Of each set node, 1 for every code that goes left. */
  readonly members: Uint8Array<ArrayBuffer>;
  readonly columns: readonly CodeColumn[];
}

const ascending = (values: Iterable<number>): Float64Array<ArrayBuffer> => Float64Array.from(new Set(values)).sort();

/** The largest number that goes left; undefined where none does. */
function cutOf(forest: Forest, node: number): number | undefined {
  const split = forest.split[node]!;
  if (forest.operator[node] === OPERATOR_CODE.le) return split;
  return split === -Infinity ? undefined : nextBelow(split);
}

/** First place among ascending numbers that is not below x. */
function placeOf(marks: Float64Array, x: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function setOf(forest: Forest, node: number): Float64Array {
  const set = forest.split[node]!;
  return forest.setValues.subarray(forest.setOffsets[set]!, forest.setOffsets[set + 1]!);
}

/** The codes that the nodes of a forest ask about; undefined where an input has more cuts than a code can count, or sets of too many categories. */
export function forestCodes(forest: Forest): ForestCodes | undefined {
  const kinds: readonly CodeColumn['kind'][] = ['missing right', 'missing left', 'set'];
  const kindOf = (node: number): number => (forest.operator[node] === OPERATOR_CODE.set ? 2 : forest.missingLeft[node]!);
  const splits = Array.from(forest.feature.keys()).filter((node) => forest.feature[node]! >= 0);
  const nodesOf = new Map<number, number[]>();
  for (const node of splits) {
    const key = 3 * forest.feature[node]! + kindOf(node);
    const own = nodesOf.get(key);
    if (own) own.push(node);
    else nodesOf.set(key, [node]);
  }
  const questions = new Int32Array(2 * forest.feature.length);
  const members: number[] = [];
  const columns: CodeColumn[] = [];
  for (const [key, nodes] of nodesOf) {
    const kind = kinds[key % 3]!;
    const marks = ascending(nodes.flatMap((node) => (kind === 'set' ? Array.from(setOf(forest, node)) : (cutOf(forest, node) ?? []))));
    if (marks.length > MOST_CUTS || (kind === 'set' && members.length + nodes.length * (marks.length + 2) > MOST_MEMBERS)) return undefined;
    for (const node of nodes) {
      questions[2 * node] = columns.length;
      if (kind !== 'set') {
        const cut = cutOf(forest, node);
        questions[2 * node + 1] = cut === undefined ? -1 : placeOf(marks, cut);
        continue;
      }
      questions[2 * node + 1] = -2 - members.length;
      const own = new Set(setOf(forest, node));
      for (const mark of marks) members.push(+own.has(mark));
      members.push(0, forest.missingLeft[node]!);
    }
    columns.push({ feature: Math.floor(key / 3), marks, kind });
  }
  return { questions, members: Uint8Array.from(members), columns };
}

/** Numbers to how many marks lie below them. The steps are as many for every number, so that nothing has to be guessed by the processor. */
function countBelow(marks: Float64Array, values: Float64Array, missing: number, out: Int16Array): void {
  let top = 1;
  while (top <= marks.length) top *= 2;
  // +∞ is below nothing.
  const padded = new Float64Array(top).fill(Infinity);
  padded.set(marks);
  for (let row = 0; row < values.length; row++) {
    const x = values[row]!;
    let code = 0;
    for (let step = top >> 1; step > 0; step >>= 1) code += step * +(padded[code + step - 1]! < x);
    out[row] = x === x ? code : missing;
  }
}

/**
 * Fills the codes of rows, column by column, `stride` each.
 * @param values rows of the forest's inputs, column by column as `toColumns` gives them
 */
export function fillCodes(
  forest: Pick<Forest, 'setCodes'>,
  columns: readonly CodeColumn[],
  values: Float64Array,
  rows: number,
  stride: number,
  out: Int16Array,
): void {
  columns.forEach(({ feature, marks, kind }, column) => {
    const own = values.subarray(feature * rows, (feature + 1) * rows);
    const to = out.subarray(column * stride, column * stride + rows);
    if (kind !== 'set') {
      countBelow(marks, own, MISSING[kind === 'missing left' ? 'left' : 'right'], to);
      return;
    }
    for (let row = 0; row < rows; row++) {
      const x = own[row]!;
      const code = setCode(forest, x);
      const place = placeOf(marks, code);
      to[row] = x !== x ? marks.length + 1 : marks[place] === code ? place : marks.length;
    }
  });
}

const known = new WeakMap<Forest, { readonly codes: ForestCodes | undefined }>();

/** {@link forestCodes}, worked out once for each forest. */
export function codesOf(forest: Forest): ForestCodes | undefined {
  const own = known.get(forest) ?? { codes: forestCodes(forest) };
  known.set(forest, own);
  return own.codes;
}
