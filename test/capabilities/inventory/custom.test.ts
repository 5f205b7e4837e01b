/** https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-custom.html */
import { describe, expect, test } from 'vitest';
import { putRefusal } from '../../../src/capabilities/inventory/rules.ts';
import { simulate } from '../quiet-world.ts';
import { ask, at, one } from './world.ts';

const put = (clock: string, type = 'Custom:Rack', version = '1.0', content = '[{ Location: A1 }]') =>
  `{ id: "put-${clock.replaceAll(':', '-')}", at: ${at(clock)}, PutInventory: { InstanceId: web-0001, Items: [{ TypeName: "${type}", SchemaVersion: "${version}",
    CaptureTime: "${at(clock).replace('.000', '')}", Content: ${content} }] } }`;
const remove = (clock: string, more = '') =>
  `{ id: delete, at: ${at(clock)}, DeleteInventory: { TypeName: "Custom:Rack"${more} } }`;
const run = (...actions: string[]) =>
  simulate({ fleet: one(), actions: `[${actions.join(', ')}]`, end: at('6') });
const racks = (simulated: ReturnType<typeof run>) => ask(simulated, 'Custom:Rack.Location=A1').matching;

describe('PutInventory', () => {
  test('a type of the user’s own is there with its attributes and its time', () => {
    const simulated = run(put('1'));
    expect(ask(simulated, 'Custom:Rack.Location=A1').nodes).toMatchObject([
      { node: 'web-0001', reported: [{ Location: 'A1' }], collected: at('1'), isTrue: null },
    ]);
  });

  test('what a call has put of a type of AWS is compared with what is there', () => {
    const simulated = run(put('1', 'AWS:Application', '1.0', '[{ Name: ghost, Version: "9" }]'));
    expect(ask(simulated, 'AWS:Application.Name=ghost').nodes).toMatchObject([{ isTrue: false }]);
  });

  test('AWS refuses what is too large, and more than 50 attributes', () => {
    const of = (content: Record<string, string>[]) =>
      putRefusal([{ type: 'Custom:X', isCustom: true, content }]);
    expect(of([{ a: 'x'.repeat(100) }])).toBeNull();
    expect(of([{ a: 'x'.repeat(210_000) }])?.error).toBe('ItemSizeLimitExceededException');
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
    expect(of([many])?.error).toBe('InvalidItemContentException');
  });

  test('an account takes 20 types of its own', () => {
    const all = Array.from({ length: 21 }, (_, index) =>
      put(`1:${String(index).padStart(2, '0')}`, `Custom:T${index}`),
    );
    const { outcome } = run(...all);
    expect(outcome.simulation.refused.map(({ error }) => error)).toEqual([
      'CustomSchemaCountLimitExceededException: an account and Region take 20 types of their own',
    ]);
  });

  test('of a node that is not managed AWS knows nothing', () => {
    const { outcome } = simulate({
      fleet: one(', instanceProfile: none'),
      actions: `[${put('1')}]`,
    });
    expect(outcome.simulation.refused).toMatchObject([{ error: 'InvalidInstanceId' }]);
  });
});

describe('DeleteInventory', () => {
  test('data is deleted after a while, and a dry run deletes nothing', () => {
    expect(racks(run(put('1'), remove('2')))).toBe(0);
    expect(racks(run(put('1'), remove('5:58')))).toBe(1);
    expect(racks(run(put('1'), remove('2', ', DryRun: true')))).toBe(1);
  });

  test('version 1.10 is later than 1.9', () => {
    const disable = remove('2', ', SchemaDeleteOption: DisableSchema');
    expect(racks(run(put('1', 'Custom:Rack', '1.9'), disable, put('3', 'Custom:Rack', '1.10')))).toBe(1);
    expect(racks(run(put('1', 'Custom:Rack', '1.10'), disable, put('3', 'Custom:Rack', '1.9')))).toBe(0);
  });

  test('DisableSchema ignores data of this version and earlier ones; a later version enables it again', () => {
    const disable = remove('2', ', SchemaDeleteOption: DisableSchema');
    const ignored = run(put('1'), disable, put('3'));
    expect(racks(ignored)).toBe(0);
    expect(ignored.events('inventory/put-ignored')).toHaveLength(1);
    expect(racks(run(put('1'), disable, put('3', 'Custom:Rack', '1.1')))).toBe(1);
  });

  test('DeleteSchema lets the type be made again', () => {
    expect(racks(run(put('1'), remove('2', ', SchemaDeleteOption: DeleteSchema'), put('3')))).toBe(1);
  });

  test('only types of the user’s own can be deleted', () => {
    const { outcome } = run(remove('1').replace('Custom:Rack', 'AWS:Application'));
    expect(outcome.simulation.refused.map(({ error }) => error)).toEqual([
      'InvalidTypeNameException: only types of your own can be deleted',
    ]);
  });
});
