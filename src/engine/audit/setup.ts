import type { Binding } from '../models/binding/types';
import { type Model, isValued } from '../models/types';
import type { Role } from '../table/types';
import { guessFavourable, matchClasses } from './classes';
import { type Audit, EMPTY_AUDIT } from './types';

/** What a column offers to the first settings. */
export interface ColumnFacts {
  readonly name: string;
  readonly role: Role;
  /** Its texts, when there are few; undefined for a column of many values. */
  readonly levels: readonly string[] | undefined;
}

export interface SetupFacts {
  readonly columns: readonly ColumnFacts[];
  readonly model: Pick<Model, 'task' | 'classes' | 'threshold'> | undefined;
  readonly binding: Binding | undefined;
  readonly tableHash: string;
  readonly modelHash: string;
}

/** Most levels a group column may have to be compared level by level. */
export const GROUP_LEVELS = 12;

/** Position of the first column with this role, or −1. */
export function columnOf(roles: readonly Role[], role: Role): number {
  return roles.indexOf(role);
}

/** Groups people ask about first, by the names of their columns. */
const ASKED_FIRST = [/\b(sex|gender|male|female)\b/i, /(race|ethnic|rac1p|black|afam)/i, /\bage/i];

/** Position of the group column to begin with: the one most asked about among those with 2 to {@link GROUP_LEVELS} levels, else the first; −1 for none. */
function firstGroup(columns: readonly ColumnFacts[]): number {
  const able = columns.flatMap(({ name, role, levels }, position) =>
    role === 'group' && levels !== undefined && levels.length >= 2 && levels.length <= GROUP_LEVELS ? [{ position, rank: ASKED_FIRST.findIndex((asked) => asked.test(name.replaceAll('_', ' '))) }] : [],
  );
  const ranked = able.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank || a.position - b.position);
  return (ranked[0] ?? able[0])?.position ?? -1;
}

/**
 * First settings for what was opened: every guess is one a person sees on the Check screen and can change. The group column is the one of that role that
 * people ask about first.
 */
export function firstAudit({ columns, model, binding, tableHash, modelHash }: SetupFacts): Audit {
  const roles = columns.map((column) => column.role);
  const label = columns[columnOf(roles, 'label')];
  const levels = label?.levels ?? [];
  const classes = model === undefined ? levels : model.classes;
  const classLevels = label === undefined ? [] : (matchClasses(classes, levels) ?? []);
  const names = classLevels.length > 0 ? classLevels.map((level) => levels[level]!) : classes;
  const valued = model !== undefined && isValued(model.task);
  const group = firstGroup(columns);
  return {
    ...EMPTY_AUDIT,
    tableHash,
    modelHash,
    roles,
    binding: binding?.sources.map((source) => source ?? null) ?? [],
    classLevels,
    favourable: valued || names.length === 0 ? 1 : guessFavourable(names, label?.name ?? ''),
    threshold: model?.threshold ?? 0.5,
    groups: group < 0 ? [] : [group],
  };
}

/** A name that says nothing without its column: a number, yes, no, true, false, or the app's own `class 1`. */
function isBare(name: string): boolean {
  return /^(class \d+|yes|no|y|n|true|false|)$/i.test(name.trim()) || Number.isFinite(Number(name));
}

/** A label's level by a name that says something: `repaid = 1` where the level alone does not. */
export function levelName(label: string, level: string): string {
  return isBare(level) ? `${label} = ${level}` : level;
}

/**
 * What each class is called: by the model's own name, else by the label's level, with the column's name where the level alone says nothing
 * (`repaid = 1`).
 */
export function classNames(audit: Pick<Audit, 'classLevels'>, classes: readonly string[], label: { readonly name: string; readonly levels: readonly string[] } | undefined): string[] {
  if (label === undefined || audit.classLevels.length === 0) return [...classes];
  return audit.classLevels.map((level, index) => {
    const own = classes[index] ?? '';
    const given = label.levels[level] ?? '';
    if (!isBare(own)) return own;
    return levelName(label.name, given);
  });
}
