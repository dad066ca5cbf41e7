import { frameOf, tokenColour, type Caption, type PlacedPlot } from './frame';

/** Pixels per plot unit in a saved picture. */
const SCALE = 2;

/**
 * A chart as a PNG. The marks are drawn on a canvas one by one rather than through an image of the SVG, because an image may not use the page's
 * own fonts and the words would not fit.
 */
export async function paint(region: HTMLElement, caption: Caption): Promise<Blob> {
  await document.fonts.ready;
  const frame = frameOf(region, caption);
  const canvas = document.createElement('canvas');
  canvas.width = frame.width * SCALE;
  canvas.height = frame.height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.scale(SCALE, SCALE);
  context.fillStyle = tokenColour(region, 'card');
  context.fillRect(0, 0, frame.width, frame.height);
  for (const line of frame.lines) {
    context.font = `${line.weight} ${line.size}px ${line.font}`;
    context.fillStyle = tokenColour(region, line.colour);
    context.fillText(line.text, line.x, line.y);
  }
  for (const { canvas: dots, x, y, width, height } of frame.canvases) context.drawImage(dots, x, y, width, height);
  for (const plot of frame.plots) paintPlot(context, plot);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
}

function paintPlot(context: CanvasRenderingContext2D, plot: PlacedPlot): void {
  const view = plot.svg.viewBox.baseVal;
  const scale = plot.width / view.width;
  const frame = new DOMMatrix().translate(plot.x, plot.y).scale(scale);
  const toPlot = plot.svg.getCTM()?.inverse();
  for (const element of plot.svg.querySelectorAll<SVGGraphicsElement>('path, line, circle, rect, text')) {
    const own = element.getCTM();
    if (element.closest('[data-screen-only]') || !own || !toPlot) continue;
    context.save();
    const matrix = frame.multiply(DOMMatrix.fromMatrix(toPlot.multiply(own)));
    context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
    const style = getComputedStyle(element);
    context.globalAlpha = opacityOf(element, plot.svg);
    if (element instanceof SVGTextElement) paintText(context, element);
    else paintShape(context, shapeOf(element), style);
    context.restore();
  }
}

function opacityOf(element: Element, root: Element): number {
  let opacity = 1;
  for (let at: Element | null = element; at && at !== root; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

function shapeOf(element: SVGGraphicsElement): Path2D {
  if (element instanceof SVGPathElement) return new Path2D(element.getAttribute('d') ?? '');
  const path = new Path2D();
  if (element instanceof SVGLineElement) {
    path.moveTo(element.x1.baseVal.value, element.y1.baseVal.value);
    path.lineTo(element.x2.baseVal.value, element.y2.baseVal.value);
  } else if (element instanceof SVGCircleElement) {
    path.arc(element.cx.baseVal.value, element.cy.baseVal.value, element.r.baseVal.value, 0, 2 * Math.PI);
  } else if (element instanceof SVGRectElement) {
    path.roundRect(element.x.baseVal.value, element.y.baseVal.value, element.width.baseVal.value, element.height.baseVal.value, element.rx.baseVal.value);
  }
  return path;
}

function paintShape(context: CanvasRenderingContext2D, path: Path2D, style: CSSStyleDeclaration): void {
  const alpha = context.globalAlpha;
  if (style.fill !== 'none') {
    context.globalAlpha = alpha * Number(style.fillOpacity);
    context.fillStyle = style.fill;
    context.fill(path);
  }
  if (style.stroke !== 'none') {
    context.globalAlpha = alpha * Number(style.strokeOpacity);
    context.strokeStyle = style.stroke;
    context.lineWidth = parseFloat(style.strokeWidth);
    context.lineCap = style.strokeLinecap as CanvasLineCap;
    context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
    context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(parseFloat));
    context.stroke(path);
  }
}

/** Each run of characters is put where the page put it, so anchors and spans need no second reckoning. */
function paintText(context: CanvasRenderingContext2D, text: SVGTextElement): void {
  let at = 0;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent ?? '';
    const parent = node.parentElement;
    if (!parent || words.length === 0 || at >= text.getNumberOfChars()) continue;
    const style = getComputedStyle(parent);
    const start = text.getStartPositionOfChar(at);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    if (style.stroke !== 'none') {
      context.strokeStyle = style.stroke;
      context.lineWidth = parseFloat(style.strokeWidth);
      context.lineJoin = 'round';
      context.strokeText(words, start.x, start.y);
    }
    context.fillStyle = style.fill;
    context.fillText(words, start.x, start.y);
    at += words.length;
  }
}
