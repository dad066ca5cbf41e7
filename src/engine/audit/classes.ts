import { auc } from '../fairness/auc';
import { numberOf } from '../table/cell';

/** Ways to read a name, from the strictest to the loosest; undefined for a name that cannot be read in this way. */
const READINGS: readonly ((text: string) => string | undefined)[] = [
  (text) => text,
  (text) => text.trim().toLowerCase(),
  (text) => (Number.isNaN(numberOf(text)) ? undefined : String(numberOf(text))),
  // What is left of the signs tells ranges and numbers apart: <30 and >30, 1 and -1.
  (text) => text.normalize('NFKC').toLowerCase().replaceAll(/(?!-\d)[^\p{L}\p{N}<>=≤≥]/gu, '') || undefined,
];

/**
 * For each model class, the label level that means it, by name: exact text, then ignoring case and outer spaces, then as numbers (`1`, `1.0` and `true`),
 * then without punctuation.
 * @returns level indices in class order, or undefined unless every class finds exactly one level and every level at most one class.
 */
export function matchClasses(classes: readonly string[], levels: readonly string[]): number[] | undefined {
  for (const read of READINGS) {
    const found = classes.map((name) => {
      const key = read(name);
      const alike = key === undefined ? [] : levels.flatMap((level, index) => (read(level) === key ? [index] : []));
      return alike.length === 1 ? alike[0]! : -1;
    });
    if (!found.includes(-1) && new Set(found).size === found.length) return found;
  }
  return undefined;
}

const GOOD = /^(good|paid|repaid|repay|approved?|accept(ed)?|pass(ed)?|hired?|promoted|granted|favou?rable|safe|current|solvent|>\s?50k|fully paid|no default|paid off|eligible|admitted)$/i;
const BAD = /^(bad|default(ed)?|den(y|ied)|reject(ed)?|fail(ed)?|fraud|churn(ed)?|recid(ivated)?|delinquent|charged off|unfavou?rable|risky?|<=\s?50k|<30|high|attrition|left|refused)$/i;
const HARMFUL_LABEL = /(default|den(y|ied)|reject|fail|fraud|churn|recid|delinq|attrition|readmit|crime|violen|risk|bad|late|arrest|dlq)/i;

/**
 * A first guess at the class a person would want to be in, to be confirmed by a person: from the class names, else from the label's name
 * (`default = 1` is not wanted), else the last class.
 */
export function guessFavourable(names: readonly string[], labelName: string): number {
  const good = names.findIndex((name) => GOOD.test(name.trim()));
  if (good >= 0) return good;
  if (names.length === 2) {
    const bad = names.findIndex((name) => BAD.test(name.trim()));
    if (bad >= 0) return 1 - bad;
    const no = names.findIndex((name) => /^(no|n|false|0|-1|0\.0)$/i.test(name.trim()));
    if (no >= 0) return HARMFUL_LABEL.test(labelName) ? no : 1 - no;
  } else {
    const no = names.findIndex((name) => /^(no|none|never|low)$/i.test(name.trim()));
    if (no >= 0 && (HARMFUL_LABEL.test(labelName) || names[no]!.trim().toLowerCase() === 'no')) return no;
  }
  return Math.max(0, names.length - 1);
}

/** Rows from which the order of classes is guessed. */
const MOST_ROWS = 20_000;

/**
 * The order of label levels under which the model's scores agree best with the labels, for a model whose file does not name its classes.
 * Binary: the order with the larger area under the ROC curve; multiclass (up to 6 classes): the assignment with most rows whose highest score is the
 * label's. Rows with a missing score or label (code −1) are left out.
 * @param scores row-major, `width` numbers per row (1 for binary: probability of the second class)
 * @param labels label level per row
 * @returns level per class and the share of agreement (AUC or accuracy), or undefined when levels and classes differ in number or no row is complete.
 */
export function bestClassOrder(
  scores: Float64Array,
  width: number,
  labels: Int32Array,
  levelCount: number,
): { readonly levels: number[]; readonly agreement: number } | undefined {
  const classes = width === 1 ? 2 : width;
  if (levelCount !== classes || classes > 6) return undefined;
  if (width === 1) {
    const area = areaUnderCurve(scores, labels);
    if (area === undefined) return undefined;
    return area >= 0.5 ? { levels: [0, 1], agreement: area } : { levels: [1, 0], agreement: 1 - area };
  }
  const counts = new Float64Array(classes * classes);
  let rows = 0;
  const step = Math.max(1, Math.floor(labels.length / MOST_ROWS));
  for (let row = 0; row < labels.length; row += step) {
    const label = labels[row]!;
    let top = 0;
    for (let k = 1; k < width; k++) if (scores[row * width + k]! > scores[row * width + top]!) top = k;
    if (label < 0 || Number.isNaN(scores[row * width]!)) continue;
    counts[top * classes + label]!++;
    rows++;
  }
  if (rows === 0) return undefined;
  let best: number[] = [];
  let most = -1;
  const assign = (chosen: number[], sum: number): void => {
    if (chosen.length === classes) {
      if (sum > most) [best, most] = [chosen, sum];
      return;
    }
    for (let level = 0; level < classes; level++) {
      if (!chosen.includes(level)) assign([...chosen, level], sum + counts[chosen.length * classes + level]!);
    }
  };
  assign([], 0);
  return { levels: best, agreement: most / rows };
}

/** Area under the ROC curve of the scores for label 1, from evenly spread rows where there are very many: it only has to tell which order is better. */
function areaUnderCurve(scores: Float64Array, labels: Int32Array): number | undefined {
  const sides: [number[], number[]] = [[], []];
  const step = Math.max(1, Math.floor(labels.length / MOST_ROWS));
  for (let row = 0; row < labels.length; row += step) {
    const label = labels[row]!;
    if ((label === 0 || label === 1) && !Number.isNaN(scores[row]!)) sides[label].push(scores[row]!);
  }
  const [negative, positive] = sides.map((side) => Float64Array.from(side).sort()) as [Float64Array, Float64Array];
  return auc(positive, negative)?.value;
}
