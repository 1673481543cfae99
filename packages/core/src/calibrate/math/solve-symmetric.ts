/**
 * Cholesky factor of a symmetric positive-definite matrix (row-major, d × d), in its lower triangle, in place. False where it is not positive definite.
 */
export function factorInPlace(matrix: Float64Array, d: number): boolean {
  for (let j = 0; j < d; j++) {
    let pivot = matrix[j * d + j]!
    for (let k = 0; k < j; k++) pivot -= matrix[j * d + k]! ** 2
    if (!(pivot > 0)) return false
    const root = Math.sqrt(pivot)
    matrix[j * d + j] = root
    for (let i = j + 1; i < d; i++) {
      let value = matrix[i * d + j]!
      for (let k = 0; k < j; k++) value -= matrix[i * d + k]! * matrix[j * d + k]!
      matrix[i * d + j] = value / root
    }
  }
  return true
}

/** Solves L Lᵀ x = b for the factor of `factorInPlace`, in place of b. */
export function solveInPlace(factor: Float64Array, d: number, b: Float64Array): void {
  for (let i = 0; i < d; i++) {
    let value = b[i]!
    for (let k = 0; k < i; k++) value -= factor[i * d + k]! * b[k]!
    b[i] = value / factor[i * d + i]!
  }
  for (let i = d - 1; i >= 0; i--) {
    let value = b[i]!
    for (let k = i + 1; k < d; k++) value -= factor[k * d + i]! * b[k]!
    b[i] = value / factor[i * d + i]!
  }
}
