import { Random } from '../random';

/** How a count falls when nothing differs: `mass[i]` is the chance of `low + i`. Chances too small for a double are left out. */
export interface CountLaw {
  readonly low: number;
  readonly mass: Float64Array<ArrayBuffer>;
}

/** What a law says about the count that was seen. */
export interface CountTest {
  readonly law: CountLaw;
  readonly observed: number;
  /** Mean of the law. */
  readonly expected: number;
  /** Chance of a count no more likely than the observed one. */
  readonly twoSided: number;
  /** As `twoSided` with half the chance of counts exactly as surprising as the observed one. */
  readonly midP: number;
  /** Chance of at most, and of at least, the observed count. */
  readonly less: number;
  readonly greater: number;
}

/** Counts whose chances differ by less than this share count as equally likely, as in R's fisher.test. */
const TIE = 1e-7;

/** Tests an observed count against the law of chance alone. */
export function countTest(law: CountLaw, observed: number): CountTest {
  const { low, mass } = law;
  const own = mass[observed - low] ?? 0;
  let [twoSided, less, greater, expected] = [0, 0, 0, 0];
  for (let i = 0; i < mass.length; i++) {
    const chance = mass[i]!;
    expected += chance * (low + i);
    if (chance <= own * (1 + TIE)) twoSided += chance;
    if (low + i <= observed) less += chance;
    if (low + i >= observed) greater += chance;
  }
  return {
    law,
    observed,
    expected,
    twoSided: Math.min(1, twoSided),
    midP: Math.max(0, Math.min(1, twoSided) - own / 2),
    less: Math.min(1, less),
    greater: Math.min(1, greater),
  };
}

/** Counts as chance alone would give them, one per repetition. Draw i depends on (seed, i) only. */
export function drawCounts({ low, mass }: CountLaw, seed: number, from: number, count: number): Int32Array<ArrayBuffer> {
  const upTo = new Float64Array(mass.length);
  let sum = 0;
  for (let i = 0; i < mass.length; i++) upTo[i] = sum += mass[i]!;
  return Int32Array.from({ length: count }, (_, draw) => {
    const u = Random.stream(seed, from + draw).uniform() * sum;
    let [first, last] = [0, mass.length - 1];
    while (first < last) {
      const middle = (first + last) >> 1;
      if (upTo[middle]! > u) last = middle;
      else first = middle + 1;
    }
    return low + first;
  });
}
