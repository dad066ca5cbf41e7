import { cartForest, fitCart } from '../../learn/cart';
import { compileForest } from '../../models/forest/evaluate';
import { Random } from '../../stats/random';
import { logOdds } from '../quantities';
import type { Quantity } from '../quantities';
import { surrogateColumns, takeColumns } from './columns';
import { fidelity } from './fidelity';
import type { Fidelity } from './fidelity';
import { FAITHFUL } from './types';
import type { Surrogate, SurrogateQuestion } from './types';

/** The decision that goes with a value of the quantity. */
export function decisionFor(quantity: Quantity, value: number): 0 | 1 {
  if (quantity.kind === 'decision') return value >= 0.5 ? 1 : 0;
  const line = quantity.kind === 'margin' ? logOdds(quantity.threshold, quantity.edge) : quantity.threshold;
  return (quantity.above ? value >= line : value <= line) ? 1 : 0;
}

/**
 * Fits a tree to what the model says of some rows and tells, on the others, how well it stands for the model, overall and by group.
 * Source: Craven and Shavlik, "Extracting tree-structured representations of trained networks" (1996), for the idea and for fidelity as its measure.
 * @param scored the quantity per row; NaN where the model gives none
 * @throws AssayError of `fitCart` when there are no rows to fit to
 */
export function fitSurrogate(question: SurrogateQuestion, scored: Float64Array): Surrogate {
  const { values, features, group, groups, quantity, settings } = question;
  const width = features.length;
  const usable = Int32Array.from(scored.keys()).filter((row) => !Number.isNaN(scored[row]!));
  new Random(settings.seed).shuffle(usable);
  const kept = Math.round(usable.length * settings.heldOut);
  const fitted = usable.slice(kept).sort();
  const heldOut = usable.slice(0, kept).sort();
  const columns = surrogateColumns(features, values);
  const labels = Float64Array.from(fitted, (row) => scored[row]!);
  const impurity = quantity.kind === 'decision' ? 'gini' : 'variance';
  const data = { values: takeColumns(columns, values, width, fitted), rows: fitted.length, columns: columns.length, labels };
  const tree = fitCart(data, { impurity, depth: settings.depth, leafRows: settings.leafRows });
  const told = compileForest(cartForest(tree, columns.length)).margins(takeColumns(columns, values, width, heldOut), heldOut.length);
  const measure = (keep: (row: number) => boolean): Fidelity => {
    const at = Int32Array.from(heldOut.keys()).filter((index) => keep(heldOut[index]!));
    const model = Float64Array.from(at, (index) => scored[heldOut[index]!]!);
    const simple = Float64Array.from(at, (index) => told[index]!);
    const decide = (of: Float64Array): Uint8Array => Uint8Array.from(of, (value) => decisionFor(quantity, value));
    return fidelity(model, simple, decide(model), decide(simple));
  };
  const faithfulness = ({ agreement, rSquared }: Fidelity): number | null => (quantity.kind === 'decision' ? agreement : rSquared)?.value ?? null;
  const overall = measure(() => true);
  const byGroup = Array.from({ length: groups }, (_, own) => measure((row) => group[row] === own));
  const own = faithfulness(overall);
  return {
    tree,
    columns,
    fittedRows: fitted.length,
    unscored: scored.length - usable.length,
    overall,
    byGroup,
    faithfulness: own,
    shown: own !== null && own >= FAITHFUL,
    weakGroups: byGroup.flatMap((each, index) => ((faithfulness(each) ?? 1) < FAITHFUL ? [index] : [])),
  };
}
