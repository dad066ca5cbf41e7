/** One tree as its file holds it. */
export interface BoosterTree {
  readonly size: number;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  /** Split value, and the leaf's value where a node is a leaf. */
  readonly condition: ArrayLike<number>;
  readonly defaultLeft: ArrayLike<number>;
  /** Categories that go right, by node; absent for numeric splits. */
  readonly categories: ReadonlyMap<number, ArrayLike<number>>;
  /** Numbers per leaf where leaves are vectors, and the vector of a leaf node. */
  readonly vector?: { readonly length: number; readonly of: (node: number) => ArrayLike<number> };
}

/** Everything a reader of any XGBoost file finds in it. */
export interface Booster {
  /** Which writing: also the model's format name. */
  readonly format: 'xgboost-json' | 'xgboost-ubjson' | 'xgboost-binary';
  /** Version of XGBoost; undefined in files older than 1.0. */
  readonly version: readonly number[] | undefined;
  readonly booster: 'gbtree' | 'dart' | 'gblinear';
  readonly objective: string;
  /** Settings of the objective, e.g. `quantile_alpha`. */
  readonly settings: ReadonlyMap<string, string>;
  readonly baseScore: readonly number[];
  /** True in files older than 1.0, where the base score is stored before the link. */
  readonly baseIsMargin: boolean;
  readonly classes: number;
  readonly targets: number;
  readonly features: number;
  readonly featureNames: readonly string[];
  /** As XGBoost writes them: `float`, `int`, `i` (indicator), `q`, `c` (category). */
  readonly featureTypes: readonly string[];
  /** Names of categories by feature; undefined where the file has none. */
  readonly categories: readonly (readonly string[] | undefined)[];
  readonly trees: readonly BoosterTree[];
  /** Output that each tree adds to. */
  readonly treeOutput: ArrayLike<number>;
  /** Factor of each tree (DART). */
  readonly treeWeight: ArrayLike<number> | undefined;
  /** First tree of each round, then the number of trees. */
  readonly rounds: ArrayLike<number> | undefined;
  readonly parallelTrees: number;
  /** (features + 1) × outputs, the intercepts last (gblinear). */
  readonly weights: ArrayLike<number> | undefined;
  readonly attributes: ReadonlyMap<string, string>;
}
