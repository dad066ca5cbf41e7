import { AssayError } from '../../errors';
import { OPERATOR_CODE, type Forest } from './types';

/** Largest forest that is opened. Depth keeps every tree walk short; nodes keep it within memory. */
export const FOREST_LIMITS = { nodes: 8_000_000, depth: 4096, features: 1_000_000, outputs: 10_000 } as const;

const REMEDY = 'Save the model again with the library that made it; if it is refused again, the file was changed or damaged after it was written.';

function refuse(code: string, why: string, remedy = REMEDY): AssayError {
  return new AssayError({ area: 'model', code, what: 'The trees in this model cannot be used.', why, remedy });
}

function sizes(forest: Forest): void {
  const { features, outputs, feature, roots } = forest;
  const count = feature.length;
  if (count > FOREST_LIMITS.nodes) {
    throw refuse('forest-size', `They have ${count} nodes; the limit is ${FOREST_LIMITS.nodes}.`, 'Use a model with fewer or smaller trees.');
  }
  for (const name of ['operator', 'split', 'left', 'right', 'missingLeft'] as const) {
    if (forest[name].length !== count) throw refuse('forest-shape', `There are ${count} nodes, but ${forest[name].length} values of “${name}”.`);
  }
  if (!Number.isInteger(features) || features < 0 || features > FOREST_LIMITS.features) {
    throw refuse('forest-shape', `They announce ${features} inputs; 0 to ${FOREST_LIMITS.features} are possible.`);
  }
  if (!Number.isInteger(outputs) || outputs < 1 || outputs > FOREST_LIMITS.outputs) {
    throw refuse('forest-shape', `They announce ${outputs} outputs; 1 to ${FOREST_LIMITS.outputs} are possible.`);
  }
  if (forest.base.length !== outputs) throw refuse('forest-shape', `There are ${outputs} outputs, but ${forest.base.length} base values.`);
  if (forest.leafValues.length % outputs !== 0) {
    throw refuse('forest-shape', `${forest.leafValues.length} leaf values cannot be shared out among ${outputs} outputs.`);
  }
  if (roots.length > count) throw refuse('forest-shape', `There are ${roots.length} trees, but ${count} nodes.`);
  if (forest.combine !== 'sum' && forest.combine !== 'mean') throw refuse('forest-shape', `Trees are to be combined by “${String(forest.combine)}”.`);
  if (forest.arithmetic !== 'float32' && forest.arithmetic !== 'float64') {
    throw refuse('forest-shape', `Numbers are to be compared as “${String(forest.arithmetic)}”.`);
  }
  if (forest.setCodes !== undefined && forest.setCodes !== 'truncate' && forest.setCodes !== 'floor') {
    throw refuse('forest-shape', `Numbers are to become categories by “${String(forest.setCodes)}”.`);
  }
  const plainSums = forest.sums === undefined || (forest.sums === 'float32' && forest.combine === 'sum' && forest.linearLeaves === undefined);
  if (!plainSums) throw refuse('forest-shape', `Trees are to be added as “${String(forest.sums)}”, which does not go with the rest.`);
}

function finite(values: Float64Array, what: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw refuse('forest-leaf', `${what} ${at} is ${values[at]}.`);
}

function sets({ setOffsets, setValues }: Forest): void {
  if (setOffsets.length < 1 || setOffsets[0] !== 0 || setOffsets.at(-1) !== setValues.length) {
    throw refuse('forest-set', `The category sets do not cover their ${setValues.length} values exactly.`);
  }
  for (let s = 0; s + 1 < setOffsets.length; s++) {
    const from = setOffsets[s]!;
    const to = setOffsets[s + 1]!;
    if (to < from || to > setValues.length) throw refuse('forest-set', `Category set ${s} runs from ${from} to ${to}.`);
    for (let i = from; i < to; i++) {
      const value = setValues[i]!;
      if (!Number.isFinite(value)) throw refuse('forest-set', `Category set ${s} holds ${value}.`);
      if (i > from && !(value > setValues[i - 1]!)) throw refuse('forest-set', `Category set ${s} is not in ascending order at ${value}.`);
    }
  }
}

function zeros({ zeroIsMissing, features }: Forest): void {
  if (zeroIsMissing === undefined) return;
  if (zeroIsMissing.length !== features) throw refuse('forest-shape', `${zeroIsMissing.length} inputs say what a zero means; there are ${features}.`);
  const at = zeroIsMissing.findIndex((value) => value > 1);
  if (at >= 0) throw refuse('forest-missing', `Input ${at} treats zeros in a way numbered ${zeroIsMissing[at]}; 0 and 1 are known.`);
}

