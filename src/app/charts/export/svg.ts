import { frameOf, tokenColour, type Caption } from './frame';

const NS = 'http://www.w3.org/2000/svg';

/** Style properties that stand as attributes in a saved picture, since it has no style sheet. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'font-variant-numeric',
] as const;

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of PROPERTIES) {
    const value = style.getPropertyValue(name);
    if (value) to.setAttribute(name, value);
  }
  to.removeAttribute('class');
  [...from.children].forEach((child, i) => {
    const copy = to.children[i];
    if (copy) inline(child, copy);
  });
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A chart as one SVG document with its words and with all colours written out. */
export function pictureOf(region: HTMLElement, caption: Caption): string {
  const frame = frameOf(region, caption);
  const root = element('svg', { xmlns: NS, width: frame.width, height: frame.height, viewBox: `0 0 ${frame.width} ${frame.height}`, role: 'img' });
  const title = element('title', {});
  title.textContent = caption.title;
  root.append(title, element('rect', { width: frame.width, height: frame.height, fill: tokenColour(region, 'card') }));
  for (const line of frame.lines) {
    const text = element('text', {
      x: line.x,
      y: line.y,
      'font-family': line.font,
      'font-size': line.size,
      'font-weight': line.weight,
      fill: tokenColour(region, line.colour),
    });
    text.textContent = line.text;
    root.append(text);
  }
  for (const { canvas, ...place } of frame.canvases) root.append(element('image', { ...place, href: canvas.toDataURL() }));
  for (const plot of frame.plots) {
    const copy = plot.svg.cloneNode(true) as SVGSVGElement;
    inline(plot.svg, copy);
    for (const unseen of copy.querySelectorAll('[data-screen-only]')) unseen.remove();
    for (const [key, value] of Object.entries({ x: plot.x, y: plot.y, width: plot.width, height: plot.height })) copy.setAttribute(key, String(value));
    copy.setAttribute('overflow', 'visible');
    copy.removeAttribute('aria-hidden');
    root.append(copy);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}
