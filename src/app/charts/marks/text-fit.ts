/** Mean advance of a letter of the interface face at size 1; used where no canvas can measure. */
const MEAN_ADVANCE = 0.5;

let context: CanvasRenderingContext2D | null | undefined;

let ready = false;

/** Whether words can be measured in their own font yet. */
export function fontReady(): boolean {
  return ready || typeof document === 'undefined';
}

/** Calls back once the interface font has come, when it had not before; gives a way to stop waiting. */
export function onFontReady(then: () => void): () => void {
  let waiting = !ready && typeof document !== 'undefined';
  if (waiting) {
    const fonts = [400, 600].map((weight) => document.fonts.load(`${weight} 14px 'Source Sans 3 Variable'`));
    void Promise.allSettled(fonts).then(() => {
      ready = true;
      if (waiting) then();
    });
  }
  return () => (waiting = false);
}

/** Width of `text` in plot units when set at `size` (12, 14 …) and `weight`. */
export function textWidth(text: string, size: number, weight = 400): number {
  if (context === undefined) context = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  if (!context) return text.length * size * MEAN_ADVANCE * (weight > 500 ? 1.05 : 1);
  context.font = `${weight} ${size}px 'Source Sans 3 Variable', system-ui, sans-serif`;
  return context.measureText(text).width;
}

/** The text, or as much of it as fits `width` with an ellipsis at the end. */
export function fitText(text: string, width: number, size: number, weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${text.slice(0, middle).trimEnd()}…`, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

/** Breaks a text into at most `lines` lines of `width`; what does not fit ends in an ellipsis. */
export function wrapText(text: string, width: number, size: number, weight = 400, lines = 4): string[] {
  const out: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, size, weight) > width) {
      out.push(line);
      line = word;
    } else line = longer;
  }
  if (line) out.push(line);
  if (out.length > lines) out.splice(lines - 1, out.length, out.slice(lines - 1).join(' '));
  return out.map((each) => fitText(each, width, size, weight));
}
