/** CreateOpsItem and UpdateOpsItem: what they change, and what AWS refuses. */
import { describe, expect, test } from 'vitest';
import { printed } from '../../scenario/load-text.ts';
import { at, world } from '../quiet-world.ts';
import { create, dedup, opsItems, refusals, update } from './world.ts';

test('a new OpsItem is Open and has what the call says', () => {
  const more = 'Severity: "2", Category: Security, Priority: 3';
  const [item] = opsItems([create('disk', '1', more)]).result.opsItems;
  expect(item).toMatchObject({
    title: 'disk full',
    type: '/aws/issue',
    source: 'EC2',
    severity: '2',
    category: 'Security',
    priority: 3,
    status: 'Open',
    madeBy: 'disk',
    created: '2025-01-01T01:00:00.000Z',
  });
  expect(item!.id).toMatch(/^oi-[0-9a-f]{12}$/);
});

describe('UpdateOpsItem', () => {
  test.each([
    ['Open', 'InProgress'],
    ['InProgress', 'Resolved'],
    ['Resolved', 'Open'],
    ['Open', 'Resolved'],
    ['Resolved', 'InProgress'],
    ['InProgress', 'Open'],
  ])('%s may become %s', (from, to) => {
    const first = from === 'Open' ? [] : [update('a', '2', `Status: ${from}`)];
    const run = opsItems([create('a'), ...first, update('a', '3', `Status: ${to}`)]);
    expect(run.result.opsItems[0]!.status).toBe(to);
    expect(refusals(run)).toEqual([]);
  });

  test('changes what it names, and leaves the rest', () => {
    const change = 'Title: disk nearly full, Severity: "1", OperationalData: { note: { Value: see chat } }';
    const run = opsItems([create('a', '1', dedup('x')), update('a', '2', change)]);
    expect(run.result.opsItems[0]).toMatchObject({
      title: 'disk nearly full',
      severity: '1',
      source: 'EC2',
      dedupString: 'x',
      status: 'Open',
    });
  });

  test('finds it by its id, too', () => {
    const { id } = opsItems([create('a')]).result.opsItems[0]!;
    expect(opsItems([create('a'), update(id, '2')]).result.opsItems[0]!.status).toBe('Resolved');
  });

  test('of one that is not there yet is answered with OpsItemNotFoundException', () => {
    expect(refusals(opsItems([create('a', '3'), update('a', '2')]))).toEqual([
      'update-2 OpsItemNotFoundException',
    ]);
  });

  test('of another account is answered with OpsItemNotFoundException', () => {
    const accounts = '{ prod: { id: "111111111111", region: us-east-1 } }';
    const other = update('a', '2').replace('UpdateOpsItem', 'account: prod, UpdateOpsItem');
    expect(refusals(opsItems([create('a'), other], { accounts }))).toEqual([
      'update-2 OpsItemNotFoundException',
    ]);
  });
});

describe('quotas of the account', () => {
  const model = (more: string) => ({ model: `{ opsCenter: { ${more} } }` });
  test('OpsItems of a month', () => {
    const run = opsItems([create('a', '1'), create('b', '2'), create('c', '3')], model('perMonth: 2'));
    expect(refusals(run)).toEqual(['c OpsItemLimitExceededException']);
    expect(run.result.metrics['opsItems.refused']).toBe(1);
  });
  test('a new month begins anew', () => {
    const calls = [create('a', '1'), create('b', '2'), create('c', '745')];
    expect(refusals(opsItems(calls, { ...model('perMonth: 1'), end: '40d' }))).toEqual([
      'b OpsItemLimitExceededException',
    ]);
  });
  test('OpsItems in all, resolved ones included', () => {
    const run = opsItems([create('a', '1'), update('a', '1:30'), create('b', '2')], model('total: 1'));
    expect(refusals(run)).toEqual(['b OpsItemLimitExceededException']);
  });
  test('a duplicate is one, whatever the quota', () => {
    const calls = [create('a', '1', dedup('x')), create('b', '2', dedup('x'))];
    expect(refusals(opsItems(calls, model('perMonth: 1')))).toEqual(['b OpsItemAlreadyExistsException']);
  });
});

