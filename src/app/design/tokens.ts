/** A colour in the light and in the dark theme. */
export interface Tone {
  readonly light: string;
  readonly dark: string;
}

const tone = (light: string, dark: string): Tone => ({ light, dark });

/** Colours of the interface: surfaces, text, lines, action, direction of influence, status. */
export const INTERFACE = {
  page: tone('#F5F6F8', '#101317'),
  card: tone('#FFFFFF', '#1A1E23'),
  sunken: tone('#ECEEF2', '#0B0D10'),
  ink: tone('#16191F', '#EEF1F5'),
  'ink-2': tone('#444B57', '#BFC6D1'),
  'ink-3': tone('#5B6372', '#9BA4B1'),
  hairline: tone('#D5D9E0', '#363D47'),
  outline: tone('#767F8E', '#838C99'),
  context: tone('#7F8896', '#7C8592'),
  action: tone('#0B5A8F', '#7CC0F5'),
  'on-action': tone('#FFFFFF', '#0B1A26'),
  focus: tone('#0B5A8F', '#9BD1FF'),
  raises: tone('#1F5FA8', '#79B4F0'),
  lowers: tone('#A8430A', '#F09A62'),
  ok: tone('#1C6A3C', '#6FCB8F'),
  caution: tone('#7A5000', '#E3B341'),
  problem: tone('#A3261F', '#FF8F86'),
} as const;

/** Group slots: a group keeps its slot, and so its hue and shape, for the whole session. */
export const GROUPS = {
  'group-1': tone('#6943DD', '#BAB4FD'),
  'group-2': tone('#AD7F0D', '#F8A72A'),
  'group-3': tone('#11887F', '#28C0A3'),
  'group-4': tone('#701801', '#BD5C56'),
  'group-5': tone('#576D3A', '#C8F4B1'),
  'group-6': tone('#315774', '#6988B0'),
} as const;

/** From little to much. In the dark theme more is lighter. */
export const SEQUENTIAL = {
  'sequential-1': tone('#E5F0FC', '#172839'),
  'sequential-2': tone('#AECEF1', '#1D456B'),
  'sequential-3': tone('#6DA3DA', '#316CA5'),
  'sequential-4': tone('#3275B4', '#5B97D3'),
  'sequential-5': tone('#054980', '#97C2F0'),
  'sequential-6': tone('#00274A', '#D9EAFC'),
} as const;

/** From one side of a middle to the other. */
export const DIVERGING = {
  'diverging-1': tone('#7D3501', '#FA9D6B'),
  'diverging-2': tone('#BD6533', '#C46B39'),
  'diverging-3': tone('#E9AF91', '#79472C'),
  'diverging-4': tone('#F0F1F3', '#2A2F36'),
  'diverging-5': tone('#9DC1EA', '#37577B'),
  'diverging-6': tone('#3F83CB', '#4589D2'),
  'diverging-7': tone('#064E8D', '#80BCFE'),
} as const;

export const COLOURS = { ...INTERFACE, ...GROUPS, ...SEQUENTIAL, ...DIVERGING } as const;

export type ColourName = keyof typeof COLOURS;

/** Breakpoints of the layout, in px at the default text size. */
export const BREAKPOINTS = { phone: 480, tablet: 768, narrow: 1024, wide: 1280 } as const;

/** How many groups get a hue and shape of their own; further groups share the last rows as "others". */
export const SLOTS = 6;

/** A group's place in the palette, 1 to {@link SLOTS}. */
export type Slot = 1 | 2 | 3 | 4 | 5 | 6;

/** Slot for the group at `index` in the order of the data. */
export function slotOf(index: number): Slot {
  return ((index % SLOTS) + 1) as Slot;
}
