import type { Player } from '../../influence/players';
import type { Combination } from './combinations';
import type { HeldOutAuc } from './held-out';
import type { Information } from './information';
import type { AucGain } from './row-auc';

export interface ProxySettings {
  readonly folds: number;
  readonly shuffles: number;
  readonly seed: number;
  /** Rows the learner of all inputs together sees at most. */
  readonly jointRows: number;
  /** Inputs left out in turn, those that tell the group best; fewer where that would be more than `fits` fits. */
  readonly dropped: number;
  readonly fits: number;
  /** Questions of a combination at most. */
  readonly depth: number;
}

export const PROXY_SETTINGS: ProxySettings = { folds: 5, shuffles: 200, seed: 1, jointRows: 8000, dropped: 12, fits: 600, depth: 3 };

/** Which inputs tell the group of a person, each alone and together? */
export interface ProxyQuestion {
  /** Feature rows, row-major. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly features: readonly { readonly kind: 'number' | 'level' }[];
  readonly players: readonly Player[];
  /** Group of each row from 0, −1 where it is unknown or not compared. */
  readonly group: Int32Array<ArrayBuffer>;
  readonly groups: number;
  /** The model's score per row, NaN where there is none. */
  readonly scores: Float64Array<ArrayBuffer>;
  readonly settings: ProxySettings;
}

/** How well one thing tells the group. */
export interface Association {
  /** Held-out AUC of the group, of more than two groups the mean of each against the rest; null where not estimable. */
  readonly auc: HeldOutAuc | null;
  /** Each group against the rest. */
  readonly byGroup: readonly (HeldOutAuc | null)[];
  /** Null where the input is several features with too many combinations to count. */
  readonly information: Information | null;
}

/** Null: not known yet. */
export interface Proxies {
  /** By player. */
  readonly inputs: readonly (Association | null)[];
  readonly score: Association | null;
  /** All inputs together, by a small learner; `auc` null where not estimable. */
  readonly together: { readonly auc: HeldOutAuc | null; readonly rows: number } | null;
  /** By player: what all together lose without it. Null where it was not asked or is not known yet. */
  readonly dropOne: readonly (AucGain | null)[];
  readonly combinations: readonly Combination[] | null;
  /** Rows whose group is known, and parts of the work done and planned. */
  readonly rows: number;
  readonly done: number;
  readonly planned: number;
  readonly settings: ProxySettings;
}