describe('AccountId', () => {
  const accounts =
    '{ prod: { id: "111111111111", region: us-east-1 }, far: { id: "222222222222", region: eu-west-1 } }';
  test('creates it in another account of the file', () => {
    const run = opsItems([create('a', '1', 'AccountId: "111111111111"')], { accounts });
    expect(run.outcome.machines.all.length).toBeGreaterThan(0);
    expect(run.result.opsItems).toHaveLength(1);
  });
  test.each(['222222222222', '333333333333'])('of %s is answered with OpsItemAccessDeniedException', (id) => {
    expect(refusals(opsItems([create('a', '1', `AccountId: "${id}"`)], { accounts }))).toEqual([
      'a OpsItemAccessDeniedException',
    ]);
  });
});

describe('who may', () => {
  const as = (call: string, who: string) => call.replace(/(Create|Update)OpsItem/, `as: ${who}, $1OpsItem`);
  const principals = (action: string, resource = '*') =>
    `{ ann: { statements: [{ Effect: Allow, Action: ${action}, Resource: "${resource}" }] } }`;
  test('CreateOpsItem needs ssm:CreateOpsItem', () => {
    const run = (action: string) =>
      refusals(opsItems([as(create('a'), 'ann')], { principals: principals(action) }));
    expect(run('"ssm:CreateOpsItem"')).toEqual([]);
    expect(run('"ssm:UpdateOpsItem"')).toEqual(['a AccessDeniedException']);
  });
  test('tags need ssm:AddTagsToResource, too', () => {
    const tagged = as(create('a', '1', 'Tags: [{ Key: Team, Value: ops }]'), 'ann');
    expect(refusals(opsItems([tagged], { principals: principals('"ssm:CreateOpsItem"') }))).toEqual([
      'a AccessDeniedException',
    ]);
  });
  test('UpdateOpsItem is about the OpsItem', () => {
    const run = (resource: string) =>
      refusals(
        opsItems([create('a'), as(update('a', '2'), 'ann')], {
          principals: principals('"ssm:UpdateOpsItem"', resource),
        }),
      );
    expect(run('arn:aws:ssm:*:*:opsitem/*')).toEqual([]);
    expect(run('arn:aws:ssm:*:*:opsitem/oi-000000000000')).toEqual(['update-2 AccessDeniedException']);
  });
});

describe('what is wrong is said when the file is read', () => {
  const errors = (call: string) => printed(world({ actions: `[${create('a')}, ${call}]` }));
  test('an id that nothing has', () => {
    expect(errors(update('disc', '2'))).toContain('OpsItemNotFoundException');
    expect(errors(update('ab', '2'))).toContain('did you mean a?');
  });
  test('a deduplication string that is changed', () => {
    expect(errors(update('a', '2', dedup('y')))).toContain('cannot be changed after it is created');
  });
  test('a source with a word of AWS', () => {
    expect(errors(create('b').replace('EC2', 'AWS EC2'))).toContain('OpsItemInvalidParameterException');
  });
  test('too many related OpsItems', () => {
    const related = Array.from({ length: 11 }, () => '{ OpsItemId: oi-000000000000 }').join(', ');
    expect(errors(create('b', '1', `RelatedOpsItems: [${related}]`))).toContain(
      'OpsItemLimitExceededException',
    );
  });
  test('a status of change requests', () => {
    expect(errors(update('a', '2', 'Status: Approved'))).toContain(
      'expected one of Open, InProgress, Resolved',
    );
  });
  test('an operator who is no principal', () => {
    expect(printed(world({ model: '{ operators: { ann: { time: 1h } } }' }))).toContain(
      'expected a name under principals',
    );
  });
  test('times of change requests have no effect', () => {
    expect(errors(create('b', '1', `PlannedStartTime: ${at('2')}`))).toContain('/aws/changerequest');
  });
});
