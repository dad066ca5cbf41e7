/**
 * Do similar people get similar decisions: 1 − mean |decision − mean decision of the `neighbours` nearest people| by Euclidean distance, ties going to the
 * earlier row. O(rows² · columns). null without rows, or with fewer other people than neighbours.
 * @param columns numbers to measure similarity by, on comparable scales, without NaN; one array per column.
 * @param includeSelf counts a person as their own nearest neighbour, as AIF360 does.
 * Source: Zemel et al. (2013), "Learning fair representations".
 */
export function consistency(
  columns: readonly Float64Array[],
  decisions: Int8Array | Uint8Array,
  neighbours: number,
  includeSelf = false,
): number | null {
  const rows = decisions.length;
  if (rows === 0 || rows < neighbours + (includeSelf ? 0 : 1)) return null;
  const nearest = new Float64Array(neighbours);
  const owner = new Int32Array(neighbours);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let found = 0;
    for (let j = 0; j < rows; j++) {
      if (j === i && !includeSelf) continue;
      let distance = 0;
      for (const column of columns) {
        const step = column[i]! - column[j]!;
        distance += step * step;
      }
      if (j === i) distance = -1;
      if (found === neighbours && distance >= nearest[neighbours - 1]!) continue;
      let at = found < neighbours ? found++ : neighbours - 1;
      while (at > 0 && nearest[at - 1]! > distance) {
        nearest[at] = nearest[at - 1]!;
        owner[at] = owner[at - 1]!;
        at--;
      }
      nearest[at] = distance;
      owner[at] = j;
    }
    let selected = 0;
    for (let k = 0; k < neighbours; k++) selected += decisions[owner[k]!]!;
    sum += Math.abs(decisions[i]! - selected / neighbours);
  }
  return 1 - sum / rows;
}
