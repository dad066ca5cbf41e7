import { sharedBytes, sharedJson } from '../../tools/shared';
import { question, VALUE } from '../../unit/influence/oracle';
import type { RowFunction } from '../../unit/influence/oracle';
import type { Quantity } from '../../../src/engine/influence/quantities';
import type { ReasonsQuestion } from '../../../src/engine/influence/reasons/types';

interface LogisticPairs {
  readonly intercept: number;
  readonly center: number[];
  readonly scale: number[];
  readonly linear: number[];
  readonly pairs: [number, number, number][];
  readonly steps: { feature: number; threshold: number; coef: number }[];
  readonly decision_threshold: number;
}

export interface ExpectedRow {
  readonly value: number;
  readonly background_mean: number;
  readonly shapley: number[];
  readonly banzhaf: number[];
  readonly sii_pairs?: number[][];
  readonly banzhaf_pairs?: number[][];
  readonly owen: number[];
  readonly group_shapley: number[];
  readonly unary: number[];
  readonly set_influence: number[];
  readonly first_in: number[];
}

export interface ExpectedPerson {
  readonly probability: ExpectedRow;
  readonly decision: ExpectedRow;
  readonly margin: ExpectedRow;
  readonly decision_flip_probability: { single: number[]; sets: number[] };
}

interface GroupGap {
  readonly gap: number;
  readonly shapley: number[];
  readonly standard_error: number[];
  readonly unary: number[];
}

interface Expected {
  readonly parameters: { readonly groups: number[][]; readonly sets: number[][] };
  readonly values: { readonly rows: ExpectedPerson[]; readonly group_gap?: LogisticCase['groupGap'] };
}

/** One folder of reference numbers: its function, its rows and what is expected of them. */
export class LogisticCase {
  readonly model: LogisticPairs;
  readonly people: number[][];
  readonly background: number[][];
  readonly expected: ExpectedPerson[];
  readonly groups: number[][];
  readonly sets: number[][];
  /** Only where the folder has rows of two groups. */
  readonly groupGap: { readonly probability: GroupGap; readonly decision: GroupGap } | undefined;

  constructor(readonly name: string) {
    const folder = `reference/numbers/shapley/${name}/`;
    this.model = sharedJson<LogisticPairs>(`${folder}function.json`);
    this.people = readRows(`${folder}X.csv`);
    this.background = readRows(`${folder}background.csv`);
    const file = sharedJson<Expected>(`${folder}expected.json`);
    this.expected = file.values.rows;
    this.groups = file.parameters.groups;
    this.sets = file.parameters.sets;
    this.groupGap = file.values.group_gap;
  }

  readonly probability: RowFunction = (row) => {
    const { intercept, center, scale, linear, pairs, steps } = this.model;
    const z = center.map((middle, j) => (row[j]! - middle) / scale[j]!);
    let margin = intercept;
    linear.forEach((weight, j) => (margin += weight * z[j]!));
    for (const [i, j, weight] of pairs) margin += weight * z[i]! * z[j]!;
    for (const { feature, threshold, coef } of steps) margin += row[feature]! > threshold ? coef : 0;
    return 1 / (1 + Math.exp(-margin));
  };

  quantity(kind: 'probability' | 'decision' | 'margin'): Quantity {
    return { ...VALUE, kind: kind === 'probability' ? 'score' : kind, threshold: this.model.decision_threshold, edge: 1e-300 };
  }

  question(person: number, kind: 'probability' | 'decision' | 'margin', grouped = false): ReasonsQuestion {
    const players = grouped ? { players: this.groups.map((features, i) => ({ name: `group ${i}`, features })) } : {};
    return this.questionOf(this.people[person]!, kind, players);
  }

  questionOf(row: number[], kind: 'probability' | 'decision' | 'margin', players = {}): ReasonsQuestion {
    return question(row, this.background, { quantity: this.quantity(kind), ...players });
  }

  /** The rows of the two groups, A and B. */
  groupRows(): { group: string; row: number[] }[] {
    const [, ...lines] = new TextDecoder().decode(sharedBytes(`reference/numbers/shapley/${this.name}/groups.csv`)).trim().split('\n');
    return lines.map((line) => ({ group: line[0]!, row: line.split(',').slice(1).map(Number) }));
  }
}

function readRows(path: string): number[][] {
  const [, ...lines] = new TextDecoder().decode(sharedBytes(path)).trim().split('\n');
  return lines.map((line) => line.split(',').map(Number));
}
