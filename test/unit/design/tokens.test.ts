import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COLOURS, DIVERGING, GROUPS, INTERFACE, SEQUENTIAL, slotOf, type ColourName, type Tone } from '../../../src/app/design/tokens';
import { contrast, deltaE, distance, parseHex, VIEWS, type Lab, type View } from './colour';

const css = readFileSync(new URL('../../../src/app/design/tokens.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;

describe('colour difference against the published test pairs of Sharma, Wu and Dalal (2005)', () => {
  const pairs: [Lab, Lab, number][] = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ];
  test.each(pairs)('%j to %j', (a, b, published) => {
    expect(deltaE(a, b)).toBeCloseTo(published, 4);
    expect(deltaE(b, a)).toBeCloseTo(published, 4);
  });
});

describe('the style sheet', () => {
  test('holds exactly the tokens, light and dark', () => {
    const found = Object.fromEntries([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((m) => [m[1], { light: m[2], dark: m[3] }]));
    expect(found).toEqual(COLOURS);
  });

  test('keeps the themes a person can choose', () => {
    expect(css).toMatch(/:root\[data-theme='light'\] \{\s*color-scheme: light;/);
    expect(css).toMatch(/:root\[data-theme='dark'\] \{\s*color-scheme: dark;/);
    expect(css).toMatch(/^:root \{\s*color-scheme: light dark;/);
  });
});

/** Contrast on card and page: light, then dark. */
const CONTRAST: [ColourName, number, number, number, number][] = [
  ['ink', 17.6, 16.3, 14.8, 16.4],
  ['ink-2', 8.8, 8.1, 9.7, 10.8],
  ['ink-3', 6.1, 5.6, 6.7, 7.4],
  ['outline', 4.0, 3.7, 4.9, 5.5],
  ['context', 3.6, 3.3, 4.5, 5.0],
  ['action', 7.3, 6.8, 8.6, 9.5],
  ['raises', 6.4, 6.0, 7.7, 8.5],
  ['lowers', 6.1, 5.6, 7.6, 8.4],
  ['ok', 6.6, 6.1, 8.5, 9.4],
  ['caution', 7.1, 6.5, 8.6, 9.6],
  ['problem', 7.4, 6.8, 7.6, 8.5],
  ['group-1', 6.1, 5.6, 8.8, 9.8],
  ['group-2', 3.6, 3.3, 8.4, 9.4],
  ['group-3', 4.3, 4.0, 7.3, 8.1],
  ['group-4', 11.5, 10.7, 3.9, 4.3],
  ['group-5', 5.8, 5.3, 13.6, 15.1],
  ['group-6', 7.7, 7.1, 4.6, 5.1],
];

const on = (name: ColourName, ground: ColourName, theme: 'light' | 'dark'): number => contrast(parseHex(COLOURS[name][theme]), parseHex(COLOURS[ground][theme]));

describe('contrast', () => {
  test.each(CONTRAST)('%s has its ratios on card and page', (name, lightCard, lightPage, darkCard, darkPage) => {
    // Ratios of the specification are printed to one decimal.
    expect(Math.abs(on(name, 'card', 'light') - lightCard)).toBeLessThanOrEqual(0.06);
    expect(Math.abs(on(name, 'page', 'light') - lightPage)).toBeLessThanOrEqual(0.06);
    expect(Math.abs(on(name, 'card', 'dark') - darkCard)).toBeLessThanOrEqual(0.06);
    expect(Math.abs(on(name, 'page', 'dark') - darkPage)).toBeLessThanOrEqual(0.06);
  });

  test.each(THEMES)('text reaches 4.5 on card, page and sunken ground, %s', (theme) => {
    for (const name of ['ink', 'ink-2', 'ink-3', 'action', 'raises', 'lowers', 'ok', 'caution', 'problem'] as const) {
      for (const ground of ['card', 'page', 'sunken'] as const) expect(on(name, ground, theme), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(on('on-action', 'action', theme)).toBeGreaterThanOrEqual(7);
  });

  test.each(THEMES)('marks, outlines and the focus ring reach 3 on card and page, %s', (theme) => {
    for (const name of ['outline', 'context', 'focus', ...Object.keys(GROUPS)] as ColourName[]) {
      for (const ground of ['card', 'page'] as const) expect(on(name, ground, theme), `${name} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
    expect(on('focus', 'sunken', theme)).toBeGreaterThanOrEqual(3);
  });

  test('raises and lowers have equal luminance, so that neither shouts', () => {
    for (const theme of THEMES) expect(contrast(parseHex(INTERFACE.raises[theme]), parseHex(INTERFACE.lowers[theme]))).toBeLessThanOrEqual(1.07);
  });
});

function smallest(colours: readonly string[], view: View): number {
  let least = Infinity;
  colours.forEach((a, i) => colours.slice(i + 1).forEach((b) => (least = Math.min(least, distance(a, b, view)))));
  return least;
}

const values = (set: Record<string, Tone>, theme: 'light' | 'dark'): string[] => Object.values(set).map((tone) => tone[theme]);

describe('group hues stay apart in normal, protan, deutan and tritan view', () => {
  test.each([
    ['light', 6, [16.0, 14.1, 13.9, 14.2], 0.06],
    ['dark', 6, [18.9, 16.5, 16.8, 16.5], 0.06],
    ['light', 4, [37, 25, 22, 21], 0.51],
    ['dark', 4, [35, 22, 20, 19], 0.51],
    ['light', 2, [64, 63, 65, 39], 0.51],
    ['dark', 2, [50, 53, 53, 35], 0.51],
  ] as const)('%s, first %i', (theme, count, expected, tolerance) => {
    const hues = values(GROUPS, theme).slice(0, count);
    VIEWS.forEach((view, i) => expect(Math.abs(smallest(hues, view) - expected[i]!), view).toBeLessThanOrEqual(tolerance));
  });
});

describe('directions and ramps', () => {
  test.each([
    ['light', 45, 60],
    ['dark', 43, 65],
  ] as const)('raises and lowers differ in every view, %s', (theme, low, high) => {
    for (const view of VIEWS) {
      const apart = distance(INTERFACE.raises[theme], INTERFACE.lowers[theme], view);
      expect(apart).toBeGreaterThanOrEqual(low - 0.5);
      expect(apart).toBeLessThanOrEqual(high + 0.5);
    }
  });

  test.each(THEMES)('each step of the sequential ramp is seen, %s', (theme) => {
    const ramp = values(SEQUENTIAL, theme);
    for (const view of ['normal', 'deutan'] as const) {
      ramp.slice(1).forEach((colour, i) => {
        const step = distance(ramp[i]!, colour, view);
        expect(step).toBeGreaterThanOrEqual(11);
        expect(step).toBeLessThanOrEqual(17.05);
      });
    }
    const light = ramp.map((colour) => contrast(parseHex(colour), [0, 0, 0]));
    expect(light).toEqual([...light].sort((a, b) => (theme === 'light' ? b - a : a - b)));
  });

  test.each(THEMES)('each step of the diverging ramp is at least 14 in all views, %s', (theme) => {
    const ramp = values(DIVERGING, theme);
    for (const view of VIEWS) ramp.slice(1).forEach((colour, i) => expect(distance(ramp[i]!, colour, view)).toBeGreaterThanOrEqual(14));
  });

  test('status hues may fall together for some readers, which is why they never stand without icon and word', () => {
    expect(distance(INTERFACE.caution.light, INTERFACE.problem.light, 'deutan')).toBeCloseTo(2.2, 1);
  });
});

test('groups beyond the palette begin it again', () => {
  expect([0, 1, 5, 6, 11].map(slotOf)).toEqual([1, 2, 6, 1, 6]);
});
