import { asText } from './bytes';
import { recogniseDelimited } from './delimited';
import { recognised, type Kind, type Recognition } from './kinds';

const OPENINGS: readonly (readonly [RegExp, Kind])[] = [
  [/^tree\r?\n(version=|num_class=|max_feature_idx=|num_tree)/, 'lightgbm-text'],
  [/^booster\[\d+\]:?\s*[\r\n]/, 'xgboost-dump'],
  [/^0:(\[.+\]\s*yes=\d|leaf=)/, 'xgboost-dump'],
  [/^bs64[ \t]/, 'xgboost-binary'],
  [/^version https:\/\/git-lfs\.github\.com\/spec\//, 'lfs-pointer'],
  [/^svm_type \w+\r?\nkernel_type /, 'libsvm-model'],
  [/^solver_type \w+\r?\nnr_class /, 'libsvm-model'],
  [/^MATLAB \d/, 'matlab'],
  [/^HEADER RECORD\*{7}LIBRARY/, 'sas-table'],
  [/^(artifact_path|flavors|mlflow_version|model_uuid):[\s\S]*\bflavors:|^flavors:/, 'mlflow'],
  [/^(RDX\d|RDA\d|A)\n/, 'r-object'],
];

const POJO = /import hex\.genmodel|extends GenModel\b/;
const SAS =
  /^\s*(\/\*[\s\S]*?\*\/\s*|\*[^;]*;\s*)*(proc\s+\w+|data\s+[\w.]+|%macro\s+\w+|%let\s+\w+|libname\s+\w+|options\s+\w+|select\s*\(|length\s+\w+\s+\$?\s*\d+|if\s.+\sthen\s+do)\b[^;]*;/i;
const PYTHON = /^(#!.*python|\s*("""|'''|#.*\n|\s)*(import \w+|from [\w.]+ import |def \w+\(|class \w+[(:]))/;

/** Local name of the root element and its attributes, skipping declaration, comments and document type. */
function rootElement(text: string): { name: string; attributes: string } | undefined {
  let rest = text;
  for (;;) {
    rest = rest.trimStart();
    if (rest.startsWith('<?')) rest = rest.slice(indexAfter(rest, '?>'));
    else if (rest.startsWith('<!--')) rest = rest.slice(indexAfter(rest, '-->'));
    else if (/^<!doctype\s+html/i.test(rest)) return { name: 'html', attributes: '' };
    else if (rest.startsWith('<!')) {
      const end = rest.search(/\[[\s\S]*?\]\s*>|>/);
      const bracket = rest.indexOf('[');
      const plain = rest.indexOf('>');
      rest = rest.slice(bracket >= 0 && bracket < plain ? indexAfter(rest, ']') + 1 : end < 0 ? rest.length : plain + 1);
    } else break;
  }
  const match = /^<(?:[\w.-]+:)?([\w.-]+)([^>]*)/.exec(rest);
  return match === null ? undefined : { name: match[1]!, attributes: match[2]! };
}

function indexAfter(text: string, mark: string): number {
  const at = text.indexOf(mark);
  return at < 0 ? text.length : at + mark.length;
}

/** Names a text that begins with `<`. */
export function recogniseMarkup(bytes: Uint8Array<ArrayBuffer>): Recognition {
  const text = asText(bytes);
  const root = rootElement(text);
  if (root === undefined) return recognised('text');
  const name = root.name.toLowerCase();
  const version = /\bversion\s*=\s*["']([\w.]{1,12})["']/.exec(root.attributes)?.[1];
  if (root.name === 'PMML') return recognised('pmml', version === undefined ? '' : ` (version ${version})`);
  if (['html', 'head', 'body', 'script', 'div', 'p', 'a', 'meta', 'title'].includes(name)) return recognised('html');
  if (name === 'svg') return recognised('svg');
  if (name === 'net' && /<layers\b/.test(text)) return recognised('openvino');
  if (name === 'stata_dta') return recognised('stata');
  return recognised('xml', ` with the root element <${root.name.slice(0, 40)}>`);
}

/** Names a text that is neither JSON nor markup. `cut` says that more follows after these bytes. */
export function recogniseText(bytes: Uint8Array<ArrayBuffer>, cut: boolean): Recognition {
  const text = asText(bytes);
  for (const [pattern, kind] of OPENINGS) if (pattern.test(text.slice(0, 4096))) return recognised(kind);
  const head = text.slice(0, 20000);
  if (POJO.test(head)) return recognised('h2o-pojo');
  if (PYTHON.test(head)) return recognised('python-code');
  if (SAS.test(head)) return recognised('sas-code');
  const shown = text.slice(0, 65536);
  return (
    recogniseDelimited(shown, cut || text.length > shown.length) ??
    recognised(/^(---\s*\n|[\w-]+:( .*)?\n([\w-]+:|\s+\S))/.test(head) ? 'yaml' : 'text')
  );
}
