import { expect, test } from 'vitest';
import { failureSentences, refusalSentences } from '../../src/capability/failures.ts';

test('a failure tells its exit code, what it means, a node, and the prerequisite', () => {
  const failures = [
    {
      exitCode: 145,
      meaning: 'no snapshot',
      cause: 'LACKS',
      summary: 'a policy is missing',
      nodes: 2,
      example: 'web-1',
    },
    { exitCode: 7, meaning: null, cause: null, summary: null, nodes: 1, example: 'web-3' },
  ];
  expect(failureSentences(failures).map(({ text }) => text)).toEqual([
    '2 nodes failed with exit code 145 (no snapshot), for example web-1. LACKS: a policy is missing.',
    '1 node failed with exit code 7: web-3.',
  ]);
});

test('a refusal has one sentence for each reason, and at most five names in it', () => {
  const stopped = [1, 2, 3, 4, 5, 6, 7].map((place) => ({
    node: `web-${place}`,
    cause: 'STOPPED',
    summary: 'the instance is stopped',
  }));
  const unknown = { node: 'i-0ab', cause: null, summary: 'no node has this id' };
  expect(refusalSentences('InvalidInstanceId', [unknown, ...stopped]).map(({ text }) => text)).toEqual([
    'AWS refuses the call with InvalidInstanceId: nothing was sent.',
    'i-0ab is not managed: no node has this id.',
    'web-1, web-2, web-3, web-4, web-5 and 2 more are not managed. STOPPED: the instance is stopped.',
  ]);
});
