import { Random } from '../../stats/random';

/**
 * People drawn from each group, in an order in which every start holds of each group about the share it has in the whole sample. Groups get equally many
 * places as far as they have so many people, since it is groups that are compared.
 * @param group of each person to choose from, −1 for people who are in none and are left out
 * @param size most people drawn
 * @returns indexes into `group`
 */
export function groupSample(group: Int32Array, groupCount: number, size: number, seed: number): Int32Array<ArrayBuffer> {
  const members = Array.from({ length: groupCount }, () => [] as number[]);
  group.forEach((own, person) => own >= 0 && members[own]!.push(person));
  const places = shareOut(
    members.map(({ length }) => length),
    size,
  );
  const drawn = members.flatMap((own, at) => {
    const many = places[at]!;
    const chosen = Random.stream(seed, at).sample(own.length, many);
    return Array.from(chosen, (index, k) => ({ person: own[index]!, at: (k + 0.5) / many }));
  });
  return Int32Array.from(drawn.sort((a, b) => a.at - b.at || a.person - b.person), ({ person }) => person);
}

/** Places for groups of these sizes: the same for each, what small groups cannot fill going to the others. */
function shareOut(sizes: readonly number[], places: number): Int32Array {
  const given = new Int32Array(sizes.length);
  let left = places;
  const order = [...sizes.keys()].sort((a, b) => sizes[a]! - sizes[b]!);
  order.forEach((at, k) => {
    given[at] = Math.min(sizes[at]!, Math.ceil(left / (order.length - k)));
    left -= given[at]!;
  });
  return given;
}
