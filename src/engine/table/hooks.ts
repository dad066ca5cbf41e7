export type Phase = 'looking' | 'reading' | 'reading again' | 'finishing';

/** How reading keeps in touch with whoever waits for it. */
export interface ReadHooks {
  /** `share` of the current phase that is done, from 0 to 1. */
  progress?(share: number, phase: Phase): void;
  /** Called between pieces of work of a few milliseconds; lets messages through, and throws when the person stopped the work. */
  breathe?(): Promise<void>;
}
