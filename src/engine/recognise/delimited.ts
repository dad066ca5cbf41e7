import { recognised, type Recognition } from './kinds';

const DELIMITERS = [',', ';', '\t', '|'] as const;

function fieldsPerLine(line: string, delimiter: string): number {
  let fields = 1;
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) fields++;
  }
  return fields;
}

function mostShareOneWidth(widths: readonly number[], least: number): boolean {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, count] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0]);
  return width >= least && count * 4 >= widths.length * 3;
}

/** Tells text that is a table (cells in columns of equal number) from other text. `text` may end in mid-line when `cut`. */
export function recogniseDelimited(text: string, cut: boolean): Recognition | undefined {
  let lines = text.split(/\r\n|\n|\r/);
  if (cut) lines = lines.slice(0, -1);
  lines = lines.filter((line) => line.trim() !== '').slice(0, 50);
  if (lines.length === 0) return undefined;
  const svm = /^[-+]?[\d.]+(e[-+]?\d+)?(\s+(qid:)?\d+:[-+.\deE]+)+\s*(#.*)?$/i;
  if (lines.filter((line) => svm.test(line)).length * 4 >= lines.length * 3) return recognised('libsvm-data');
  if (lines.every((line) => /^\d+[\t ]\S.*[\t ](i|q|int|float|c)\s*$/.test(line))) return recognised('xgboost-fmap');
  const enough = lines.length >= 2;
  for (const delimiter of DELIMITERS) {
    const widths = lines.map((line) => fieldsPerLine(line, delimiter));
    if (enough && mostShareOneWidth(widths, 2)) return recognised('csv');
  }
  if (
    text.includes('"') &&
    DELIMITERS.some((delimiter) => fieldsPerLine(lines[0]!, delimiter) > 1 && /^\s*("[^"]*"|[\w .-]+)\s*[,;\t|]/.test(lines[0]!))
  )
    return recognised('csv');
  if (
    enough &&
    mostShareOneWidth(
      lines.map((line) => line.trim().split(/\s+/).length),
      5,
    )
  )
    return recognised('csv');
  if (lines.length >= 5 && lines.every((line) => /^"?[\w.-]{1,40}"?$/.test(line.trim())) && new Set(lines.slice(1)).size * 2 < lines.length)
    return recognised('csv');
  const numbers = lines.slice(1).filter((line) => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(line)).length;
  if (enough && numbers === lines.length - 1) return recognised('csv');
  return undefined;
}
