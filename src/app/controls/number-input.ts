/** Reads what a person typed: grouping commas and spaces, a true minus, a currency or percent sign around it. NaN when it is no number. */
export function parseTyped(text: string): number {
  const plain = text
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/[\s,\u00a0\u202f_]/g, '')
    .replace(/^([-+]?)\p{Sc}/u, '$1')
    .replace(/(%|\p{Sc})$/u, '');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** The value moved by `steps` steps on the grid that starts at `min`, within the ends, without the dust of binary fractions. */
export function stepped(value: number, steps: number, step: number, min: number, max: number): number {
  const base = Number.isFinite(min) ? min : 0;
  const position = (value - base) / step;
  const onGrid = Math.abs(position - Math.round(position)) < 1e-6 ? Math.round(position) : steps > 0 ? Math.floor(position) : Math.ceil(position);
  return clamp(Number((base + (onGrid + steps) * step).toPrecision(12)), min, max);
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
