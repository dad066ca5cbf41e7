/** Covariance of the means of some columns, and degrees of freedom. */
export interface ClusterCovariance {
  /** Columns × columns; NaN with a single cluster. */
  readonly covariance: Float64Array<ArrayBuffer>;
  readonly freedom: number;
}

/** Products of the cluster sums of two columns, times G/(G − 1)/units². */
function sums(values: Float64Array, width: number, cluster: Int32Array | undefined): { readonly products: Float64Array<ArrayBuffer>; readonly clusters: number } {
  const units = values.length / width;
  let sums = values;
  let clusters = units;
  if (cluster !== undefined) {
    const place = new Map<number, number>();
    for (const own of cluster) if (!place.has(own)) place.set(own, place.size);
    clusters = place.size;
    sums = new Float64Array(clusters * width);
    for (let unit = 0; unit < units; unit++) {
      const to = place.get(cluster[unit]!)! * width;
      for (let i = 0; i < width; i++) sums[to + i] = sums[to + i]! + values[unit * width + i]!;
    }
  }
  const products = new Float64Array(width * width);
  for (let at = 0; at < sums.length; at += width) {
    for (let i = 0; i < width; i++) {
      const own = sums[at + i]!;
      if (own === 0) continue;
      for (let j = 0; j < width; j++) products[i * width + j] = products[i * width + j]! + own * sums[at + j]!;
    }
  }
  const scale = clusters < 2 ? NaN : clusters / (clusters - 1) / (units * units);
  return { products: products.map((product) => product * scale), clusters };
}

/**
 * Covariance of the means of columns over units that share people or comparison rows: Σ over the ways of clustering of the covariance by clusters,
 * less what has been counted more than once. Where nothing is shared it is the plain covariance of a mean.
 * Source: Cameron, Gelbach and Miller, "Robust inference with multiway clustering" (2011), with units counted once as intersections.
 * @param values units × columns, less their means
 * @param clusters per way of clustering the cluster of each unit
 */
export function clusterCovariance(values: Float64Array, width: number, clusters: readonly Int32Array[]): ClusterCovariance {
  const units = values.length / width;
  const single = sums(values, width, undefined);
  const counts = clusters.map((own) => new Set(own).size);
  const freedom = Math.min(units, ...counts) - 1;
  const shared = clusters.filter((_, way) => counts[way]! < units).map((own) => sums(values, width, own).products);
  if (shared.length === 0) return { covariance: single.products, freedom };
  const covariance = new Float64Array(width * width);
  for (const own of shared) for (let i = 0; i < own.length; i++) covariance[i] = covariance[i]! + own[i]!;
  for (let i = 0; i < covariance.length; i++) covariance[i] = covariance[i]! - (shared.length - 1) * single.products[i]!;
  for (let i = 0; i < width; i++) {
    // Chance can take away more than there is: the plain variance is the least that can be true.
    const at = i * width + i;
    if (covariance[at]! < single.products[at]!) covariance[at] = single.products[at]!;
  }
  return { covariance, freedom };
}
