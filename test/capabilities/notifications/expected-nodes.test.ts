import { describe, expect, test } from 'vitest';
import { failed, rule, topic } from '../event-bridge/targets/world.ts';
import { simulate } from '../quiet-world.ts';

const run = (nodes: string, actions = failed('1') + failed('2') + failed('3', 'web-0003')) =>
  simulate(
    {
      resources: rule('Arn: !Ref OnCall') + topic(),
      actions,
      expect: `{ notification.OnCall.nodes: ${nodes} }`,
    },
    { set: ['fleet.web.count=3'] },
  ).result.expectations[0]!;

describe('notification.<Topic>.nodes', () => {
  test('holds where messages are about exactly the nodes of the list, in any order and number', () => {
    expect(run('{ equals: [web-0003, web-0001] }')).toMatchObject({ outcome: 'pass', observed: true });
  });

  test('fails with the nodes that were told of', () => {
    expect(run('{ equals: [web-0001] }')).toEqual({
      metric: 'notification.OnCall.nodes',
      expected: 'exactly web-0001',
      observed: false,
      outcome: 'fail',
      because: 'its nodes: web-0001, web-0003',
    });
  });

  test('an empty list is no page at all', () => {
    expect(run('{ equals: [] }', '[]')).toMatchObject({ outcome: 'pass', expected: 'no node' });
    expect(run('{ equals: [web-0001] }', '[]')).toMatchObject({
      outcome: 'fail',
      because: 'its nodes: none',
    });
  });

  test('a node that does not exist is never told of', () => {
    expect(run('{ equals: [web-0009] }').outcome).toBe('fail');
  });

  test('takes names alone', () => {
    expect(() => run('{ equals: [{ a: 1 }] }')).toThrow(/names of nodes/);
  });
});
