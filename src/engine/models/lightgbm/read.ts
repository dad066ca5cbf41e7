import { assemble, type InputFacts } from '../assemble';
import { forestFactLines } from '../forest/facts';
import { recogniseFile } from '../../recognise/recognise';
import type { Model, ModelQuestion, ProvenanceLine } from '../types';
import { lightgbmFromJson } from './json';
import type { LightgbmFile } from './model';
import { leavesAreScores, objectiveOf, type Objective } from './objective';
import { brokenLightgbm, lightgbmFromText } from './text';
import { forestOf } from './trees';

export interface LightgbmOptions {
  /** Rounds to use; all when left out. */
  readonly rounds?: 'best' | 'all' | number;
}

/** Which inputs the saved lists of category names belong to: undefined where the file does not tell. */
function categoryInputs(file: LightgbmFile): number[] | undefined {
  const count = file.pandasLevels?.length ?? 0;
  const found = (kinds: readonly string[]): number[] => file.featureKinds.flatMap((kind, i) => (kinds.includes(kind) ? [i] : []));
  for (const kinds of [['category'], ['category', 'unused']]) if (found(kinds).length === count) return found(kinds);
  return undefined;
}

function inputsOf(file: LightgbmFile): { inputs: InputFacts[]; said: ProvenanceLine[]; questions: ModelQuestion[] } {
  const inputs: InputFacts[] = file.featureNames.map((name) => ({ name }));
  const said: ProvenanceLine[] = [];
  const questions: ModelQuestion[] = [];
  const levels = file.pandasLevels ?? [];
  const owners = categoryInputs(file);
  if (levels.length > 0 && owners !== undefined) {
    owners.forEach((input, i) => (inputs[input] = { name: file.featureNames[input]!, levels: levels[i]!, coding: 'codes', unseen: NaN }));
  } else if (levels.length > 0) {
    questions.push({
      id: 'codes',
      text: `The file names the categories of ${levels.length} inputs but not which inputs: which column is which, and in which order were its categories numbered?`,
    });
  }
  const numbered = file.featureKinds.flatMap((kind, i) => (kind === 'category' && inputs[i]!.levels === undefined ? [file.featureNames[i]!] : []));
  if (numbered.length > 0)
    said.push({ kind: 'assumed', text: `Categories known by number only: ${numbered.slice(0, 5).join(', ')}${numbered.length > 5 ? ' …' : ''}.` });
  if (file.featureNames.every((name, i) => name === `Column_${i}`)) {
    questions.push({ id: 'input-order', text: 'Which column is which input? The file numbers its inputs and does not name them.' });
    return { inputs: inputs.map((input) => ({ ...input, unnamed: true })), said, questions };
  }
  return { inputs, said, questions };
}

function chosenRounds(file: LightgbmFile, choice: LightgbmOptions['rounds']): { rounds: number; all: number; said: ProvenanceLine[] } {
  const all = Math.floor(file.trees.length / file.perRound);
  if (file.trees.length % file.perRound !== 0)
    throw brokenLightgbm(`It has ${file.trees.length} trees, which are not whole rounds of ${file.perRound}.`);
  const rounds = typeof choice === 'number' ? Math.max(0, Math.min(all, Math.trunc(choice))) : all;
  return { rounds, all, said: rounds < all ? [{ kind: 'assumed', text: `The first ${rounds} of ${all} rounds are used, as chosen.` }] : [] };
}

function outputOf(file: LightgbmFile): { objective: Objective; said: ProvenanceLine[]; questions: ModelQuestion[] } {
  const known = objectiveOf(file);
  if (known === undefined) {
    const reason = file.objective === undefined ? 'The file names no objective' : `The objective “${file.objective}” is not one of LightGBM’s own`;
    return {
      objective: { task: file.perRound > 1 ? 'multiclass' : 'regression', link: 'none', scale: 1 },
      said: [{ kind: 'assumed', text: `${reason}, so the sums of the trees are shown as they are.` }],
      questions: [{ id: 'output-meaning', text: `What does the score mean? ${reason}.` }],
    };
  }
  if (!leavesAreScores(file)) return { objective: known, said: [], questions: [] };
  const said: ProvenanceLine[] = [{ kind: 'assumed', text: 'This old random forest keeps scores, not margins, in its leaves: no link is applied.' }];
  return { objective: { ...known, link: 'none', scale: 1 }, said, questions: [] };
}

/**
 * Opens a LightGBM model: text (v2 to v4) or JSON dump.
 * @throws AssayError `lightgbm-broken`, `lightgbm-unusable`, `document-broken`, and the codes of `validateForest`
 */
export function readLightgbm(file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }, options: LightgbmOptions = {}): Model {
  const json = recogniseFile(file.name, file.bytes).kind === 'lightgbm-json';
  const content = json ? lightgbmFromJson(file.bytes) : lightgbmFromText(file.bytes);
  const { objective, said, questions } = outputOf(content);
  const { rounds, all, said: aboutRounds } = chosenRounds(content, options.rounds);
  const { inputs, said: aboutInputs, questions: aboutCodes } = inputsOf(content);
  const classified = objective.task === 'multiclass';
  if (!classified && content.perRound > 1) throw brokenLightgbm(`It grows ${content.perRound} trees per round, but its objective has one output.`);
  const forest = forestOf(content, rounds);
  return assemble({
    format: content.format,
    title: `LightGBM model (${content.average ? 'random forest' : 'trees'})`,
    inputs,
    structure: forest,
    task: objective.task,
    link: objective.link,
    scale: objective.scale,
    missing: 'routed',
    rounds: { used: rounds, all },
    questions: [...questions, ...aboutCodes],
    provenance: [
      { kind: 'read', text: `Read as LightGBM ${json ? 'JSON dump' : 'text'} ${content.version}.` },
      ...said,
      ...aboutRounds,
      ...aboutInputs,
    ],
    facts: [
      { name: 'written by', value: `LightGBM, format ${content.version}` },
      { name: 'objective', value: content.objective ?? 'not named' },
      { name: 'rounds', value: rounds < all ? `${rounds} of ${all}` : String(rounds) },
      ...forestFactLines(forest),
      ...(forest.linearLeaves === undefined ? [] : [{ name: 'leaves hold', value: 'linear functions' }]),
    ],
  });
}
