import type { Player } from '../../influence/players';
import { factorCholesky, solveFactored } from '../../learn/cholesky';
import { isBlock, patternsOf } from './patterns';
import { cannotChange } from './refuse';
import type { ReplacementFacts } from './replacement';
import type { Expectation, Predictor, Replacement } from './types';

/** Weight of the penalty per row on standardised columns: keeps repeated columns solvable and moves nothing that shows. */
const RIDGE = 1e-8;
/** Levels of a justified or changed input beyond these count as none of them. */
const MOST_PATTERNS = 60;

/** What the columns of a regression are for a row, the intercept first. */
export function designRow(predictors: readonly Predictor[], values: Float64Array, at: number, out: Float64Array): void {
  out[0] = 1;
  predictors.forEach((predictor, k) => {
    const value = values[at + predictor.feature]!;
    if (predictor.kind === 'number') out[k + 1] = ((Number.isNaN(value) ? predictor.fill : value) - predictor.centre) / predictor.scale;
    else if (predictor.kind === 'missing') out[k + 1] = Number.isNaN(value) ? 1 : 0;
    else out[k + 1] = value === predictor.level ? 1 : 0;
  });
}

function predictorsOf(justified: readonly Player[], { features, values }: ReplacementFacts): Predictor[] {
  const width = features.length;
  return justified.flatMap(({ features: own }) =>
    own.flatMap((feature): Predictor[] => {
      if (features[feature]!.kind === 'level') {
        return patternsOf({ name: '', features: [feature] }, values, width)
          .slice(0, MOST_PATTERNS)
          .map(({ values: [level] }) => ({ kind: 'level', feature, level: level! }));
      }
      const present: number[] = [];
      for (let at = feature; at < values.length; at += width) if (!Number.isNaN(values[at]!)) present.push(values[at]!);
      const centre = present.length === 0 ? 0 : present.reduce((sum, value) => sum + value, 0) / present.length;
      const spread = Math.sqrt(present.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, present.length));
      const number: Predictor = { kind: 'number', feature, fill: centre, centre, scale: spread || 1 };
      return present.length * width === values.length ? [number] : [number, { kind: 'missing', feature }];
    }),
  );
}

/** Least squares of several targets on the same columns; rows without a known target are left out. */
function leastSquares(predictors: readonly Predictor[], { values, features }: ReplacementFacts, used: (row: number) => boolean, targets: readonly ((row: number) => number)[]): Float64Array<ArrayBuffer>[] {
  const size = predictors.length + 1;
  const matrix = new Float64Array(size * size);
  const right = targets.map(() => new Float64Array(size));
  const design = new Float64Array(size);
  const rows = values.length / features.length;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (!used(row)) continue;
    count++;
    designRow(predictors, values, row * features.length, design);
    for (let j = 0; j < size; j++) {
      const own = design[j]!;
      if (own === 0) continue;
      for (let k = 0; k <= j; k++) matrix[j * size + k]! += own * design[k]!;
    }
    targets.forEach((target, t) => {
      const value = target(row);
      for (let j = 0; j < size; j++) right[t]![j]! += value * design[j]!;
    });
  }
  for (let j = 1; j < size; j++) matrix[j * size + j]! += RIDGE * Math.max(1, count);
  if (!factorCholesky(matrix, size)) throw cannotChange('no-regression', 'The justified inputs tell too little to expect anything from them.', 'Mark other inputs as justified.');
  for (const side of right) solveFactored(matrix, side);
  return right;
}

/**
 * For each player the value that people with the same justified inputs have on average (numbers) or most of all (levels and blocks), by least squares on
 * the justified inputs as they stand: E[x | justified], linear.
 * @throws AssayError as {@link fitReplacement} says
 */
export function fitExpected(players: readonly Player[], justified: readonly Player[], facts: ReplacementFacts): Replacement {
  const { features, values } = facts;
  const width = features.length;
  if (justified.length === 0) throw cannotChange('no-justified', 'No input is marked as justified, so nothing can be expected from them.', 'Mark at least one other input as justified.');
  const changed = new Set(players.flatMap((player) => player.features));
  const both = justified.find((player) => player.features.some((feature) => changed.has(feature)));
  if (both !== undefined) throw cannotChange('overlap', `“${both.name}” is both changed and marked as justified.`, 'Take it off one of the two lists.');
  const predictors = predictorsOf(justified, facts);
  if (predictors.length === 0) throw cannotChange('no-justified', 'The justified inputs have no values.', 'Mark other inputs as justified.');
  const parts = players.flatMap((player): Expectation[] => {
    if (player.features.length > 1 && !isBlock(player, values, width)) return player.features.flatMap((feature) => expectation({ name: player.name, features: [feature] }, predictors, facts));
    return expectation(player, predictors, facts);
  });
  return { kind: 'expected', predictors, parts };
}

function expectation(player: Player, predictors: readonly Predictor[], facts: ReplacementFacts): Expectation[] {
  const { features, values } = facts;
  const width = features.length;
  const [feature] = player.features;
  const known = (row: number): boolean => player.features.every((own) => !Number.isNaN(values[row * width + own]!));
  if (player.features.length === 1 && features[feature!]!.kind === 'number') {
    let [low, high] = [Infinity, -Infinity];
    for (let at = feature!; at < values.length; at += width) {
      const value = values[at]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) throw cannotChange('no-value', `“${player.name}” has no value in any row.`, 'Choose another input.');
    const [weights] = leastSquares(predictors, facts, known, [(row) => values[row * width + feature!]!]);
    return [{ kind: 'number', feature: feature!, weights: weights!, low, high, whole: features[feature!]!.whole === true }];
  }
  const patterns = patternsOf(player, values, width).slice(0, MOST_PATTERNS);
  if (patterns.length === 0) throw cannotChange('no-value', `“${player.name}” has no value in any row.`, 'Choose another input.');
  const is = (pattern: readonly number[]) => (row: number): number => (player.features.every((own, k) => values[row * width + own] === pattern[k]) ? 1 : 0);
  const weights = leastSquares(
    predictors,
    facts,
    known,
    patterns.map(({ values: pattern }) => is(pattern)),
  );
  return [{ kind: 'pattern', features: player.features, patterns: patterns.map(({ values: pattern }) => pattern), weights }];
}
