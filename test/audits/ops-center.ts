/** OpsItems for the audits: worlds in which each of their metrics has another value, and what their keys of `model` do. */
import { create, dedup, operators, update } from '../capabilities/ops-center/world.ts';
import { at, type Sections } from '../capabilities/quiet-world.ts';
import type { KeyRow } from './model-keys.ts';

const actions = (...calls: readonly string[]): Sections => ({
  actions: `[${calls.join(', ')}]`,
  end: at('6'),
});
const severe = 'Severity: "2"';
const eight = Array.from({ length: 8 }, (_, index) =>
  create(
    `same-${index}`,
    `1:0${index}`,
    `OperationalData: { /aws/resources: { Value: '[{"arn":"arn:aws:s3:::b"}]' } }`,
  ),
);

export const opsWorlds: Readonly<Record<string, Sections>> = {
  'an OpsItem that nothing resolves': actions(create('disk', '1', severe)),
  'an OpsItem that is resolved by a call': actions(create('disk', '1', severe), update('disk', '3')),
  'an OpsItem that is in progress': actions(
    create('disk', '1', severe),
    create('again', '2', severe),
    update('disk', '3', 'Status: InProgress'),
  ),
  'an OpsItem with a duplicate': actions(create('a', '1', dedup('x')), create('b', '2', dedup('x'))),
  'an OpsItem too many': {
    ...actions(create('a', '1'), create('b', '2')),
    model: '{ opsCenter: { perMonth: 1 } }',
  },
  'eight OpsItems of one title and resource': {
    ...actions(...eight),
    model: '{ opsCenter: { insights: on } }',
  },
  'an OpsItem of an operator': {
    ...actions(create('a', '1', severe)),
    ...operators({ ann: '{ time: 30m }' }),
  },
  'an operator without anything to do': { ...actions(), ...operators({ ann: '{ time: 30m }' }) },
};

const row = (key: string, rest: Omit<KeyRow, 'key'>): KeyRow => ({ key: `opsCenter.${key}`, ...rest });

export const opsKeys: readonly KeyRow[] = [
  row('insights', {
    world: 'eight OpsItems of one title and resource',
    sections: actions(...eight),
    from: 'off',
    to: 'on',
    metric: 'opsItems.insights',
    moves: 'up',
  }),
  row('perMonth', {
    world: 'eight OpsItems in one month',
    sections: actions(...eight),
    from: '10000',
    to: '5',
    metric: 'opsItems.created',
    moves: 'down',
  }),
  row('total', {
    world: 'eight OpsItems',
    sections: actions(...eight),
    from: '500000',
    to: '5',
    metric: 'opsItems.created',
    moves: 'down',
  }),
];
