import { assemble, type InputFacts } from '../assemble';
import { AssayError } from '../../errors';
import { parseJson } from '../document/json';
import { parseUbjson } from '../document/ubjson';
import { forestFactLines } from '../forest/facts';
import type { Linear } from '../linear/types';
import { recogniseFile } from '../../recognise/recognise';
import type { Model, ModelQuestion, ProvenanceLine } from '../types';
import { boosterFromBinary } from './binary';
import type { Booster } from './booster';
import { boosterFromDocument } from './document';
import { readFeatureMap } from './fmap';
import { baseMargin, objectiveOf, type Objective } from './objective';
import { chooseTrees, type RoundsChoice } from './rounds';
import { targetNames } from './targets';
import { forestOf, type OutputChoice } from './trees';

interface File {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface XgboostOptions {
  readonly rounds?: RoundsChoice;
  /** Which of several targets to score; the first when left out. */
  readonly target?: number;
}

const FORMAT_NAMES = { 'xgboost-json': 'JSON', 'xgboost-ubjson': 'UBJSON', 'xgboost-binary': 'old binary format' } as const;

/** The content of an XGBoost file in any of its three writings. */
export function readBooster(bytes: Uint8Array<ArrayBuffer>): Booster {
  const { kind } = recogniseFile('', bytes);
  if (kind === 'xgboost-ubjson') return boosterFromDocument(parseUbjson(bytes), kind);
  if (kind === 'xgboost-json') return boosterFromDocument(parseJson(bytes), kind);
  return boosterFromBinary(bytes);
}

function unusable(why: string, remedy: string): AssayError {
  return new AssayError({ area: 'model', code: 'xgboost-unusable', what: 'This XGBoost model cannot be used.', why, remedy });
}

function inputsOf(booster: Booster, companions: readonly File[]): { inputs: InputFacts[]; said: ProvenanceLine[]; questions: ModelQuestion[] } {
  const said: ProvenanceLine[] = [];
  const questions: ModelQuestion[] = [];
  let names = booster.featureNames;
  let types = booster.featureTypes;
  const map = companions.find((file) => recogniseFile(file.name, file.bytes).kind === 'xgboost-fmap');
  if (names.length === 0 && map !== undefined) {
    ({ names, types } = readFeatureMap(map.bytes));
    said.push({ kind: 'read', text: `The names of the inputs were read from ${map.name}.` });
  }
  const unnamed: string[] = [];
  const inputs = Array.from({ length: booster.features }, (_, i): InputFacts => {
    const name = names[i];
    const levels = booster.categories[i];
    const type = types[i];
    if (type === 'c' && levels === undefined) unnamed.push(name ?? `input ${i + 1}`);
    return {
      ...(name === undefined ? {} : { name }),
      ...(levels === undefined ? {} : { levels }),
      ...(type === 'c' || levels !== undefined ? { coding: 'codes', unseen: -1 } : type === 'i' ? { coding: 'flag' } : {}),
    };
  });
  if (names.length === 0)
    questions.push({ id: 'input-order', text: 'Which column is which input? The file has no names for its inputs, only their order.' });
  if (unnamed.length > 0) {
    const list = unnamed.slice(0, 5).join(', ');
    questions.push({
      id: 'codes',
      text: `In which order were the categories of ${list} numbered? The file keeps numbers only; pandas numbers them in sorted order.`,
    });
    said.push({ kind: 'assumed', text: `The categories of ${list} are known by number only.` });
  }
  return { inputs, said, questions };
}

function marginOf(booster: Booster, objective: Objective | undefined, outputs: number): number[] {
  const { baseScore, baseIsMargin } = booster;
  if (baseScore.length !== 1 && baseScore.length !== outputs) {
    throw unusable(`It has ${baseScore.length} base scores for ${outputs} outputs.`, 'Save the model again with XGBoost.');
  }
  const base = Array.from({ length: outputs }, (_, k) =>
    baseMargin(baseScore[k] ?? baseScore[0]!, baseIsMargin ? 'identity' : (objective?.base ?? 'identity')),
  );
  const wrong = base.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw unusable(
      `Its base score ${baseScore[wrong] ?? baseScore[0]} is outside what the objective ${booster.objective} allows.`,
      'Train it again with a base_score within range.',
    );
  }
  return base;
}

