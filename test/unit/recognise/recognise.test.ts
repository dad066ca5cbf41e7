import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/stats/random';
import { KINDS, type Kind } from '../../../src/engine/recognise/kinds';
import { recogniseFile } from '../../../src/engine/recognise/recognise';
import { gzip, utf8, zip } from './make';
import { ONNX_SAMPLE, SAMPLES } from './samples';

describe('recogniseFile', () => {
  test.each(SAMPLES.map(([kind, what, bytes]) => ({ kind, what, bytes })))('knows $kind: $what', ({ kind, bytes }) => {
    expect(recogniseFile('model.onnx', bytes).kind).toBe(kind);
  });

  test('has a sample of every kind that has a signature of its own', () => {
    const shown = new Set(SAMPLES.map(([kind]) => kind));
    expect((Object.keys(KINDS) as Kind[]).filter((kind) => !shown.has(kind))).toEqual(['onnx-data']);
  });

  test('looks at the content and not at the name', () => {
    expect(recogniseFile('table.csv', ONNX_SAMPLE).kind).toBe('onnx');
    expect(recogniseFile('model.onnx', utf8('a,b\n1,2\n')).kind).toBe('csv');
  });

  test('tells a cut-off head of a longer file from a cut-off file', () => {
    const head = ONNX_SAMPLE.slice(0, 30);
    expect(recogniseFile('m', head, ONNX_SAMPLE.length).kind).toBe('onnx');
    expect(recogniseFile('m', head).kind).toBe('onnx-truncated');
  });

  test('says what stands inside a container', () => {
    const found = recogniseFile('a.zip', zip({ 'deep/model.json': '{"learner":{"gradient_booster":{}}}' }));
    expect(found).toEqual({ kind: 'xgboost-json', family: 'model', title: 'an XGBoost model (JSON)', wrapped: 'zip', entry: 'deep/model.json' });
    expect(recogniseFile('a.gz', gzip(utf8('a,b\n1,2\n')))).toMatchObject({ kind: 'csv', wrapped: 'gzip' });
  });

  test.each(['PARENT,name', 'ORCID,n', 'ID3,n', 'a,b,ftyp', 'pat,ftyp', 'name,xx,WAVE'])('knows a table whose first line is %s', (header) => {
    const row = header.replaceAll(/\w+/g, '1');
    expect(recogniseFile('t', utf8(`${header}\n${row}\n${row}\n`)).kind).toBe('csv');
  });

  test('adds the version, the root element and the packer to the title', () => {
    expect(recogniseFile('m', utf8('<PMML version="4.4"/>')).title).toBe('a PMML model (version 4.4)');
    expect(recogniseFile('m', utf8('<process/>')).title).toBe('an XML file with the root element <process>');
  });

  test('never throws and never hangs on mutated and truncated files', () => {
    const random = new Random(11);
    for (const [, , bytes] of SAMPLES) {
      for (let trial = 0; trial < 30; trial++) {
        const mutant = bytes.slice(0, trial % 3 === 0 ? random.below(bytes.length + 1) : bytes.length);
        for (let k = 0; k < 3 && mutant.length > 0; k++) mutant[random.below(mutant.length)] = random.below(256);
        expect(KINDS[recogniseFile('m', mutant).kind]).toBeDefined();
      }
    }
  });

  test('stops at containers nested in containers', () => {
    let bytes = utf8('a,b\n1,2\n');
    for (let i = 0; i < 12; i++) bytes = gzip(bytes);
    expect(recogniseFile('m', bytes).kind).toBe('archive');
  });
});
