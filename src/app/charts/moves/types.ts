import type { Slot } from '../../design/tokens';

/** People of one group whose decision another rule changes. */
export interface MoveRow {
  readonly id: string;
  readonly name: string;
  readonly slot: Slot | 'none';
  readonly gained: number;
  readonly lost: number;
  readonly spoken: string;
}
