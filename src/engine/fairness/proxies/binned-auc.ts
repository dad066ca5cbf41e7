import { heldOutAuc, type HeldOutAuc } from './held-out';
import type { BinTally } from './tally';

/** Where the bins of every fold stand for one group against the rest. */
interface Placed {
  readonly auc: number;
  /** What one row of a fold and bin adds to the AUC's error, as a member of the group and as another; the sum of squares over rows is the variance. */
  readonly asMember: Float64Array<ArrayBuffer>;
  readonly asOther: Float64Array<ArrayBuffer>;
  readonly members: number;
  readonly others: number;
}

/**
 * Orders the bins by the group's share in the other folds (with one row more of the overall share, so that a bin without rows says nothing) and compares
 * pairs of rows within their fold.
 */
function place({ folds, bins, groups, counts }: BinTally, group: number): Placed | null {
  const cells = folds * bins;
  const [members, others] = [new Float64Array(cells), new Float64Array(cells)];
  const [membersIn, allIn] = [new Float64Array(bins), new Float64Array(bins)];
  const [membersOf, othersOf] = [new Float64Array(folds), new Float64Array(folds)];
  for (let cell = 0; cell < cells; cell++) {
    const [bin, fold] = [cell % bins, Math.floor(cell / bins)];
    const own = counts[cell * groups + group]!;
    let rest = -own;
    for (let g = 0; g < groups; g++) rest += counts[cell * groups + g]!;
    members[cell] = own;
    others[cell] = rest;
    membersIn[bin] = membersIn[bin]! + own;
    allIn[bin] = allIn[bin]! + own + rest;
    membersOf[fold] = membersOf[fold]! + own;
    othersOf[fold] = othersOf[fold]! + rest;
  }
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const overall = sum(membersIn) / sum(allIn);
  const [asMember, asOther] = [new Float64Array(cells).fill(NaN), new Float64Array(cells).fill(NaN)];
  const shares = new Float64Array(bins);
  const order = Int32Array.from(shares.keys());
  let [pairs, won, compared, against] = [0, 0, 0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const at = fold * bins;
    const [m, n] = [membersOf[fold]!, othersOf[fold]!];
    if (m === 0 || n === 0) continue;
    pairs += m * n;
    compared += m;
    against += n;
    for (let bin = 0; bin < bins; bin++) {
      const held = members[at + bin]! + others[at + bin]!;
      shares[bin] = (membersIn[bin]! - members[at + bin]! + overall) / (allIn[bin]! - held + 1);
    }
    order.sort((a, b) => shares[a]! - shares[b]!);
    let [membersBelow, othersBelow] = [0, 0];
    for (let first = 0; first < bins; ) {
      let [last, membersHere, othersHere] = [first, 0, 0];
      for (; last < bins && shares[order[last]!] === shares[order[first]!]; last++) {
        membersHere += members[at + order[last]!]!;
        othersHere += others[at + order[last]!]!;
      }
      for (; first < last; first++) {
        asMember[at + order[first]!] = othersBelow + othersHere / 2;
        asOther[at + order[first]!] = m - membersBelow - membersHere / 2;
      }
      won += membersHere * (othersBelow + othersHere / 2);
      membersBelow += membersHere;
      othersBelow += othersHere;
    }
  }
  if (pairs === 0) return null;
  const auc = won / pairs;
  // As DeLong's placements: squares summed with one degree of freedom less on each side.
  const [up, down] = [Math.sqrt(compared / (compared - 1)), Math.sqrt(against / (against - 1))];
  for (let cell = 0; cell < cells; cell++) {
    const fold = Math.floor(cell / bins);
    asMember[cell] = Number.isNaN(asMember[cell]!) ? 0 : (up * (asMember[cell]! - auc * othersOf[fold]!)) / pairs;
    asOther[cell] = Number.isNaN(asOther[cell]!) ? 0 : (down * (asOther[cell]! - auc * membersOf[fold]!)) / pairs;
  }
  return { auc, asMember, asOther, members: compared, others: against };
}

/**
 * Cross-validated AUC of a group against the rest from the bin a row lies in, and of all groups the mean. Under independence it is .5 on average.
 * Sources: Airola et al., "An experimental comparison of cross-validation techniques for estimating the area under the ROC curve" (2011), for pairs
 * within folds only; LeDell, Petersen and van der Laan, "Computationally efficient confidence intervals for cross-validated area under the ROC curve
 * estimates" (2015), for the variance from placements.
 */
export interface BinnedAuc {
  /** Of two groups the one AUC they share; of more the mean of all that have one. Null where none has. */
  readonly macro: HeldOutAuc | null;
  /** Each group against the rest; null where no fold holds both a member and another. */
  readonly byGroup: readonly (HeldOutAuc | null)[];
}

/** See {@link BinnedAuc}. */
export function binnedAuc(tally: BinTally, level = 0.95): BinnedAuc {
  const { groups, bins, folds, counts } = tally;
  const one = ({ auc, members, others, asMember, asOther }: Placed, group: number): HeldOutAuc => {
    if (members < 2 || others < 2) return heldOutAuc(auc, null, level);
    let settled = 0;
    for (let at = 0; at < counts.length; at++) settled += counts[at]! * (at % groups === group ? asMember : asOther)[Math.floor(at / groups)]! ** 2;
    return heldOutAuc(auc, settled, level);
  };
  if (groups === 2) {
    const found = place(tally, 1);
    const macro = found && one(found, 1);
    return { macro, byGroup: [macro, macro] };
  }
  const placed = Array.from({ length: groups }, (_, group) => place(tally, group));
  const byGroup = placed.map((each, group) => each && one(each, group));
  const usable = placed.flatMap((each, group) => (each && each.members > 1 && each.others > 1 ? [{ ...each, group }] : []));
  if (usable.length === 0) {
    const bare = placed.filter((each) => each !== null);
    return { macro: bare.length === 0 ? null : heldOutAuc(bare.reduce((sum, { auc }) => sum + auc / bare.length, 0), null, level), byGroup };
  }
  let settled = 0;
  for (let cell = 0; cell < folds * bins; cell++) {
    for (let g = 0; g < groups; g++) {
      const count = counts[cell * groups + g]!;
      if (count === 0) continue;
      let moved = 0;
      for (const { group, asMember, asOther } of usable) moved += (g === group ? asMember : asOther)[cell]!;
      settled += count * (moved / usable.length) ** 2;
    }
  }
  return { macro: heldOutAuc(usable.reduce((sum, { auc }) => sum + auc / usable.length, 0), settled, level), byGroup };
}
