import { AssayError } from '../../errors';
import type { ProvenanceLine } from '../types';
import type { Booster } from './booster';

function levels(setting: string | undefined): string[] {
  return setting === undefined
    ? []
    : setting
        .replace(/^\s*[[(]|[\])]\s*$/g, '')
        .split(',')
        .map((part) => String(Number(part)));
}

function newerThan(version: readonly number[] | undefined, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version ?? [];
  return a > major || (a === major && b > minor);
}

/**
 * Names of several targets, and what to say about the one chosen.
 * @throws AssayError `xgboost-unusable` for the later targets of an expectile model, which XGBoost adds up after the trees
 */
export function targetNames(booster: Booster, outputs: number, target: number | undefined): { names: string[]; said: ProvenanceLine[] } {
  if (target === undefined) return { names: [], said: [] };
  const quantiles = levels(booster.settings.get('quantile_alpha'));
  const expectiles = levels(booster.settings.get('expectile_alpha'));
  const names = Array.from({ length: outputs }, (_, k) => {
    if (quantiles.length === outputs) return `quantile ${quantiles[k]}`;
    return expectiles.length === outputs ? `expectile ${expectiles[k]}` : `target ${k + 1}`;
  });
  if (booster.objective === 'reg:expectileerror') {
    throw new AssayError({
      area: 'model',
      code: 'xgboost-unusable',
      what: 'This XGBoost model cannot be used.',
      why: `It predicts ${outputs} expectiles at once, which XGBoost stacks on each other after summing the trees.`,
      remedy: 'Train one model per expectile, or open a table with its predictions.',
    });
  }
  const said: ProvenanceLine[] = [
    { kind: 'assumed', text: `The file predicts ${outputs} targets (${names.slice(0, 6).join(', ')}); “${names[target]}” is scored here.` },
  ];
  if (booster.objective === 'reg:quantileerror' && newerThan(booster.version, 3, 4)) {
    said.push({ kind: 'assumed', text: 'XGBoost after 3.4 sorts the quantiles of a row; here each is as its own trees give it.' });
  }
  return { names, said };
}
