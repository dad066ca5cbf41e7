import { AssayError } from '../errors';

/** One participant of the game: features that are always replaced together. */
export interface Player {
  readonly name: string;
  /** Indices of its features in a feature row. */
  readonly features: readonly number[];
}

/** One player per feature. */
export function singlePlayers(features: readonly { readonly name: string }[]): Player[] {
  return features.map(({ name }, index) => ({ name, features: [index] }));
}

/**
 * Joins features into players: each group becomes one player, every other feature one of its own. Players stand where their first feature stood.
 * @throws AssayError `players` when a group names a feature that is not there or two groups share one.
 */
export function joinPlayers(features: readonly { readonly name: string }[], groups: readonly Player[]): Player[] {
  const owner = new Map<number, Player>();
  for (const group of groups) {
    for (const feature of group.features) {
      if (features[feature] === undefined || owner.has(feature)) {
        throw badPlayers(
          `The group “${group.name}” ${owner.has(feature) ? 'shares an input with another group' : `names input ${feature}, which is not there`}.`,
        );
      }
      owner.set(feature, group);
    }
  }
  const players: Player[] = [];
  for (const [index, { name }] of features.entries()) {
    const group = owner.get(index);
    if (group === undefined) players.push({ name, features: [index] });
    else if (group.features.every((feature) => feature >= index))
      players.push({ name: group.name, features: [...group.features].sort((a, b) => a - b) });
  }
  return players;
}

/** Every beginning a name has before a run of separators: `race_African-American` begins with `race` and `race_African`. */
function beginnings(name: string): string[] {
  return [...name.matchAll(/[_=\-.: ]+/gu)].flatMap(({ index }) => (index > 0 ? [name.slice(0, index)] : []));
}

/**
 * Finds blocks of 0/1 features that say together which one of several levels a row has: names that begin alike up to a `_`, `=`, `-`, `.`, `:` or space,
 * and exactly one 1 in every row. The largest blocks come first, of equals the one with the longer beginning; a feature belongs to one block at most.
 * @param values feature rows, row-major, `width` a row
 */
export function findOneHotBlocks(features: readonly { readonly name: string; readonly kind: 'number' | 'level' }[], values: Float64Array): Player[] {
  const width = features.length;
  const rows = width === 0 ? 0 : values.length / width;
  if (rows === 0) return [];
  const isIndicator = (feature: number): boolean => {
    for (let at = feature; at < values.length; at += width) if (values[at] !== 0 && values[at] !== 1) return false;
    return true;
  };
  const sumsToOne = (block: readonly number[]): boolean => {
    for (let row = 0; row < rows; row++) if (block.reduce((sum, feature) => sum + values[row * width + feature]!, 0) !== 1) return false;
    return true;
  };
  const byBeginning = new Map<string, number[]>();
  for (const [index, { name, kind }] of features.entries()) {
    if (kind !== 'number' || !isIndicator(index)) continue;
    for (const beginning of beginnings(name)) byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), index]);
  }
  const taken = new Set<number>();
  const blocks: Player[] = [];
  for (const [name, members] of [...byBeginning].sort(([a, some], [b, others]) => others.length - some.length || b.length - a.length)) {
    const free = members.filter((feature) => !taken.has(feature));
    if (free.length < 2 || !sumsToOne(free)) continue;
    for (const feature of free) taken.add(feature);
    blocks.push({ name, features: free });
  }
  return blocks.sort((a, b) => a.features[0]! - b.features[0]!);
}

/** @throws AssayError `players` unless every feature of a row belongs to exactly one player. */
export function checkPlayers(players: readonly Player[], width: number): void {
  const seen = new Uint8Array(width);
  for (const { name, features } of players) {
    for (const feature of features) {
      if (!(feature >= 0 && feature < width) || seen[feature] === 1)
        throw badPlayers(`“${name}” holds input ${feature}, which is ${seen[feature] === 1 ? 'held by another' : 'not there'}.`);
      seen[feature] = 1;
    }
  }
  const left = seen.indexOf(0);
  if (left >= 0) throw badPlayers(`Input ${left} belongs to no player.`);
}

/** @throws AssayError `players` unless there are no groups, or a whole group number for every player. */
export function checkGroups(players: readonly Player[], groups: Int32Array | undefined): void {
  if (groups !== undefined && groups.length !== players.length)
    throw badPlayers(`There are ${groups.length} group numbers for ${players.length} inputs.`);
}

function badPlayers(why: string): AssayError {
  return new AssayError({
    area: 'influence',
    code: 'players',
    what: 'The inputs are not grouped in a way that can be shared out.',
    why,
    remedy: 'Put every input into exactly one group.',
  });
}
