/** Which requests make an OpsItem, and which are kept out. */
import { describe, expect, test } from 'vitest';
import { create, dedup, opsItems, refusals, resources, update } from './world.ts';

const madeBy = (run: ReturnType<typeof opsItems>) => run.result.opsItems.map((one) => one.madeBy);

describe('a second CreateOpsItem of the same deduplication string and resource', () => {
  test('is answered with OpsItemAlreadyExistsException and the id', () => {
    const run = opsItems([create('a', '1', dedup('disk')), create('b', '2', dedup('Disk'))]);
    expect(madeBy(run)).toEqual(['a']);
    const [{ error }] = run.outcome.simulation.refused as unknown as [{ error: string }];
    expect(error).toBe(`OpsItemAlreadyExistsException: ${run.result.opsItems[0]!.id}`);
    expect(run.result.metrics['opsItems.deduplicated']).toBe(1);
    expect(run.result.opsItems[0]!.duplicates).toBe(1);
  });

  test('is kept out while the first is in progress', () => {
    const begun = update('a', '1:30', 'Status: InProgress');
    expect(madeBy(opsItems([create('a', '1', dedup('x')), begun, create('b', '2', dedup('x'))]))).toEqual([
      'a',
    ]);
  });

  test('makes one once the first is resolved', () => {
    const run = opsItems([create('a', '1', dedup('x')), update('a', '1:30'), create('b', '2', dedup('x'))]);
    expect(madeBy(run)).toEqual(['a', 'b']);
    expect(refusals(run)).toEqual([]);
  });

  test('makes one for another resource', () => {
    const of = (id: string, clock: string, arn: string) => create(id, clock, dedup('x', resources(arn)));
    const run = opsItems([of('a', '1', 'arn:aws:s3:::a'), of('b', '2', 'arn:aws:s3:::b')]);
    expect(madeBy(run)).toEqual(['a', 'b']);
  });

  test('makes one in another account', () => {
    const other = create('b', '2', dedup('x')).replace('CreateOpsItem', 'account: prod, CreateOpsItem');
    const accounts = '{ prod: { id: "111111111111", region: us-east-1 } }';
    expect(madeBy(opsItems([create('a', '1', dedup('x')), other], { accounts }))).toEqual(['a', 'b']);
  });
});

test('without a deduplication string an OpsItem is always created', () => {
  expect(madeBy(opsItems([create('a', '1'), create('b', '2')]))).toEqual(['a', 'b']);
});

test('one that is opened again while a duplicate is open is refused', () => {
  const run = opsItems([
    create('a', '1', dedup('x')),
    update('a', '1:30'),
    create('b', '2', dedup('x')),
    update('a', '3', 'Status: Open'),
  ]);
  expect(refusals(run)).toEqual(['update-3 OpsItemAlreadyExistsException']);
  expect(run.result.opsItems.map(({ status }) => status)).toEqual(['Resolved', 'Open']);
});

test('one that is opened again keeps duplicates out', () => {
  const run = opsItems([
    create('a', '1', dedup('x')),
    update('a', '1:30'),
    update('a', '2', 'Status: Open'),
    create('b', '3', dedup('x')),
  ]);
  expect(madeBy(run)).toEqual(['a']);
  expect(run.result.opsItems[0]!.resolved).toBeNull();
});
