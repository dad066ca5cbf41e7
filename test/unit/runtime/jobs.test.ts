import { expect, test } from 'vitest';
import { jobs } from '../../../workers/jobs';

test.each(Object.entries(jobs))('%s is found in a cell by the name it goes by', (key, job) => {
  expect(job.name).toBe(key);
});
