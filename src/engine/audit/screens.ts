/** Screens an address can lead to. */
export const SCREENS = ['start', 'check', 'findings', 'person', 'groups', 'drivers'] as const;
export type Screen = (typeof SCREENS)[number];

/** Parts of the screens that have several; the first is shown where an address names none. No name may read as hexadecimal digits. */
export const PARTS = {
  groups: ['rates', 'thresholds', 'narrow', 'experiments', 'recourse'],
  drivers: ['overall', 'gap'],
} as const;
export type Parts = typeof PARTS;
export type Part = Parts[keyof Parts][number];

/** Parts of a screen in reading order; none where it is one whole. */
export function partsOf(screen: Screen): readonly Part[] {
  return screen in PARTS ? PARTS[screen as keyof Parts] : [];
}
