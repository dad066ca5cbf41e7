import { NOT_ESTIMABLE, quantity } from '../../text/numbers';
import type { Cell, TableColumn } from './types';

/** A table cell as people read it. */
export function cellText(cell: Cell, column: TableColumn | undefined): string {
  if (cell === null) return NOT_ESTIMABLE;
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'object') return cell.text;
  return (column?.format ?? quantity)(cell);
}
