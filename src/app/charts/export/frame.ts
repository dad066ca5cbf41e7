import { wrapText } from '../marks/text-fit';

/** Words printed around a saved picture. */
export interface Caption {
  readonly title: string;
  readonly sub: string;
  readonly source: string;
}

export interface FrameLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly font: string;
  readonly size: number;
  readonly weight: number;
  readonly colour: 'ink' | 'ink-2' | 'ink-3';
}

/** One plot of the region and where it stands, in plot units from the picture's corner. */
export interface PlacedPlot {
  readonly svg: SVGSVGElement;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One canvas of dots, likewise placed. */
export interface PlacedCanvas extends Omit<PlacedPlot, 'svg'> {
  readonly canvas: HTMLCanvasElement;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly FrameLine[];
  readonly plots: readonly PlacedPlot[];
  /** Drawn before the plots. */
  readonly canvases: readonly PlacedCanvas[];
}

const PAD = 24;
const SERIF = "'Source Serif 4 Variable', Georgia, serif";
const SANS = "'Source Sans 3 Variable', system-ui, sans-serif";

/** Lays out a saved picture: title and subtitle, the plots as they stand on the page, the source line. */
export function frameOf(region: HTMLElement, caption: Caption): Frame {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const unit = 16 / rem;
  const box = region.getBoundingClientRect();
  const inner = Math.max(240, box.width * unit);
  const lines: FrameLine[] = [];
  let y = PAD;
  const print = (text: string, size: number, weight: number, font: string, colour: FrameLine['colour'], height: number): void => {
    for (const line of wrapText(text, inner, size, weight, 4)) {
      y += height;
      lines.push({ text: line, x: PAD, y: y - height * 0.25, font, size, weight, colour });
    }
  };
  print(caption.title, 20, 600, SERIF, 'ink', 26);
  print(caption.sub, 14, 400, SANS, 'ink-2', 20);
  y += 16;
  const place = (element: Element): Omit<PlacedPlot, 'svg'> => {
    const at = element.getBoundingClientRect();
    return { x: PAD + (at.left - box.left) * unit, y: y + (at.top - box.top) * unit, width: at.width * unit, height: at.height * unit };
  };
  const plots = [...region.querySelectorAll<SVGSVGElement>('svg.plot')].map((svg) => ({ svg, ...place(svg) }));
  const canvases = [...region.querySelectorAll('canvas')].map((canvas) => ({ canvas, ...place(canvas) }));
  y += box.height * unit + 8;
  print(caption.source, 12, 400, SANS, 'ink-3', 16);
  return { width: Math.ceil(inner + 2 * PAD), height: Math.ceil(y + PAD), lines, plots, canvases };
}

/** The colour a token has now, in the theme on screen. */
export function tokenColour(element: Element, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
