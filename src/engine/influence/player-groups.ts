import { AssayError } from '../errors';
import { type Player, joinPlayers } from './players';

/** Names written out in the name of a group; of more inputs the rest is counted. */
export const NAMED = 3;

/** What inputs that are replaced together are called: `income + debt`, `income + debt + 4 more`. */
export function groupName(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(' + ');
  return [...names.slice(0, NAMED - 1), `${names.length - NAMED + 1} more`].join(' + ');
}

/**
 * Joins the blocks that were found and the groups that a person has made into players; a group may hold whole blocks.
 * @param groups lists of feature indices
 * @throws AssayError `player-groups` for a group that names an input that is not there, shares one with another group, or takes a block apart; with
 * fewer than two players in it
 */
export function groupPlayers(features: readonly { readonly name: string }[], blocks: readonly Player[], groups: readonly (readonly number[])[]): Player[] {
  const owner = new Int32Array(features.length).fill(-1);
  groups.forEach((group, at) => {
    for (const feature of group) {
      if (owner[feature] === undefined) throw refuse(`A group names input ${feature + 1}; this model has ${features.length}.`);
      if (owner[feature] >= 0) throw refuse(`“${features[feature]!.name}” is in two groups.`);
      owner[feature] = at;
    }
  });
  for (const block of blocks) {
    const [first, ...others] = block.features.map((feature) => owner[feature]!);
    if (others.some((other) => other !== first)) throw refuse(`“${block.name}” is one input spread over ${block.features.length} columns, and a group holds only some of them.`);
  }
  const base = joinPlayers(features, blocks);
  const joined = groups.map((group, at): Player => {
    const members = base.filter((player) => owner[player.features[0]!] === at);
    if (members.length < 2) throw refuse(members[0] ? `“${members[0].name}” is alone in its group.` : 'A group is empty.');
    return { name: groupName(members.map(({ name }) => name)), features: [...group].sort((a, b) => a - b) };
  });
  return joinPlayers(features, [...blocks.filter((block) => owner[block.features[0]!]! < 0), ...joined]);
}

function refuse(why: string): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'player-groups',
    what: 'The inputs cannot be grouped like this, so every input is looked at by itself.',
    why,
    remedy: 'Make the groups again: every input in one group at most, at least two in a group.',
  });
}
