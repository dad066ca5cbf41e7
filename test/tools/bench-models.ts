import type { Scorer } from '../../src/engine/jobs/types';
import { sigmoid } from '../../src/engine/models/links';
import { Random } from '../../src/engine/stats/random';
import { cpuSeconds, type BenchRows } from './bench-rows';

/** A scorer that knows how long the model itself took. */
export class TimedScorer implements Scorer {
  readonly width = 1;
  seconds = 0;
  rows = 0;
  constructor(readonly probability: (values: Float64Array, count: number) => Float64Array<ArrayBuffer>) {}

  score(values: Float64Array<ArrayBuffer>, count: number): Promise<Float64Array<ArrayBuffer>> {
    const start = cpuSeconds();
    const scores = this.probability(values, count);
    this.seconds += cpuSeconds() - start;
    this.rows += count;
    return Promise.resolve(scores);
  }
}

/** A network of two hidden layers of 64 with fixed random weights on standardised inputs. */
export function network({ width, values }: BenchRows): (values: Float64Array, count: number) => Float64Array<ArrayBuffer> {
  const random = new Random(12);
  const rows = values.length / width;
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] = mean[i % width]! + values[i]! / rows;
  for (let i = 0; i < values.length; i++) deviation[i % width] = deviation[i % width]! + (values[i]! - mean[i % width]!) ** 2 / rows;
  const layers = [width, 64, 64].map((from, layer) => {
    const to = layer === 2 ? 1 : 64;
    return { from, to, weights: Float32Array.from({ length: from * to }, () => random.normal() * Math.sqrt(2 / from)) };
  });
  return (input, count) => {
    const out = new Float64Array(count);
    const cells = [new Float32Array(64), new Float32Array(64)];
    const wide = new Float32Array(width);
    for (let row = 0; row < count; row++) {
      for (let j = 0; j < width; j++) wide[j] = (input[row * width + j]! - mean[j]!) / Math.sqrt(deviation[j]! + 1e-9);
      let now: Float32Array = wide;
      layers.forEach(({ from, to, weights }, layer) => {
        const next = layer === 2 ? new Float32Array(1) : cells[layer]!;
        for (let k = 0; k < to; k++) {
          let sum = 0;
          for (let j = 0; j < from; j++) sum += weights[k * from + j]! * now[j]!;
          next[k] = layer === 2 ? sum : Math.max(0, sum);
        }
        now = next;
      });
      out[row] = sigmoid(now[0]!);
    }
    return out;
  };
}
