/** The FPR that base rate, PPV and TPR force: π/(1−π) · (1−PPV)/PPV · TPR. NaN where undefined; above 1 no decisions can have these rates. Source: Chouldechova (2017). */
export const forcedFpr = (base: number, ppv: number, tpr: number): number => ((base / (1 - base)) * (1 - ppv) * tpr) / ppv;

/** The share selected: TPR · π + FPR · (1−π). */
export const forcedSelection = (base: number, tpr: number, fpr: number): number => tpr * base + fpr * (1 - base);

/** Precision: TPR · π / selection. NaN where nobody is selected. */
export const forcedPpv = (base: number, tpr: number, fpr: number): number => (tpr * base) / forcedSelection(base, tpr, fpr);

/** The FPR that a selection rate and a TPR leave: (SR − TPR · π) / (1−π). Outside 0 to 1 no decisions can have these rates. */
export const fprFromSelection = (base: number, selection: number, tpr: number): number => (selection - tpr * base) / (1 - base);

/** What must differ between two groups when two rates are made equal; null where no decisions of one of the groups can have such rates. */
export interface Forced {
  readonly equal: 'ppv-tpr' | 'tpr-fpr' | 'selection-tpr';
  /** Rates of the first and the second group that follow. */
  readonly fpr: readonly [number, number] | null;
  readonly ppv: readonly [number, number] | null;
  readonly selection: readonly [number, number] | null;
}

const possible = (values: readonly [number, number]): readonly [number, number] | null => (values.every((value) => value >= -1e-12 && value <= 1 + 1e-12) ? values : null);

/**
 * For two groups with the given shares of favourable outcomes: gives both the same two rates, three times, and says what the third comes to. Only where
 * the shares are equal, or the decisions make no mistakes, or tell nothing, can all be equal at once.
 * Source: Chouldechova (2017); Kleinberg, Mullainathan and Raghavan (2017).
 */
export function whatMustDiffer(bases: readonly [number, number], { ppv, tpr, fpr, selection }: { readonly ppv: number; readonly tpr: number; readonly fpr: number; readonly selection: number }): Forced[] {
  const both = (of: (base: number) => number): readonly [number, number] => [of(bases[0]), of(bases[1])];
  const fprOfPpv = possible(both((base) => forcedFpr(base, ppv, tpr)));
  const fprOfSelection = possible(both((base) => fprFromSelection(base, selection, tpr)));
  const pair = (values: readonly [number, number] | null, of: (base: number, value: number) => number) => values && possible([of(bases[0], values[0]), of(bases[1], values[1])]);
  return [
    { equal: 'ppv-tpr', fpr: fprOfPpv, ppv: [ppv, ppv], selection: pair(fprOfPpv, (base, value) => forcedSelection(base, tpr, value)) },
    { equal: 'tpr-fpr', fpr: [fpr, fpr], ppv: possible(both((base) => forcedPpv(base, tpr, fpr))), selection: possible(both((base) => forcedSelection(base, tpr, fpr))) },
    { equal: 'selection-tpr', fpr: fprOfSelection, ppv: pair(fprOfSelection, (base, value) => forcedPpv(base, tpr, value)), selection: [selection, selection] },
  ];
}
