import { counted } from './numbers';

/** Words of the editor of inputs that are replaced together. */
export const together = {
  open: (groups: number) => (groups === 0 ? 'Put inputs together' : `${counted(groups, 'group', 'groups')} of inputs`),
  title: 'Inputs that are replaced together',
  text: 'Inputs in a group count as one: all of them are replaced at once, and they get one value between them. Useful for inputs that say the same thing, or that make no sense apart. It holds for Person and Drivers.',
  made: 'Groups',
  part: 'Take apart',
  partOne: (names: string) => `Take apart: ${names}`,
  choose: 'Tick inputs for a group',
  search: 'Search',
  more: (n: number) => `${counted(n, 'more input', 'more inputs')}: search for a name.`,
  make: 'Make a group',
  atLeast: 'Tick at least two.',
  name: (name: string) => `It will be called ${name}.`,
} as const;
