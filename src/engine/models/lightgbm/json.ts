import { parseJson } from '../document/json';
import { Field } from '../document/value';
import { FOREST_LIMITS } from '../forest/validate';
import { pandasLevels } from './levels';
import type { LightgbmFile, LightgbmTree } from './model';
import { brokenLightgbm } from './text';

const MISSING: Readonly<Record<string, number>> = { None: 0, Zero: 4, NaN: 8 };

/** A tree of nested splits as flat lists, in the order they are met. */
function readTree(tree: Field): LightgbmTree {
  const feature: number[] = [];
  const threshold: number[] = [];
  const decision: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const leafValue: number[] = [];
  const sets = new Map<number, number[]>();
  const constants: number[] = [];
  const inputs: ArrayLike<number>[] = [];
  const coefficients: ArrayLike<number>[] = [];
  let linear = false;
  const leaf = (node: Field): number => {
    leafValue.push(node.get('leaf_value').number());
    if (node.get('leaf_const').exists) linear = true;
    constants.push(node.get('leaf_const').number(0));
    inputs.push(node.get('leaf_features').exists ? node.get('leaf_features').numbers() : []);
    coefficients.push(node.get('leaf_coeff').exists ? node.get('leaf_coeff').numbers(inputs.at(-1)!.length) : []);
    return ~(leafValue.length - 1);
  };
  const split = (node: Field): number => {
    const at = feature.push(node.get('split_feature').whole(FOREST_LIMITS.features)) - 1;
    const categorical = node.get('decision_type').text() === '==';
    const missing = MISSING[node.get('missing_type').exists ? node.get('missing_type').text() : 'None'];
    if (missing === undefined) throw brokenLightgbm(`It has the missing type “${node.get('missing_type').text()}”.`);
    decision.push((categorical ? 1 : 0) + (node.get('default_left').number(0) === 1 ? 2 : 0) + missing);
    const limit = node.get('threshold');
    if (categorical)
      sets.set(
        at,
        typeof limit.value === 'string'
          ? limit.value
              .split('||')
              .filter((part) => part !== '')
              .map(Number)
          : [limit.number()],
      );
    threshold.push(categorical ? 0 : limit.number());
    left.push(0);
    right.push(0);
    return at;
  };
  const place = (node: Field): number => (node.get('split_feature').exists ? split(node) : leaf(node));
  const root = tree.get('tree_structure');
  const open: [Field, number][] = [];
  const start = place(root);
  if (start >= 0) open.push([root, start]);
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const [node, at] = item;
    for (const [list, side] of [
      [left, 'left_child'],
      [right, 'right_child'],
    ] as const) {
      const child = node.get(side);
      const index = place(child);
      list[at] = index;
      if (index >= 0) open.push([child, index]);
    }
  }
  return {
    leaves: leafValue.length,
    feature,
    threshold,
    decision,
    left,
    right,
    leafValue,
    members: (node) => sets.get(node) ?? [],
    ...(linear ? { linear: { constants, inputs, coefficients } } : {}),
  };
}

function kinds(root: Field, names: readonly string[]): ('category' | 'number' | 'unused')[] {
  const infos = root.get('feature_infos');
  return names.map((name) => {
    const info = infos.get(name);
    if (!info.exists) return infos.exists ? 'unused' : 'number';
    return info.get('values').exists && info.get('values').list().length > 0 ? 'category' : 'number';
  });
}

/**
 * LightGBM's JSON dump (`dump_model`). Dumps before 3.2 leave out the objective.
 * Source: LightGBM, src/boosting/gbdt_model_text.cpp, DumpModel, and src/io/tree.cpp, ToJSON.
 * @throws AssayError `document-broken`, `lightgbm-broken`
 */
export function lightgbmFromJson(bytes: Uint8Array<ArrayBuffer>): LightgbmFile {
  const root = new Field(parseJson(bytes), '');
  const features = root.get('max_feature_idx').whole(FOREST_LIMITS.features) + 1;
  const featureNames = root.get('feature_names').texts();
  if (featureNames.length !== features) throw brokenLightgbm(`It names ${featureNames.length} inputs where it has ${features}.`);
  const classes = Math.max(1, root.get('num_class').whole(FOREST_LIMITS.outputs));
  return {
    format: 'lightgbm-json',
    version: root.get('version').exists ? root.get('version').text() : '',
    classes,
    perRound: Math.max(1, root.get('num_tree_per_iteration').whole(FOREST_LIMITS.outputs, classes)),
    featureNames,
    featureKinds: kinds(root, featureNames),
    objective: root.get('objective').exists ? root.get('objective').text() : undefined,
    average: root.get('average_output').number(0) === 1,
    trees: root.get('tree_info').list().map(readTree),
    pandasLevels: pandasLevels(root.get('pandas_categorical')),
  };
}