function linearLeaves({ linearLeaves: linear, leafValues, features, outputs }: Forest): void {
  if (linear === undefined) return;
  const { offsets, inputs, coefficients, constants, output } = linear;
  const leaves = leafValues.length / outputs;
  const total = coefficients.length;
  const fits = offsets.length === leaves + 1 && constants.length === leaves && output.length === leaves && inputs.length === total;
  if (!fits || offsets[0] !== 0 || offsets[leaves] !== total) throw refuse('forest-leaf', `The linear functions do not fit the ${leaves} leaves.`);
  for (let leaf = 0; leaf < leaves; leaf++) {
    if (offsets[leaf + 1]! < offsets[leaf]!) throw refuse('forest-leaf', `The linear function of leaf ${leaf} runs backwards.`);
    const to = output[leaf]!;
    if (to < -1 || to >= outputs) throw refuse('forest-leaf', `The linear function of leaf ${leaf} goes to output ${to} of ${outputs}.`);
  }
  const at = inputs.findIndex((input) => input < 0 || input >= features);
  if (at >= 0) throw refuse('forest-feature', `A linear leaf asks for input ${inputs[at]}; inputs are numbered 0 to ${features - 1}.`);
  finite(coefficients, 'Leaf coefficient');
  finite(constants, 'Leaf constant');
}

/** Checks one node by itself; returns true for a leaf. */
function node(forest: Forest, at: number, place: () => string): boolean {
  const feature = forest.feature[at]!;
  if (feature === -1) {
    const leaf = forest.left[at]!;
    const leaves = forest.leafValues.length / forest.outputs;
    if (leaf < 0 || leaf >= leaves) throw refuse('forest-leaf', `${place()} points to leaf value ${leaf} of ${leaves}.`);
    return true;
  }
  if (feature < -1 || feature >= forest.features) {
    throw refuse('forest-feature', `${place()} asks for input ${feature}; inputs are numbered 0 to ${forest.features - 1}.`);
  }
  const operator = forest.operator[at]!;
  const split = forest.split[at]!;
  if (operator === OPERATOR_CODE.set) {
    const count = forest.setOffsets.length - 1;
    const known = Number.isInteger(split) && split >= 0 && split < count;
    if (!known) throw refuse('forest-set', `${place()} points to category set ${split} of ${count}.`);
  } else if (operator !== OPERATOR_CODE.lt && operator !== OPERATOR_CODE.le) {
    throw refuse('forest-operator', `${place()} compares in a way numbered ${operator}; 0 (<), 1 (≤) and 2 (set) are known.`);
  } else if (Number.isNaN(split)) throw refuse('forest-split', `${place()} has no number to compare with.`);
  const side = forest.missingLeft[at]!;
  if (side > 1) throw refuse('forest-missing', `${place()} sends missing values to side ${side}; 0 and 1 are known.`);
  return false;
}

/**
 * The one check for trees of every format: indices in range, no node with two parents, every node reachable, depth and size within
 * {@link FOREST_LIMITS}, no NaN splits, finite leaves, sets in order. Never recurses; looks at each node once.
 * A forest that passes is safe to run, explain and write.
 * @throws AssayError `forest-size`, `forest-shape`, `forest-leaf`, `forest-set`, `forest-feature`, `forest-operator`, `forest-split`,
 * `forest-missing`, `forest-child`, `forest-parents`, `forest-depth`, `forest-unreachable`; trees count from 1, nodes from 0 over all trees
 */
export function validateForest(forest: Forest): void {
  sizes(forest);
  sets(forest);
  finite(forest.leafValues, 'Leaf value');
  finite(forest.base, 'Base value');
  zeros(forest);
  linearLeaves(forest);
  const count = forest.feature.length;
  const seen = new Uint8Array(count);
  const queue = new Int32Array(count);
  let end = 0;
  const enter = (index: number, place: () => string): void => {
    if (index < 0 || index >= count) throw refuse('forest-child', `${place()} leads to node ${index}; there are ${count} nodes.`);
    if (seen[index] === 1) {
      throw refuse('forest-parents', `${place()} leads to node ${index}, which is already part of a tree: the trees run in a circle or meet.`);
    }
    seen[index] = 1;
    queue[end++] = index;
  };
  forest.roots.forEach((root, tree) => {
    let at = end;
    enter(root, () => `Tree ${tree + 1}`);
    let levelEnd = end;
    let depth = 0;
    for (; at < end; at++) {
      if (at === levelEnd) {
        levelEnd = end;
        if (++depth > FOREST_LIMITS.depth) {
          throw refuse('forest-depth', `Tree ${tree + 1} is deeper than ${FOREST_LIMITS.depth} splits.`, 'Use a model with shallower trees.');
        }
      }
      const index = queue[at]!;
      const place = (): string => `Tree ${tree + 1}, node ${index},`;
      if (node(forest, index, place)) continue;
      enter(forest.left[index]!, place);
      enter(forest.right[index]!, place);
    }
  });
  const orphan = seen.indexOf(0);
  if (orphan >= 0) throw refuse('forest-unreachable', `Node ${orphan} (feature ${forest.feature[orphan]}) belongs to no tree.`);
}
