import { AssayError } from '../src/engine/errors';

interface Reading {
  readonly pattern: RegExp;
  readonly code: string;
  readonly what: (found: RegExpExecArray) => string;
  readonly why: string;
  readonly remedy: string;
}

const asOlder = 'Export it again for an older target, for example with target_opset=17.';
const asKnown = 'Export the model again with operators of the ONNX standard, or leave that step out of the exported pipeline.';

/** The runtime's refusals, by the words it uses (ONNX Runtime 1.30). */
const readings: readonly Reading[] = [
  {
    pattern: /Could not find an implementation for (\w+)\((\d+)\) node/,
    code: 'operator-type',
    what: (found) => `The model uses the operator ${found[1]} (version ${found[2]}) on a kind of number it cannot be run on here.`,
    why: 'The model runtime in this page has no program for that operator with these number types.',
    remedy: 'Export the model in 32-bit floating point.',
  },
  {
    pattern: /No Op registered for (\S+) with domain_version of (\d+)/,
    code: 'operator-unknown',
    what: (found) => `The model uses the operator ${found[1]}, which is not part of the ONNX standard it names.`,
    why: 'The model runtime in this page runs standard operators only.',
    remedy: asKnown,
  },
  {
    pattern: /Opset (\d+) is under development/,
    code: 'opset-new',
    what: (found) => `The model is written for version ${found[1]} of the ONNX operators.`,
    why: 'The model runtime in this page knows versions 6 to 26.',
    remedy: asOlder,
  },
  {
    pattern: /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    code: 'ir-new',
    what: (found) => `The model is written in version ${found[1]} of the ONNX file format.`,
    why: 'The model runtime in this page reads versions 3 to 13.',
    remedy: asOlder,
  },
  {
    pattern: /(?:No opset import for domain|domain:?) '?([\w.]+\.[\w.]+)'?/,
    code: 'operator-domain',
    what: (found) => `The model uses operators of its own domain, ${found[1]}.`,
    why: 'The model runtime in this page runs standard operators only.',
    remedy: asKnown,
  },
  {
    pattern: /external data/i,
    code: 'external-data',
    what: () => 'The model keeps its numbers in a second file that is missing or too short.',
    why: 'Without these numbers it cannot be run.',
    remedy: 'Open the .onnx file together with its data file.',
  },
  {
    pattern: /bad_alloc|out of memory|memory access out of bounds|Array buffer allocation failed|RangeError/i,
    code: 'out-of-memory',
    what: () => 'The model needs more memory than this page can give it.',
    why: 'The runtime in a browser has about 4 GB.',
    remedy: 'Try fewer rows or a smaller model.',
  },
  {
    pattern: /protobuf parsing failed|No graph was found/,
    code: 'onnx-broken',
    what: () => 'The model runtime cannot read this file as ONNX.',
    why: 'It is damaged, cut short or something else.',
    remedy: 'Copy or export it again, and compare the file sizes.',
  },
  {
    pattern: /(?:Got invalid dimensions for input|Invalid rank for input): (\S+)/,
    code: 'input-shape',
    what: (found) => `The model wants another shape for its input ${found[1]}.`,
    why: 'The numbers it was given do not fit.',
    remedy: 'Check on the Check screen which column feeds which input.',
  },
];

/** What the runtime said, as an error a person can act on; its own words stay as details. */
export function refusal(error: unknown, step: 'open' | 'run'): AssayError {
  if (error instanceof AssayError) return error;
  const details = error instanceof Error ? error.message : `the runtime stopped with ${String(error)}`;
  for (const reading of readings) {
    const found = reading.pattern.exec(details);
    if (found) return new AssayError({ area: 'model', code: reading.code, what: reading.what(found), why: reading.why, remedy: reading.remedy, details });
  }
  const what = step === 'open' ? 'The model runtime refuses this model.' : 'The model stopped while it was scoring.';
  const why = 'Its own words are under details.';
  return new AssayError({ area: 'model', code: `model-${step}-failed`, what, why, remedy: 'Check that the model runs elsewhere, and export it again.', details });
}
