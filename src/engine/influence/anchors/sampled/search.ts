import { AssayError } from '../../../errors';
import type { ShardContext } from '../../../jobs/types';
import { Random } from '../../../stats/random';
import { quantityOfRows } from '../../rows';
import { divergenceBounds, explorationLevel } from './bounds';
import { RuleMixer } from './mixing';
import { predicatesOf } from './predicates';
import type { AnchorsQuestion, FoundRule } from './types';

/** A rule and what its mixed rows say so far. */
interface Arm {
  readonly rule: readonly number[];
  readonly covered: number;
  rows: number;
  agreeing: number;
}

/** What mixes the rows of a question. */
export function mixerOf({ person, background, players, features }: AnchorsQuestion): RuleMixer {
  return new RuleMixer(person, background, players, predicatesOf(features, players, person, background));
}

/**
 * Beam search for the rule of a person that covers most background rows among those of the precision asked for. At each length the best extensions
 * are told apart by confidence bounds (KL-LUCB), and the best are sampled until their precision is on one side of the target.
 * Source: Ribeiro, Singh and Guestrin, "Anchors: high-precision model-agnostic explanations" (2018).
 * @returns the rule, and how many rows were scored
 * @throws AssayError `no-decision` where the model gives the person no score
 */
export async function searchRule(question: AnchorsQuestion, context: ShardContext): Promise<FoundRule & { readonly rowsEvaluated: number }> {
  const { person, quantity, settings } = question;
  const { target, delta, tolerance, tie, beam, batch } = settings;
  const width = person.length;
  const mixer = mixerOf(question);
  const random = new Random(settings.seed);
  const [decision] = await quantityOfRows(1, width, (_, out, at) => out.set(person, at), quantity, context);
  if (decision === undefined || Number.isNaN(decision)) throw noDecision();
  let used = 1;

  /** Scores more mixed rows for each arm, all in one go; a row without a score does not agree. False when the rows are used up. */
  const sample = async (arms: readonly Arm[], each = batch): Promise<boolean> => {
    const count = arms.length * each;
    if (used + count > settings.searchRows) return false;
    const write = (row: number, out: Float64Array, at: number): void => mixer.draw(arms[Math.floor(row / each)]!.rule, random, out, at);
    const values = await quantityOfRows(count, width, write, quantity, context);
    used += count;
    arms.forEach((arm, k) => {
      arm.rows += each;
      for (let row = k * each; row < (k + 1) * each; row++) if (values[row] === decision) arm.agreeing++;
    });
    return true;
  };
  const mean = (arm: Arm): number => (arm.rows === 0 ? 0 : arm.agreeing / arm.rows);

  /** The arms of highest precision, up to the size of the beam. */
  const best = async (arms: readonly Arm[]): Promise<Arm[]> => {
    // No length of rule takes more than a quarter of all rows just to begin with.
    let more = await sample(arms, Math.max(1, Math.min(batch, Math.floor(settings.searchRows / (4 * arms.length)))));
    for (let round = 1; ; round++) {
      const sorted = [...arms].sort((a, b) => mean(b) - mean(a) || b.covered - a.covered);
      const [top, rest] = [sorted.slice(0, beam), sorted.slice(beam)];
      if (rest.length === 0 || !more) return top;
      const level = explorationLevel(arms.length, round, delta);
      const bounds = new Map(arms.map((arm) => [arm, divergenceBounds(mean(arm), arm.rows, level)]));
      const weakest = top.reduce((a, b) => (bounds.get(b)![0] < bounds.get(a)![0] ? b : a));
      const rival = rest.reduce((a, b) => (bounds.get(b)![1] > bounds.get(a)![1] ? b : a));
      if (bounds.get(rival)![1] - bounds.get(weakest)![0] < tie) return top;
      more = await sample([weakest, rival]);
    }
  };

  /** Whether a rule's precision is good enough, sampling until that is clear; undefined when the rows are used up before. */
  const isGood = async (arm: Arm, rivals: number): Promise<boolean | undefined> => {
    const level = Math.log(rivals / delta);
    for (;;) {
      const [lower, upper] = divergenceBounds(mean(arm), arm.rows, level);
      if (mean(arm) >= target ? lower >= target - tolerance : upper < target + tolerance) return mean(arm) >= target;
      if (!(await sample([arm]))) return undefined;
    }
  };

  const armOf = (rule: readonly number[]): Arm => ({ rule, covered: mixer.covered(rule).length, rows: 0, agreeing: 0 });
  const telling = mixer.telling();
  let found: Arm | undefined;
  let nearest = armOf([]);
  let exhausted = false;
  let kept = [nearest];
  for (let length = 0; length <= Math.min(settings.length, telling.length); length++) {
    const rules = length === 0 ? [[]] : extend(kept, telling);
    const arms = rules.map(armOf).filter((arm) => found === undefined || arm.covered > found.covered);
    if (arms.length === 0) break;
    kept = await best(arms);
    for (const arm of kept) {
      const good = await isGood(arm, Math.max(1, 1 + (beam - 1) * telling.length));
      exhausted ||= good === undefined;
      if (good === true && (found === undefined || arm.covered > found.covered)) found = arm;
      if (arm.rows > 0 && mean(arm) > mean(nearest)) nearest = arm;
    }
    // Longer rules cover no more rows, so that nothing covers more than a rule of no conditions.
    if (exhausted || found?.rule.length === 0) break;
  }
  const { rule, covered } = found ?? nearest;
  return { rule, covered, conditions: rule.map((player) => mixer.predicates[player]!), decision, reached: found !== undefined, exhausted, rowsEvaluated: used };
}

/** Every rule with one more condition than those kept, each once. */
function extend(kept: readonly Arm[], telling: readonly number[]): number[][] {
  const rules = new Map<string, number[]>();
  for (const { rule } of kept) {
    for (const player of telling) {
      if (rule.includes(player)) continue;
      const longer = [...rule, player].sort((a, b) => a - b);
      rules.set(longer.join(), longer);
    }
  }
  return [...rules.values()];
}

function noDecision(): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'no-decision',
    what: 'There is no decision to hold: the model gives this person no usable score.',
    why: 'The score is missing.',
    remedy: 'Choose another person, or check how the model treats missing values.',
  });
}
