import { count, counted } from './numbers';

/** Words of the shell and of the controls. */
export const controls = {
  appName: 'Assay',
  skipToPage: 'Skip to the page',
  screens: 'Screens',
  openMenu: 'Open the menu',
  menu: 'Menu',
  close: 'Close',
  help: 'Help',
  noTable: 'No table yet',
  noModel: 'No model yet',
  people: (n: number) => counted(n, 'person', 'people'),
  rows: (n: number) => counted(n, 'row', 'rows'),
  inputs: (n: number) => counted(n, 'input', 'inputs'),
  tableChip: (name: string) => `Table: ${name}`,
  modelChip: (name: string) => `Model: ${name}`,
  thresholdChip: 'Line at',
  decisionsChip: 'Decisions',
  decisionsGiven: 'given',

  lock: {
    starting: { short: 'Locking', rest: '…' },
    locked: { short: 'Locked', rest: ': nothing can leave' },
    failed: { short: 'Not locked', rest: ': open no files' },
    off: { short: 'Not locked', rest: ': development copy' },
  },

  theme: {
    system: 'Theme: as your system. Change to light.',
    light: 'Theme: light. Change to dark.',
    dark: 'Theme: dark. Change to as your system.',
  },

  less: (label: string) => `Less: ${label}`,
  more: (label: string) => `More: ${label}`,
  outOfRange: (low: string, high: string) => `Enter a number from ${low} to ${high}.`,
  notANumber: 'Enter a number.',
  noMatch: 'Nothing found',
  matches: (n: number) => (n === 0 ? 'Nothing found' : `${count(n)} found`),
  moreMatches: (n: number) => `${count(n)} more. Type to narrow down.`,

  cancel: 'Stop',
  stopping: 'Stopping …',
  progress: (share: number) => `${count(Math.floor(share * 100))} of 100 done`,
  working: 'Working …',

  whatToDo: 'What to do',
  whatWasKept: 'What was kept',
  details: 'Details',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying was refused. Select the text and copy it.',
  dismiss: 'Dismiss',

  limitLead: 'This does not tell you',
} as const;
