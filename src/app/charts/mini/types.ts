import type { Slot } from '../../design/tokens';

/** One point of a finding's small chart. */
export interface DotPairPoint {
  readonly value: number;
  /** As printed above the point. */
  readonly text: string;
  /** A group, or the plain ink dot: solid for the figure named first, hollow for what it is compared with. */
  readonly mark: Slot | 'solid' | 'hollow' | 'line';
  readonly low?: number;
  readonly high?: number;
}
