import { wrapText } from '../marks/text-fit';
import type { FractionRow } from './types';

export interface PlacedFractionRow {
  readonly row: FractionRow;
  readonly heading: readonly string[];
  readonly note: readonly string[];
  readonly textTop: number;
  readonly evidenceY: number;
  readonly noteY: number;
  /** Corners of the blocks of marks. */
  readonly blocks: readonly { readonly x: number; readonly y: number }[];
  readonly top: number;
  readonly height: number;
}

export interface FractionLayout {
  readonly block: number;
  readonly rows: readonly PlacedFractionRow[];
  readonly height: number;
}

/** Height of one block with its two lines of words. */
const BLOCK = 82;
const GAP = 20;

/** Words at the left and blocks at the right where there is room; on narrow pages the words stand above. */
export function fractionLayout(rows: readonly FractionRow[], width: number): FractionLayout {
  const most = Math.max(1, ...rows.map((row) => row.fractions.length));
  const beside = width >= 150 + most * (140 + GAP);
  const across = beside ? most : Math.max(1, Math.min(most, Math.floor((width + GAP) / (140 + GAP))));
  const block = beside ? Math.min(172, (width - 150) / most - GAP) : Math.min(240, (width - (across - 1) * GAP) / across);
  const textWidth = beside ? width - most * (block + GAP) : width;
  let y = 0;
  const placed = rows.map((row): PlacedFractionRow => {
    const heading = wrapText(row.label, textWidth, 14, 600, beside ? 4 : 3);
    const note = row.note ? wrapText(row.note, textWidth, 12, 400, 3) : [];
    const evidenceY = y + heading.length * 20 + 16;
    const noteY = evidenceY + (row.evidence ? 18 : 0);
    const words = heading.length * 20 + (row.evidence ? 24 : 0) + note.length * 16;
    const lines = Math.ceil(row.fractions.length / across);
    const blockTop = beside ? y + 2 : y + words + 10;
    const blocks = row.fractions.map((_, i) => ({
      x: (beside ? textWidth + GAP : 0) + (i % across) * (block + GAP),
      y: blockTop + Math.floor(i / across) * (BLOCK + 8),
    }));
    const height = beside ? Math.max(words + 4, BLOCK) : words + 10 + lines * (BLOCK + 8) - 8;
    const result = { row, heading, note, textTop: y, evidenceY, noteY, blocks, top: y, height };
    y += height + 20;
    return result;
  });
  return { block, rows: placed, height: Math.max(0, y - 20) };
}
