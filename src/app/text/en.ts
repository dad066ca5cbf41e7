import { adjusted } from './adjusted';
import { app } from './app';
import { charts } from './charts';
import { check } from './check';
import { controls } from './controls';
import { cross } from './cross';
import { drivers } from './drivers';
import { evidence } from './evidence';
import { experiments } from './experiments';
import { findings } from './findings';
import { gap } from './gap';
import { groups } from './groups';
import { lines } from './lines';
import { narrow } from './narrow';
import { near } from './near';
import { others } from './others';
import { person } from './person';
import { plans } from './plans';
import { proof } from './proof';
import { proxies } from './proxies';
import { rates } from './rates';
import { reasons } from './reasons';
import { rule } from './rule';
import { together } from './together';
import { weights } from './weights';

/** The message catalogue. Every word a person can read comes from here, so that it can be checked and translated in one place. */
export const en = { adjusted, app, charts, check, controls, cross, drivers, evidence, experiments, findings, gap, groups, lines, narrow, near, others, person, plans, proof, proxies, rates, reasons, rule, together, weights } as const;
