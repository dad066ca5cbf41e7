import { AssayError } from '../../errors';
import type { Feature } from '../../models/binding/types';
import type { Task } from '../../models/types';
import { shortfall } from '../any/pool';
import { targetScores } from '../target-scores';
import type { Plan, Target } from '../types';

/** Rows of a second model: the person first, then each plan. */
export interface RowsBeside {
  /** Row-major, as many features as the second model has. */
  readonly values: Float64Array<ArrayBuffer>;
  /** By plan, the changed features of the first model that the second does not look at. */
  readonly unread: readonly (readonly number[])[];
}

/**
 * What plans for one model are for another on the same table: the person's own row there, with what each plan changes put into the features that come from
 * the same column.
 * @param own the person as a feature row of the second model
 * @throws AssayError `second-model-value` where the second model has no place for a value
 */
export function rowsBeside(first: readonly Feature[], second: readonly Feature[], own: Float64Array, plans: readonly Pick<Plan, 'changes'>[]): RowsBeside {
  const values = new Float64Array((1 + plans.length) * second.length);
  values.set(own);
  const unread = plans.map(({ changes }, at) => {
    const from = (1 + at) * second.length;
    values.set(own, from);
    return changes.flatMap(({ feature, to }) => {
      const source = first[feature]!;
      const targets = [...second.keys()].filter((other) => second[other]!.column === source.column);
      for (const other of targets) values[from + other] = valueFor(source, second[other]!, to);
      return targets.length === 0 ? [feature] : [];
    });
  });
  return { values, unread };
}

function valueFor(from: Feature, to: Feature, value: number): number {
  if (Number.isNaN(value) || (from.kind === 'number' && to.kind === 'number')) return value;
  const text = from.kind === 'level' ? (from.levels?.[value] ?? '') : String(value);
  const found = to.kind === 'level' ? (to.levels?.indexOf(text) ?? -1) : text.trim() === '' ? NaN : Number(text);
  if (found >= 0 || (to.kind === 'number' && !Number.isNaN(found))) return found;
  throw new AssayError({
    area: 'binding',
    code: 'second-model-value',
    what: `The second model has no place for ${to.name} = “${text}”.`,
    why: 'It reads this column in another way than the first one, and this value does not occur there.',
    remedy: 'Keep this input as it is, or hold the changes against another model.',
  });
}

/** What a second model makes of a row. */
export interface HeldBeside {
  readonly score: number;
  /** The target is reached there as well; null where it gives no score. */
  readonly holds: boolean | null;
}

/** Reads a second model's raw scores, `width` per row, against a target of its own classes. */
export function heldBeside(raw: Float64Array<ArrayBuffer>, task: Task, target: Target, width: number): HeldBeside[] {
  return Array.from(targetScores(raw, task, target, width), (score) => ({ score, holds: Number.isNaN(score) ? null : shortfall(target, score) === 0 }));
}

/**
 * The same target for a second model: its class by name, or by place where either file names none.
 * @throws AssayError `second-model-task` where the second model answers another kind of question
 */
export function targetBeside(target: Target, first: { readonly task: Task; readonly classes: readonly string[] }, second: { readonly task: Task; readonly classes: readonly string[] }): Target {
  const refuse = (why: string): AssayError =>
    new AssayError({
      area: 'binding',
      code: 'second-model-task',
      what: 'The changes cannot be held against this model.',
      why,
      remedy: 'Open a model of the same kind of decision: one fitted again on newer data, for instance.',
    });
  if (first.task !== second.task) throw refuse(`The first model’s task is ${first.task}, this one’s is ${second.task}.`);
  if (first.classes.length === 0 || second.classes.length === 0) return target;
  const name = first.classes[target.class];
  const index = name === undefined ? -1 : second.classes.indexOf(name);
  if (index >= 0) return { ...target, class: index };
  if (second.classes.length === first.classes.length && !first.classes.some((own) => second.classes.includes(own))) return target;
  throw refuse(`It has no class “${name ?? target.class}”.`);
}
