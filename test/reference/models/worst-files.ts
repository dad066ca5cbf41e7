import { deflateRawSync } from 'node:zlib';
import { AssayError } from '../../../src/engine/errors';
import { buildForest } from '../../../src/engine/models/forest/build';
import { writeForest } from '../../../src/engine/models/onnx/write';
import { openModel } from '../../../src/engine/models/open';
import { stump, document } from '../../unit/xgboost/booster';

type Bytes = Uint8Array<ArrayBuffer>;
const text = (content: string): Bytes => new TextEncoder().encode(content);
const json = (value: unknown): Bytes => text(JSON.stringify(value));

/** @param announced size that the zip claims for its entry */
function zip(name: string, content: Uint8Array, announced = content.length): Bytes {
  const packed = deflateRawSync(content, { level: 9 });
  const title = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(announced, 18);
  common.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), title]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Uint8Array.from(Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]));
}

const opening = '{"learner":{"attributes":{},"gradient_booster":{"model":{"trees":[';

/** The beginning of an XGBoost document, then a list of zeros. */
function zeros(size: number): Buffer {
  const content = Buffer.alloc(size, '0,');
  content.write(opening);
  return content;
}

/** Files whose announced sizes or whose structure are as bad as they can be. */
const WORST: Readonly<Record<string, () => Bytes>> = {
  'a million inputs': () => json(document({ features: 1_000_000 })),
  'more inputs than any': () => json(document({ features: 2_000_000_000 })),
  'ten thousand classes': () => json(document({ objective: 'multi:softprob', classes: 10_000 })),
  'a billion classes': () => json(document({ objective: 'multi:softprob', classes: 1_000_000_000 })),
  'brackets a million deep': () => text(opening + '['.repeat(1_000_000)),
  'one list of ten million numbers': () => text(`${opening}${'0,'.repeat(10_000_000)}0]}}}}`),
  'a list that promises 2⁴⁰ numbers': () =>
    Uint8Array.from([...text('{L'), 0, 0, 0, 0, 0, 0, 0, 7, ...text('learner[$d#L'), 0, 0, 1, 0, 0, 0, 0, 0]),
  'a node that is its own child': () => json(document({ trees: [stump(0, 0.5, 1, 2, { left_children: [0, -1, -1] })] })),
  'a LightGBM head of a million inputs': () => text('tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=999999\nfeature_names=a b\ntree_sizes=1\n\nTree=0\nnum_leaves=2\n'),
  'a LightGBM tree of eight million leaves': () => text('tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nfeature_names=a\nobjective=regression\ntree_sizes=1\n\nTree=0\nnum_leaves=8000000\nnum_cat=0\nsplit_feature=0\nthreshold=0\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=1 2\n\nend of trees\n'),
  'a zip of 600 megabytes': () => zip('model.json', zeros(600_000_000)),
  'a zip that lies about its size': () => zip('model.json', zeros(100_000_000), 1000),
  'a hundred thousand trees that are one': () => {
    const trees = Array.from({ length: 100_000 }, () => ({ leaf: [1] }));
    return writeForest(buildForest({ features: 1, outputs: 1, trees }), { inputNames: ['x'] });
  },
};

export interface Outcome {
  readonly name: string;
  readonly result: string;
  readonly milliseconds: number;
  /** Most memory of the process up to here, megabytes, and what it was before the file was opened. */
  readonly megabytes: number;
  readonly before: number;
}

const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** Opens one of the worst files in this process. */
export async function openWorst(name: string): Promise<Outcome> {
  const bytes = WORST[name]!();
  const before = peak();
  const started = performance.now();
  let result: string;
  try {
    const model = await openModel([{ name: 'worst', bytes }]);
    result = `opens with ${model.inputs.length} inputs`;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    result = `refused: ${error.code}`;
  }
  return { name, result, milliseconds: Math.round(performance.now() - started), megabytes: peak(), before };
}
