import type { Player } from '../../influence/players';

/**
 * The players of the coarsened game, in which some inputs act as one: what a set accounts for together, beside each other input by itself. Its Shapley
 * value is not the sum of theirs where they act together with others.
 * Source: Aumann and Drèze, "Cooperative games with coalition structures" (1974), for the game between the parts.
 * @param set positions among the players; fewer than two leave the game as it is
 */
export function coarsenPlayers(players: readonly Player[], set: readonly number[], name: string): Player[] {
  const inside = new Set(set);
  if (inside.size < 2) return [...players];
  const joined = { name, features: players.flatMap(({ features }, at) => (inside.has(at) ? [...features] : [])).sort((a, b) => a - b) };
  const first = players.findIndex((_, at) => inside.has(at));
  return players.flatMap((player, at) => (at === first ? [joined] : inside.has(at) ? [] : [player]));
}
