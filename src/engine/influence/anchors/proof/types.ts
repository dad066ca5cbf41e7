import type { Forest } from '../../../models/forest/types';
import type { Player } from '../../players';
import type { BoxNumbers } from '../../../models/forest/boxes/slots';
import type { InputCondition } from './conditions';

export interface ProofSettings {
  /** Most boxes looked at to settle one step: whether one player can be freed, or one end moved. */
  readonly nodesPerStep: number;
  /** Most boxes looked at in all. */
  readonly nodes: number;
}

export const PROOF_SETTINGS: ProofSettings = { nodesPerStep: 1000, nodes: 20_000 };

/** What holds this decision, whatever the other inputs are? Rows are rows of the forest's inputs, NaN missing. */
export interface SufficientQuestion {
  readonly forest: Forest;
  readonly person: Float64Array<ArrayBuffer>;
  /** The decision is `margin ≥ threshold`, or `margin < threshold` where the person's is. */
  readonly threshold: number;
  /** Inputs that are kept or freed together. Those that belong to no player stay as they are. */
  readonly players: readonly Player[];
  /** Players in the order in which freeing is tried, the least influential first; as they stand when left out. */
  readonly order?: readonly number[];
  /**
   * By input: all values it may have, NaN for missing (levels as the forest has them, 0 and 1 of a one-hot block, the values of a table); undefined
   * for every number and missing. Inputs take their values independently of each other, so that a freed one-hot block may have two ones or none: what
   * holds for all of these holds for those that can occur.
   */
  readonly domains?: readonly (Float64Array | undefined)[];
  /** Rows to count how many a rule covers. */
  readonly rows?: Float64Array;
  readonly settings: ProofSettings;
}

/** What is known between two steps of a search: plain data, from which another one goes on. */
export interface ReasonSoFar {
  /** Every row in it has the decision. */
  readonly box: BoxNumbers;
  /** `free`: one player after the other; `again`: those that were not settled; `widen`: the numbers and levels of those kept. */
  readonly stage: 'free' | 'again' | 'widen' | 'done';
  /** Players, or slots of the box, that the stage has still to look at, and how many it had at first. */
  readonly queue: Int32Array<ArrayBuffer>;
  readonly all: number;
  /** By player: 1 where it is proved that it cannot be freed. */
  readonly necessary: Uint8Array<ArrayBuffer>;
  /** Whether everything tried in widening was settled. */
  readonly settled: boolean;
  readonly nodes: number;
  /** Boxes in which every row has another decision. */
  readonly losing: readonly BoxNumbers[];
}

/** A player that the decision rests on. */
export interface KeptPlayer {
  readonly player: number;
  readonly name: string;
  /** All of them must be met. Inputs of the player that may have any value are left out. */
  readonly conditions: readonly InputCondition[];
  /** True when it is proved that the player cannot be freed as well: with all other conditions met, some row has another decision. */
  readonly necessary: boolean;
}

export interface SufficientReason {
  /** True: at or above the threshold. */
  readonly above: boolean;
  readonly threshold: number;
  readonly margin: number;
  /** Every row of the domain that meets all conditions has the decision: always proved, as what is not proved is not freed. */
  readonly proved: true;
  /** In the order of the players. None where the decision holds for everybody. */
  readonly kept: readonly KeptPlayer[];
  /** Players that may have any values. */
  readonly freed: Int32Array<ArrayBuffer>;
  /** True when every kept player is necessary. */
  readonly minimal: boolean;
  /** True when it is proved that no condition can be eased by one cell while the others stand. */
  readonly widest: boolean;
  /** `any`: inputs range over every number and missing; `listed`: over the values given; `mixed`: some so, some so. Of the inputs of players. */
  readonly domain: 'any' | 'listed' | 'mixed';
  /** Boxes looked at. */
  readonly nodes: number;
  /** Of the rows given: how many meet all conditions, and how many of these have the decision (all, as long as their values are of the domain). */
  readonly coverage?: { readonly rows: number; readonly covered: number; readonly agreeing: number };
}
