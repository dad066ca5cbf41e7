import type { Change, Move } from '../../../engine/influence/compare/change';
import type { Cell } from '../../charts/shell/types';
import type { WaterfallRow } from '../../charts/waterfall/layout';
import type { FurtherColumn } from '../../charts/waterfall/twin';
import type { Subject } from '../../state/person/subject.svelte';
import type { Earlier } from '../../state/person/why.svelte';
import type { ReasonsAsk } from '../../state/person/subject.svelte';
import { en } from '../../text/en';
import { list } from '../../text/numbers';
import type { ScoreScale } from '../../text/scale';
import { quantityText, scaleOf, sizeText, versusText } from './tell';

/** Moves of a value that are told in the sentence. */
const TOLD = 2;

/** What became of the reasons when another quantity or comparison was chosen, as one sentence. */
export function changedText(subject: Subject, earlier: Earlier, now: ReasonsAsk, change: Change, scale: ScoreScale): string {
  const words = en.reasons;
  const { session } = subject;
  const said = list(moves(subject, earlier, now, change, scale));
  const [versus, was] = [versusText(session, now.versus), versusText(session, earlier.ask.versus)];
  const [quantity, before] = [quantityText(session, now.quantity), quantityText(session, earlier.ask.quantity)];
  if (quantity === before) return words.changed(versus, was, said);
  return versus === was ? words.changedQuantity(quantity, before, said) : words.changedBoth(quantity, versus, before, was, said);
}

function moves(subject: Subject, earlier: Earlier, now: ReasonsAsk, change: Change, scale: ScoreScale): string[] {
  const words = en.reasons;
  const name = ({ player }: Move): string => now.question.players[player]!.name;
  const print = (value: number): string => scale.change(value, scale.decimals);
  const [signBefore, signNow] = [subject.sign(earlier.ask.quantity), subject.sign(now.quantity)];
  const told: string[] = [];
  if (change.sameUnit) {
    for (const move of change.moves) {
      const [from, to] = [print(signBefore * move.before), print(signNow * move.after)];
      if (told.length < TOLD && Math.abs(move.change) > move.halfWidth && from !== to) told.push(words.goes(name(move), from, to));
    }
  }
  const first = change.moves.find(({ rankAfter }) => rankAfter === 0);
  if (first && first.rankBefore > 0) told.push(words.nowAt(name(first), words.place(0)));
  const turned = change.moves.find((move) => move.turned);
  if (turned) told.push((turned.after > 0 ? words.nowRaises : words.nowLowers)(name(turned)));
  if (told.length > 0) return told;
  const climbed = change.moves.reduce<Move | undefined>((most, move) => (move.rankBefore - move.rankAfter > (most ? most.rankBefore - most.rankAfter : 0) ? move : most), undefined);
  if (climbed) return [words.nowAt(name(climbed), words.place(climbed.rankAfter))];
  const most = change.moves.reduce((size, move) => Math.max(size, Math.abs(move.change)), 0);
  return change.sameUnit ? [words.orderStays, words.hardly(sizeText(scale, most))] : [words.orderStays];
}

/** The same for the table: the value before, what came to it, and the place it had. */
export function changedColumns(subject: Subject, earlier: Earlier, now: ReasonsAsk, change: Change, scale: ScoreScale): FurtherColumn[] {
  const words = en.reasons;
  const { session } = subject;
  const before = scaleOf(session, earlier.ask.quantity, [earlier.reasons.start, earlier.reasons.end]);
  const print = (value: number): string => before.change(value, before.decimals);
  const sign = subject.sign(earlier.ask.quantity);
  const cell =
    (read: (move: Move) => Cell) =>
    (row: WaterfallRow): Cell => {
      const move = row.kind === 'part' ? change.moves.find(({ player }) => String(player) === row.id) : undefined;
      return move ? read(move) : '';
    };
  const same = quantityText(session, now.quantity) === quantityText(session, earlier.ask.quantity);
  const what = same ? versusText(session, earlier.ask.versus) : quantityText(session, earlier.ask.quantity);
  return [
    { column: { label: words.columnBefore(what), format: print }, cell: cell((move) => sign * move.before) },
    ...(change.sameUnit ? [{ column: { label: words.columnChange, format: (value: number) => scale.change(value, scale.decimals) }, cell: cell((move) => sign * move.change) }] : []),
    { column: { label: words.columnPlace, format: String }, cell: cell((move) => move.rankBefore + 1) },
  ];
}
