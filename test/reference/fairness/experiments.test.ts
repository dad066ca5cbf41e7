import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { tellApart } from '../../../src/engine/fairness/experiments/classifier';
import { comparePairs } from '../../../src/engine/fairness/experiments/matched/matched';
import type { MatchedQuestion } from '../../../src/engine/fairness/experiments/matched/types';
import { blockedTest, type Stratum } from '../../../src/engine/stats/tests';
import { describeShared, sharedBytes } from '../../tools/shared';

function read(path: string): (name: string) => string[] {
  const [header, ...rows] = Papa.parse<string[]>(new TextDecoder().decode(sharedBytes(path)), { skipEmptyLines: true }).data;
  return (name) => rows.map((row) => row[header!.indexOf(name)]!);
}

const codes = (texts: string[]): Float64Array<ArrayBuffer> => {
  const seen = new Map<string, number>();
  return Float64Array.from(texts, (text) => {
    if (text === '') return NaN;
    if (!seen.has(text)) seen.set(text, seen.size);
    return seen.get(text)!;
  });
};

describeShared('résumés sent in answer to the same advertisements (Bertrand and Mullainathan 2004)', () => {
  const ads = (): { race: string[]; called: Int8Array<ArrayBuffer>; ad: Float64Array<ArrayBuffer> } => {
    const column = read('data/resume-callbacks/resume.csv');
    return { race: column('race'), called: Int8Array.from(column('received_callback'), Number), ad: codes(column('job_ad_id')) };
  };

  test('a real experiment in blocks: 9.65 and 6.45 of 100 called back, exact within advertisements', () => {
    const { race, called, ad } = ads();
    const blocks = new Map<number, { k1: number; n1: number; k2: number; n2: number }>();
    race.forEach((own, row) => {
      const block = blocks.get(ad[row]!) ?? { k1: 0, n1: 0, k2: 0, n2: 0 };
      if (own === 'white') {
        block.n1++;
        block.k1 += called[row]!;
      } else {
        block.n2++;
        block.k2 += called[row]!;
      }
      blocks.set(ad[row]!, block);
    });
    const all = [...blocks.values()];
    const sum = (key: keyof Stratum): number => all.reduce((total, block) => total + block[key], 0);
    expect(sum('k1') / sum('n1')).toBeCloseTo(0.0965, 4);
    expect(sum('k2') / sum('n2')).toBeCloseTo(0.0645, 4);
    const result = blockedTest(all)!;
    // Within advertisements the test has more power than across them, where the paper finds p = .0000.
    expect(result.twoSided).toBeLessThan(1e-5);
    expect(result.expected).toBeCloseTo(196, 0);
  });

  test('matched pairs find it again from the table alone', () => {
    const { race, called, ad } = ads();
    const question: MatchedQuestion = {
      columns: [{ name: 'job_ad_id', kind: 'level', values: ad, matched: true }],
      group: Int8Array.from(race, (own) => (own === 'white' ? 0 : 1)),
      decisions: called,
      names: ['white', 'black'],
      bins: 0,
      pairs: 10_000,
      alpha: 0.05,
      seed: 1,
    };
    const result = comparePairs(question);
    expect(result.pairs).toBe(2435);
    expect(result.effect).toBeCloseTo(0.0965 - 0.0645, 3);
    expect(result.interval!.lower).toBeGreaterThan(0.015);
    expect(result.test.twoSided).toBeLessThan(0.001);
    expect(result.sensitivity.gamma).toBeGreaterThan(1);
  });
});

describeShared('COMPAS, scores only', () => {
  const column = (): ReturnType<typeof read> => read('data/compas/compas-scores-two-years.deidentified.csv');
  const race = (texts: string[]): Int8Array<ArrayBuffer> => Int8Array.from(texts, (own) => (own === 'African-American' ? 0 : own === 'Caucasian' ? 1 : -1));

  test('people of one age, sex, count of priors and charge, both races: the score still differs', () => {
    const of = column();
    const number = (name: string): Float64Array<ArrayBuffer> => Float64Array.from(of(name), Number);
    const result = comparePairs({
      columns: [
        { name: 'age', kind: 'number', values: number('age'), matched: true },
        { name: 'priors_count', kind: 'number', values: number('priors_count'), matched: true },
        { name: 'sex', kind: 'level', values: codes(of('sex')), matched: true },
        { name: 'c_charge_degree', kind: 'level', values: codes(of('c_charge_degree')), matched: true },
      ],
      group: race(of('race')),
      decisions: Int8Array.from(of('score_text'), (score) => (score === 'Low' ? 1 : 0)),
      names: ['African-American', 'Caucasian'],
      bins: 6,
      pairs: 10_000,
      alpha: 0.05,
      seed: 1,
    });
    expect(result.of).toEqual([3696, 2454]);
    expect(result.pairs).toBeGreaterThan(1500);
    expect(result.effect).toBeLessThan(-0.02);
    expect(result.interval!.upper).toBeLessThan(0);
    for (const { after } of result.balance) expect(Math.abs(after)).toBeLessThan(0.1);
    expect(Math.abs(result.balance[1]!.before)).toBeGreaterThan(0.3);
  });

  test('race can be told from the decile score better than by guessing', () => {
    const of = column();
    const result = tellApart({
      columns: [{ name: 'decile_score', values: Float64Array.from(of('decile_score'), Number) }],
      group: race(of('race')),
      block: new Int32Array(7214),
      names: ['African-American', 'Caucasian'],
      size: 10_000,
      seed: 1,
    });
    expect(result.effect).toBeGreaterThan(0.12);
    expect(result.interval!.lower).toBeGreaterThan(0.1);
    expect(result.test.greater).toBeLessThan(1e-9);
  });
});
