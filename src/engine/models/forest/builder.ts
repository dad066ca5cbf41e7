import { AssayError } from '../../errors';
import { OPERATOR_CODE, type Forest, type SplitOperator } from './types';
import { FOREST_LIMITS, validateForest } from './validate';

/** One node of a tree as its file holds it. */
export type SourceNode =
  | { readonly leaf: ArrayLike<number> }
  | {
      readonly feature: number;
      readonly operator: SplitOperator;
      /** Split value, or the members that go left. */
      readonly split: number | ArrayLike<number>;
      readonly missingLeft: boolean;
      /** Node numbers within the tree. */
      readonly left: number;
      readonly right: number;
    };

function grown<T extends Int32Array | Uint8Array | Float64Array>(array: T, length: number, make: (size: number) => T): T {
  if (length < array.length) return array;
  const wider = make(array.length * 2);
  wider.set(array);
  return wider;
}

/** Lays trees out as a {@link Forest} one after the other, without recursion and taking along only nodes that the root leads to. */
export class ForestBuilder {
  #feature = new Int32Array(256);
  #operator = new Uint8Array(256);
  #split = new Float64Array(256);
  #left = new Int32Array(256);
  #right = new Int32Array(256);
  #missing = new Uint8Array(256);
  #leaves = new Float64Array(256);
  #setValues = new Float64Array(256);
  #count = 0;
  #leafCount = 0;
  #setLength = 0;
  readonly #setOffsets: number[] = [0];
  readonly #roots: number[] = [];

  constructor(
    readonly features: number,
    readonly outputs: number,
  ) {}

  #node(): number {
    const at = this.#count++;
    if (at > FOREST_LIMITS.nodes) throw broken('forest-size', `They have more than ${FOREST_LIMITS.nodes} nodes.`);
    this.#feature = grown(this.#feature, at, (size) => new Int32Array(size));
    this.#operator = grown(this.#operator, at, (size) => new Uint8Array(size));
    this.#split = grown(this.#split, at, (size) => new Float64Array(size));
    this.#left = grown(this.#left, at, (size) => new Int32Array(size));
    this.#right = grown(this.#right, at, (size) => new Int32Array(size));
    this.#missing = grown(this.#missing, at, (size) => new Uint8Array(size));
    return at;
  }

  #leaf(at: number, values: ArrayLike<number>): void {
    this.#feature[at] = -1;
    this.#right[at] = -1;
    this.#left[at] = this.#leafCount++;
    for (let k = 0; k < this.outputs; k++) {
      const to = (this.#leafCount - 1) * this.outputs + k;
      this.#leaves = grown(this.#leaves, to, (size) => new Float64Array(size));
      this.#leaves[to] = values[k]!;
    }
  }

  #set(members: ArrayLike<number>): number {
    const sorted = Float64Array.from(members).sort();
    for (let i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i] === sorted[i - 1]) continue;
      this.#setValues = grown(this.#setValues, this.#setLength, (size) => new Float64Array(size));
      this.#setValues[this.#setLength++] = sorted[i]!;
    }
    return this.#setOffsets.push(this.#setLength) - 2;
  }

  /**
   * Adds one tree.
   * @param size number of nodes in the file's tree; node numbers must be below it
   * @param node content of a node by its number; number 0 is the root
   * @throws AssayError `forest-child`, `forest-parents`, `forest-size`
   */
  add(size: number, node: (at: number) => SourceNode): void {
    const tree = this.#roots.length + 1;
    const seen = new Uint8Array(size);
    const enter = (at: number): void => {
      if (!Number.isInteger(at) || at < 0 || at >= size) throw broken('forest-child', `Tree ${tree} leads to node ${at}; it has ${size} nodes.`);
      if (seen[at] === 1) throw broken('forest-parents', `Tree ${tree} meets node ${at} twice: it runs in a circle.`);
      seen[at] = 1;
    };
    enter(0);
    const root = this.#node();
    this.#roots.push(root);
    const open: [number, number][] = [[0, root]];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      const [from, to] = item;
      const source = node(from);
      if ('leaf' in source) {
        this.#leaf(to, source.leaf);
        continue;
      }
      enter(source.left);
      enter(source.right);
      const left = this.#node();
      const right = this.#node();
      this.#feature[to] = source.feature;
      this.#operator[to] = OPERATOR_CODE[source.operator];
      this.#split[to] = typeof source.split === 'number' ? source.split : this.#set(source.split);
      this.#missing[to] = source.missingLeft ? 1 : 0;
      this.#left[to] = left;
      this.#right[to] = right;
      open.push([source.right, right], [source.left, left]);
    }
  }

  /**
   * The finished forest, checked by `validateForest`.
   * @throws AssayError whatever the check refuses
   */
  finish(base: ArrayLike<number>, combine: Forest['combine'], arithmetic: Forest['arithmetic'], more: Partial<Forest> = {}): Forest {
    const forest: Forest = {
      features: this.features,
      outputs: this.outputs,
      roots: Int32Array.from(this.#roots),
      feature: this.#feature.slice(0, this.#count),
      operator: this.#operator.slice(0, this.#count),
      split: this.#split.slice(0, this.#count),
      left: this.#left.slice(0, this.#count),
      right: this.#right.slice(0, this.#count),
      missingLeft: this.#missing.slice(0, this.#count),
      setOffsets: Int32Array.from(this.#setOffsets),
      setValues: this.#setValues.slice(0, this.#setLength),
      leafValues: this.#leaves.slice(0, this.#leafCount * this.outputs),
      base: Float64Array.from(base),
      combine,
      arithmetic,
      ...more,
    };
    validateForest(forest);
    return forest;
  }
}

function broken(code: string, why: string): AssayError {
  return new AssayError({
    area: 'model',
    code,
    what: 'The trees in this model cannot be used.',
    why,
    remedy: 'Save the model again with the library that made it; if it is refused again, the file was changed or damaged after it was written.',
  });
}
