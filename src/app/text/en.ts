import { app } from './app';
import { charts } from './charts';
import { check } from './check';
import { controls } from './controls';
import { drivers } from './drivers';
import { evidence } from './evidence';
import { experiments } from './experiments';
import { findings } from './findings';
import { followed } from './followed';
import { gap } from './gap';
import { groups } from './groups';
import { lines } from './lines';
import { narrow } from './narrow';
import { near } from './near';
import { others } from './others';
import { person } from './person';
import { planChecks } from './plan-checks';
import { plans } from './plans';
import { proof } from './proof';
import { proxies } from './proxies';
import { rates } from './rates';
import { reasons } from './reasons';
import { recourse } from './recourse';
import { rule } from './rule';
import { together } from './together';

/** The message catalogue. Every word a person can read comes from here, so that it can be checked and translated in one place. */
export const en = { app, charts, check, controls, drivers, evidence, experiments, findings, followed, gap, groups, lines, narrow, near, others, person, planChecks, plans, proof, proxies, rates, reasons, recourse, rule, together } as const;
