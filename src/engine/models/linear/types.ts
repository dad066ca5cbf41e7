/** A linear predictor on the model's numeric inputs: margin_k = intercept_k + Σ_j weights[k*features + j]·x_j. */
export interface Linear {
  readonly features: number;
  readonly outputs: number;
  readonly weights: Float64Array<ArrayBuffer>;
  readonly intercept: Float64Array<ArrayBuffer>;
  /** True when a missing value adds nothing (XGBoost's gblinear); otherwise it makes the result missing. */
  readonly missingIsZero?: boolean;
}
