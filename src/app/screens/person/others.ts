import { type Agreement, agreement, firstOf } from '../../../engine/influence/compare/agreement';
import type { Measured } from '../../../engine/influence/compare/change';
import { ranksBySize } from '../../../engine/influence/compare/ranks';
import type { MethodCell, MethodGridData } from '../../charts/methods/types';
import { en } from '../../text/en';
import { fixed, list } from '../../text/numbers';
import type { ScoreScale } from '../../text/scale';

/** Below this share of variance explained, a local model says too little to be relied on. */
export const RELIABLE = 0.5;

/** Inputs with a row of their own. */
const TOP = 8;

/** A method's values, ready to stand beside others'. */
export interface Answered extends Measured {
  readonly id: string;
  /** In a heading, and in a sentence. */
  readonly short: string;
  readonly name: string;
  readonly halfWidths: Float64Array;
  /** How its numbers are printed, and 1 or −1 to turn them as the screens do. */
  readonly scale: ScoreScale;
  readonly sign: 1 | -1;
  /** Values as they are printed elsewhere on the screen, already turned. */
  readonly printed?: ReadonlyMap<number, number>;
  readonly agreement: Agreement;
}

/** Holds methods against the first. */
export function held(reference: Omit<Answered, 'agreement'>, others: readonly Omit<Answered, 'agreement'>[]): Answered[] {
  return [reference, ...others].map((own) => ({ ...own, agreement: agreement(reference, own) }));
}

/** Agreement of two orders as printed: two digits. */
export const tauText = (tau: number | null): string => (tau === null ? en.others.noOrder : fixed(tau, 2));

/** Inputs by methods, the largest by the first method on top; the rest together, unless `all`. */
export function gridOf(methods: readonly Answered[], players: readonly string[], all = false): MethodGridData {
  const words = en.others;
  const ranks = ranksBySize(methods[0]!.values);
  const order = [...players.keys()].sort((a, b) => ranks[a]! - ranks[b]!);
  const shown = all || players.length <= TOP + 1 ? order : order.slice(0, TOP);
  const rest = order.slice(shown.length);
  const cell = ({ scale, sign, printed }: Answered, value: number, half: number, turned: boolean, player = -1): MethodCell => ({
    value: sign * value,
    text: scale.change(printed?.get(player) ?? sign * value, scale.decimals),
    half,
    halfText: /[1-9]/.test(scale.size(half, scale.decimals)) ? words.half(scale.size(half, scale.decimals)) : '',
    turned,
  });
  return {
    rows: shown.map((player) => ({ id: String(player), label: players[player]! })),
    rest: rest.length > 0 ? words.others(rest.length) : '',
    columns: methods.map((method, at) => ({
      id: method.id,
      name: method.short,
      note: at === 0 ? '' : words.rank(tauText(method.agreement.tau)),
      cells: shown.map((player) => cell(method, method.values[player]!, method.halfWidths[player]!, method.agreement.turned.includes(player), player)),
      rest: rest.length > 0 ? cell(method, rest.reduce((sum, player) => sum + method.values[player]!, 0), 0, false) : null,
    })),
  };
}

/** Where the methods agree and where not, as a sentence. */
export function othersTitle(methods: readonly Answered[], players: readonly string[]): string {
  const words = en.others;
  const firsts = methods.map(({ values }) => firstOf(values));
  const counts = new Map<number, Answered[]>();
  methods.forEach((method, at) => counts.set(firsts[at]!, [...(counts.get(firsts[at]!) ?? []), method]));
  const [leader, followers] = [...counts].sort(([, a], [, b]) => b.length - a.length)[0]!;
  if (leader < 0) return words.noneFirst;
  const agree = followers.length === methods.length;
  const astray = methods.filter((method, at) => firsts[at] !== leader && firsts[at]! >= 0 && !followers.includes(method));
  const first = agree ? words.allFirst(methods.length, players[leader]!) : words.mostFirst(followers.length, methods.length, players[leader]!);
  const clauses = agree ? [] : [...new Set(astray.map((method) => firstOf(method.values)))].slice(0, 2).map((player) => words.putsFirst(list(astray.filter((method) => firstOf(method.values) === player).map(({ name }) => name)), players[player]!));
  const turnedBy = methods.filter(({ agreement: own }) => own.turned.length > 0);
  const player = turnedBy.flatMap(({ agreement: own }) => own.turned)[0];
  if (player !== undefined) {
    const names = turnedBy.filter(({ agreement: own }) => own.turned.includes(player)).map(({ name }) => name);
    clauses.push(words.turned(list(names), names.length === 1, players[player]!));
  } else if (agree) clauses.push(words.noTurned);
  return [first, ...clauses].join('; ');
}
