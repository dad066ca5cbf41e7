import type { Axis } from '../../../engine/influence/dependence/axes';
import type { Feature } from '../../../engine/models/binding/types';
import { valueText } from '../person/words';
import { combinationName } from './levels';

/** One side of a surface that is drawn: bins of a number, or levels by name. */
export interface SurfaceAxis {
  readonly edges: Float64Array<ArrayBuffer>;
  readonly levels: readonly string[] | undefined;
}

/** Bins where the axis has them; else its levels, or the combinations of a block, one cell each. */
export function surfaceAxis({ name, features: own, edges, grid }: Axis, features: readonly Feature[]): SurfaceAxis {
  if (edges.length > 1) return { edges, levels: undefined };
  const count = grid.length / own.length;
  const levels = Array.from({ length: count }, (_, place) => {
    const values = [...grid.subarray(place * own.length, (place + 1) * own.length)];
    return own.length > 1 ? combinationName({ name, features: own }, values, features) : valueText(features[own[0]!]!, values[0]!);
  });
  return { edges: Float64Array.from({ length: count + 1 }, (_, edge) => edge), levels };
}
