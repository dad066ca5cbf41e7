import { actionGrid } from '../grid';
import type { Direction, FeatureRule } from '../types';
import type { CoupledMove } from './choice';

/** A number goes up or down; a level, or a missing value, changes. */
export type Move = 'up' | 'down' | 'changes';

/**
 * A move that a person could make by itself, but not with what it asks of others. `kept`: an input that must move along stays. `reach`: it cannot move
 * that way, or not that far. `against`: it would have to move both ways, or both move and stay. `count`: more inputs would move than may.
 */
export interface StuckMove {
  readonly input: number;
  readonly move: Move;
  readonly why: 'kept' | 'reach' | 'against' | 'count';
  /** The coupled moves that lead there, by index, in their order; the last one is the one that fails. */
  readonly chain: readonly number[];
  /** Inputs that would move, for `count`. */
  readonly needed: number;
}

interface Needed {
  readonly move: Move;
  readonly by: number;
  /** Couplings that lead to it. */
  readonly chain: readonly number[];
}

/** How far a number can go each way; whether the input can change at all. */
interface Reach {
  readonly up: number;
  readonly down: number;
  readonly changes: boolean;
}

function reachOf(rule: FeatureRule, own: number): Reach {
  if (rule.kind === 'locked') return { up: 0, down: 0, changes: false };
  if (rule.kind === 'level') return { up: 0, down: 0, changes: rule.levels.some((level) => level !== own) };
  const grid = actionGrid(rule, own);
  if (Number.isNaN(own)) return { up: 0, down: 0, changes: grid.count > 1 };
  return { up: grid.value(grid.count - 1) - own, down: own - grid.value(0), changes: false };
}

/**
 * Moves that coupled moves make impossible: of each input, each way it could go by itself.
 * @param coupled undefined where a coupled move is about an input there is none of
 */
export function stuckMoves(rules: readonly FeatureRule[], person: Float64Array, coupled: readonly (CoupledMove | undefined)[], mostChanges: number): StuckMove[] {
  const reaches = rules.map((rule, input) => reachOf(rule, person[input]!));
  const found: StuckMove[] = [];
  const starts = new Set(coupled.flatMap((own) => (own ? [own.when] : [])));
  for (const input of [...starts].sort((a, b) => a - b)) {
    for (const move of ['up', 'down', 'changes'] as const) {
      if (!can(reaches[input]!, move, 0)) continue;
      const failed = follow(new Map([[input, { move, by: 0, chain: [] }]]), reaches, coupled, mostChanges);
      if (failed) found.push({ input, move, ...failed });
    }
  }
  return found;
}

type Failed = Omit<StuckMove, 'input' | 'move'>;

/** Follows what moves ask for until nothing more is asked; undefined where that works out. */
function follow(needed: ReadonlyMap<number, Needed>, reaches: readonly Reach[], coupled: readonly (CoupledMove | undefined)[], mostChanges: number): Failed | undefined {
  for (const [index, own] of coupled.entries()) {
    const cause = own && needed.get(own.when);
    if (!own || !cause || !asks(own.moves, cause.move)) continue;
    const { then, along, by } = own;
    const known = needed.get(then);
    const ways = waysOf(reaches[then]!, along);
    if (known && ways.includes(known.move) && known.by >= by) continue;
    const chain = [...cause.chain, index];
    let first: Failed | undefined;
    for (const move of ways) {
      if (known && known.move !== move) {
        first ??= { why: 'against', chain, needed: 0 };
        continue;
      }
      if (!can(reaches[then]!, move, by)) {
        first ??= { why: 'reach', chain, needed: 0 };
        continue;
      }
      const failed = follow(new Map([...needed, [then, { move, by: Math.max(by, known?.by ?? 0), chain }]]), reaches, coupled, mostChanges);
      if (!failed) return undefined;
      first ??= failed;
    }
    const stays = !['up', 'down', 'changes'].some((move) => can(reaches[then]!, move as Move, 0));
    return first ?? { why: stays ? 'kept' : 'reach', chain, needed: 0 };
  }
  const longest = [...needed.values()].sort((a, b) => b.chain.length - a.chain.length)[0]!;
  return needed.size > mostChanges ? { why: 'count', chain: longest.chain, needed: needed.size } : undefined;
}

function asks(moves: Direction, move: Move): boolean {
  return moves === 'any' || moves === move;
}

/** Ways of moving along that are not out of the question. */
function waysOf(reach: Reach, along: Direction): readonly Move[] {
  if (reach.up <= 0 && reach.down <= 0 && !reach.changes) return [];
  if (reach.changes) return along === 'any' ? ['changes'] : [];
  return along === 'any' ? ['up', 'down'] : [along];
}

function can({ up, down, changes }: Reach, move: Move, by: number): boolean {
  if (move === 'changes') return changes;
  const far = move === 'up' ? up : down;
  return far > 0 && far >= by;
}
