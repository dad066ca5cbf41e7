import type { Change, Move } from '../../../engine/influence/compare/change';
import type { Cell } from '../../charts/shell/types';
import type { WaterfallRow } from '../../charts/waterfall/layout';
import type { FurtherColumn } from '../../charts/waterfall/twin';
import type { ReasonsAsk, Subject } from '../../state/person/subject.svelte';
import { en } from '../../text/en';
import { list } from '../../text/numbers';
import type { ScoreScale } from '../../text/scale';
import { quantityText, sizeText, versusText } from './tell';
import type { Walk } from './walk';

/** Moves of a value that are told in the sentence. */
const TOLD = 2;

/** An answer with the way it is drawn. */
export interface Told {
  readonly ask: ReasonsAsk;
  readonly walk: Walk;
  readonly sign: 1 | -1;
}

/** A value as it stands, or stood, in its bar. */
function printed({ walk: { scale, printed: rows }, sign }: Told, player: number, value: number): string {
  return scale.change(rows.get(player) ?? sign * value, scale.decimals);
}

/** What became of the reasons when another quantity or comparison was chosen, as one sentence. */
export function changedText(subject: Subject, before: Told, now: Told, change: Change): string {
  const words = en.reasons;
  const { session } = subject;
  const said = list(moves(before, now, change));
  const [versus, was] = [versusText(session, now.ask.versus), versusText(session, before.ask.versus)];
  const [quantity, other] = [quantityText(session, now.ask.quantity), quantityText(session, before.ask.quantity)];
  if (quantity === other) return words.changed(versus, was, said);
  return versus === was ? words.changedQuantity(quantity, other, said) : words.changedBoth(quantity, versus, other, was, said);
}

function moves(before: Told, now: Told, change: Change): string[] {
  const words = en.reasons;
  const name = ({ player }: Move): string => now.ask.question.players[player]!.name;
  const told: string[] = [];
  if (change.sameUnit) {
    for (const move of change.moves) {
      const [from, to] = [printed(before, move.player, move.before), printed(now, move.player, move.after)];
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
  return change.sameUnit ? [words.orderStays, words.hardly(sizeText(now.walk.scale, most))] : [words.orderStays];
}

/** How far the reasons hang on the rows that were drawn to compare with, as one sentence. */
export function redrawnText(before: Told, now: Told, change: Change): string {
  return en.reasons.redrawn(now.ask.background.rows.length, list(moves(before, now, change)));
}

/** The same for the table: the value before, what came to it, and the place it had. */
export function changedColumns(subject: Subject, before: Told, now: Told, change: Change): FurtherColumn[] {
  const words = en.reasons;
  const { session } = subject;
  const cell =
    (read: (move: Move) => Cell) =>
    (row: WaterfallRow): Cell => {
      const move = row.kind === 'part' ? change.moves.find(({ player }) => String(player) === row.id) : undefined;
      return move ? read(move) : '';
    };
  const was = (move: Move): number => before.walk.printed.get(move.player) ?? before.sign * move.before;
  const is = (move: Move): number => now.walk.printed.get(move.player) ?? now.sign * move.after;
  const same = quantityText(session, now.ask.quantity) === quantityText(session, before.ask.quantity);
  const what = same ? versusText(session, before.ask.versus) : quantityText(session, before.ask.quantity);
  const by = (scale: ScoreScale) => (value: number) => scale.change(value, scale.decimals);
  return [
    { column: { label: words.columnBefore(what), format: by(before.walk.scale) }, cell: cell(was) },
    ...(change.sameUnit ? [{ column: { label: words.columnChange, format: by(now.walk.scale) }, cell: cell((move) => is(move) - was(move)) }] : []),
    { column: { label: words.columnPlace, format: String }, cell: cell((move) => move.rankBefore + 1) },
  ];
}
