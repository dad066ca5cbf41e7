/**
 * Replaces a symmetric positive definite matrix by its lower Cholesky factor.
 * @param a row-major size × size; only the lower triangle is read and written
 * @returns false when it is not positive definite in double arithmetic; then it is not meaningful
 */
export function factorCholesky(a: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    let diagonal = a[j * size + j]!;
    const original = diagonal;
    for (let k = 0; k < j; k++) diagonal -= a[j * size + k]! ** 2;
    if (!(diagonal > original * 1e-14) || !(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = sum / root;
    }
  }
  return true;
}

/** Overwrites b by the solution of A·x = b, given the lower Cholesky factor of A. */
export function solveFactored(factor: Float64Array, b: Float64Array): void {
  const size = b.length;
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * b[k]!;
    b[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * b[k]!;
    b[i] = sum / factor[i * size + i]!;
  }
}

/**
 * Solves A·x = b for a symmetric positive definite A by Cholesky factorisation; A is overwritten by its factor, b by x.
 * @param a row-major size × size; only the lower triangle is read
 * @returns false when A is not positive definite in double arithmetic; then neither array is meaningful
 */
export function solveCholesky(a: Float64Array, b: Float64Array): boolean {
  if (!factorCholesky(a, b.length)) return false;
  solveFactored(a, b);
  return true;
}