function linearOf(booster: Booster, choice: OutputChoice, base: readonly number[]): Linear {
  const { features } = booster;
  const all = booster.weights!;
  const outputs = base.length;
  if (all.length !== (features + 1) * choice.all) {
    throw unusable(
      `It has ${all.length} weights where ${features} inputs and ${choice.all} outputs take ${(features + 1) * choice.all}.`,
      'Save it again with XGBoost.',
    );
  }
  const weights = new Float64Array(features * outputs);
  const intercept = new Float64Array(outputs);
  for (let k = 0; k < outputs; k++) {
    const from = choice.only ?? k;
    for (let j = 0; j < features; j++) weights[k * features + j] = Math.fround(all[j * choice.all + from]!);
    intercept[k] = Math.fround(all[features * choice.all + from]!) + base[k]!;
  }
  if (![...weights, ...intercept].every(Number.isFinite)) throw unusable('A weight is not a number.', 'Train and save it again.');
  return { features, outputs, weights, intercept, missingIsZero: true };
}

/**
 * Opens an XGBoost model: JSON, UBJSON or the old binary format, trees (plain or DART) or linear.
 * @param companions a feature map may name the inputs
 * @throws AssayError `document-broken`, `xgboost-binary-broken`, `xgboost-unusable`, and the codes of `validateForest`
 */
export function readXgboost(file: File, companions: readonly File[] = [], options: XgboostOptions = {}): Model {
  const booster = readBooster(file.bytes);
  const objective = objectiveOf(booster);
  const outputs = Math.max(1, booster.classes, booster.targets, booster.trees[0]?.vector?.length ?? 1);
  const multiclass = objective?.task === 'multiclass' || (objective === undefined && booster.classes > 1);
  for (let t = 0; t < booster.trees.length; t++) {
    const tree = booster.trees[t]!;
    if (!(booster.treeOutput[t]! >= 0 && booster.treeOutput[t]! < outputs))
      throw unusable(`Tree ${t + 1} adds to output ${booster.treeOutput[t]} of ${outputs}.`, 'Save it again with XGBoost.');
    if (tree.vector !== undefined && tree.vector.length !== outputs)
      throw unusable(`Tree ${t + 1} has leaves of ${tree.vector.length} numbers for ${outputs} outputs.`, 'Save it again with XGBoost.');
  }
  const several = !multiclass && outputs > 1;
  const target = several ? Math.max(0, Math.min(outputs - 1, options.target ?? 0)) : undefined;
  const { names, said: aboutTargets } = targetNames(booster, outputs, target);
  const choice: OutputChoice = { all: outputs, only: target };
  const margins = marginOf(booster, objective, outputs);
  const base = target === undefined ? margins : [margins[target]!];
  const { inputs, said: aboutInputs, questions } = inputsOf(booster, companions);
  const { trees, rounds, said: aboutRounds } = chooseTrees(booster, outputs, options.rounds ?? 'best');
  const structure = booster.booster === 'gblinear' ? linearOf(booster, choice, base) : forestOf(booster, trees, choice, base);
  const version = booster.version === undefined ? 'before 1.0' : booster.version.join('.');
  const said: ProvenanceLine[] = [
    {
      kind: 'read',
      text: `Read as XGBoost ${version} (${FORMAT_NAMES[booster.format]}); sums are in single precision and in the order of the trees, as there.`,
    },
  ];
  if (objective?.note !== undefined) said.push({ kind: 'read', text: objective.note });
  if (objective === undefined) {
    questions.push({
      id: 'output-meaning',
      text: `What does the score mean? The objective “${booster.objective}” is not one of XGBoost’s own, so the sums of the trees are shown as they are.`,
    });
  }
  return assemble({
    format: booster.format,
    title: `XGBoost model (${booster.booster === 'gblinear' ? 'linear' : 'trees'})`,
    inputs,
    structure,
    task: objective?.task ?? (multiclass ? 'multiclass' : 'regression'),
    link: objective?.link ?? 'none',
    missing: booster.booster === 'gblinear' ? 'replaced' : 'routed',
    ...('roots' in structure ? { rounds } : {}),
    ...(several ? { targets: names, target: target! } : {}),
    questions,
    provenance: [...said, ...aboutRounds, ...aboutTargets, ...aboutInputs],
    facts: [
      { name: 'written by', value: `XGBoost ${version}` },
      { name: 'objective', value: booster.objective },
      { name: 'booster', value: booster.treeWeight === undefined ? booster.booster : `${booster.booster} with dropout (DART)` },
      { name: 'base score', value: booster.baseScore.join(', ') },
      ...('roots' in structure ? [{ name: 'rounds', value: rounds.used < rounds.all ? `${rounds.used} of ${rounds.all}` : String(rounds.all) }, ...forestFactLines(structure)] : []),
    ],
  });
}
