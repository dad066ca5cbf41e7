import { charts } from './charts';
import { controls } from './controls';
import { evidence } from './evidence';

/** The message catalogue. Every word a person can read comes from here, so that it can be checked and translated in one place. */
export const en = { charts, controls, evidence } as const;
