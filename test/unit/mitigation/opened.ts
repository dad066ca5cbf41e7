import type { Mapped } from '../../../src/engine/fairness/mitigation/export/inputs';
import { neutraliseJob } from '../../../src/engine/fairness/mitigation/job';
import type { Replacement } from '../../../src/engine/fairness/mitigation/types';
import { favourableScores } from '../../../src/engine/audit/outcome';
import { runInline } from '../../../src/engine/jobs/inline';
import type { Scorer } from '../../../src/engine/jobs/types';
import { decodeScores } from '../../../src/engine/models/binding/decode';
import { makeEncoder } from '../../../src/engine/models/binding/encode';
import { readModel } from '../../../src/engine/models/onnx/graph';
import { readOnnx } from '../../../src/engine/models/onnx/read';
import { scoreWidth } from '../../../src/engine/models/types';
import { openSession } from '../../tools/ort';

/** A model in the runtime of record. */
export async function scorerFor({ model, space, binding }: Mapped): Promise<Scorer & { release(): Promise<void> }> {
  const session = await openSession(model.graph!);
  const encode = makeEncoder(model, space, binding);
  return {
    width: scoreWidth(model),
    async score(values, count) {
      const batch = encode(values, count);
      return decodeScores(model, await session.run(batch, model.output.tensors), count, batch.unfit);
    },
    release: () => session.release(),
  };
}

/** Scores under a change: as the job shows them, and as the written file gives them when it is opened anew. */
export async function bothWays(mapped: Mapped, replacement: Replacement, values: Float64Array<ArrayBuffer>, file: Uint8Array<ArrayBuffer>): Promise<{ shown: Float64Array; file: Float64Array }> {
  const width = mapped.space.features.length;
  const { task } = mapped.model;
  const scorer = await scorerFor(mapped);
  const meaning = { task, favourable: 1, width: scorer.width };
  const { scores } = await runInline(neutraliseJob, { values, width, meaning, changes: [replacement] }, scorer);
  await scorer.release();
  const read = readOnnx({ name: 'changed.onnx', bytes: file });
  const { task: _task, classes: _classes, output: _output, questions: _questions, ...rest } = read;
  // What a person or the values said of the first file holds for the second: it gives the same kind of result under the same names.
  const model = { ...mapped.model, ...rest, output: { ...mapped.model.output, tensors: read.output.tensors } };
  // An input whose values are worked out from others is declared and no longer read, so that the reader leaves it out.
  const from = read.inputs.map(({ name, offset }) => mapped.model.inputs.findIndex((input) => input.name === name && input.offset === offset));
  if (from.includes(-1)) throw new Error('the written file has other inputs');
  const declared = readModel(file).graph.inputs.map(({ name }) => name);
  if (declared.join() !== mapped.model.tensors.map(({ name }) => name).join()) throw new Error('the written file declares other inputs');
  const space = { ...mapped.space, featureOf: Int32Array.from(from, (input) => mapped.space.featureOf[input]!) };
  const again = await scorerFor({ model, space, binding: { sources: from.map((input) => mapped.binding.sources[input]) } });
  const raw = await again.score(values, values.length / width);
  await again.release();
  return { shown: scores[0]!, file: favourableScores(raw, task, 1, again.width) };
}

/** Largest difference; NaN has to stand at the same places. */
export function furthest({ shown, file }: { shown: Float64Array; file: Float64Array }): number {
  let most = shown.length === file.length ? 0 : Infinity;
  shown.forEach((score, row) => {
    if (Number.isNaN(score) !== Number.isNaN(file[row]!)) most = Infinity;
    else if (!Number.isNaN(score)) most = Math.max(most, Math.abs(score - file[row]!));
  });
  return most;
}
