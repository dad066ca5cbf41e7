import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { gameOf, kernelOf, sumsOf, twinOf } from '../../unit/influence/kernel/kernel';
import { cells, randomForest } from '../../unit/influence/random-forest';

test('the kernel adds up to the last bit what its twin does, whatever the forest and however many the rows', () => {
  const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
  fc.assert(
    fc.property(whole(0, 1e6), whole(1, 4), whole(1, 600), whole(1, 12), fc.boolean(), fc.boolean(), (seed, outputs, rows, of, pairs, mean) => {
      const random = new Random(seed);
      const game = gameOf(randomForest(seed, outputs, mean ? 'mean' : 'sum'), Float64Array.from(cells(random, of).flat()), pairs);
      const values = Float64Array.from(cells(random, rows).flat());
      expect(sumsOf(kernelOf(game, rows).kernel, game, values, rows)).toEqual(sumsOf(twinOf(game), game, values, rows));
    }),
  );
});
