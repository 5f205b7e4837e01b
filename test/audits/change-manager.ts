/** Change requests for the audits: worlds in which each of their metrics has another value, and what their keys of `model` do. */
import { answers, ask, freeze, runbook, template } from '../capabilities/change-manager/world.ts';
import { at, type Sections } from '../capabilities/quiet-world.ts';
import type { KeyRow } from './model-keys.ts';

const model = (...lines: readonly string[]) => `{ approvals: { ${lines.join(', ')} } }`;
const ann = 'ann: { after: 20m, answer: approve }';
const one: Sections = {
  resources: `${runbook}${template()}`,
  actions: `[${ask()}]`,
  model: model(ann),
};
const frozen: Sections = {
  ...one,
  resources: `${runbook}${template()}${freeze('20250101T000000Z', '20250101T060000Z')}`,
};

export const changeWorlds: Readonly<Record<string, Sections>> = {
  'a change request that is approved': one,
  'a change request that is rejected': { ...one, model: model('ann: { after: 5m, answer: reject }') },
  'a change request that waits for its approvals at the end': { ...one, model: '{}' },
  'a change request that is approved in a freeze': frozen,
  'a change request that is approved later': { ...one, model: model('ann: { after: 3h, answer: approve }') },
};

const row = (key: string, rest: Omit<KeyRow, 'key' | 'set'>): KeyRow => ({
  key: `changeManager.${key}`,
  set: [...answers('ann', '20m'), ...answers('vp', '5m')],
  ...rest,
});

export const changeKeys: readonly KeyRow[] = [
  row('calendars', {
    world: 'a change request that is approved in a freeze',
    sections: frozen,
    from: '["*"]',
    to: '[]',
    metric: 'changeRequest.go.minutesInFreeze',
    moves: 'down',
  }),
  row('freezeApprovers', {
    world: 'a change request that is approved in a freeze',
    sections: frozen,
    from: '[]',
    to: '[vp]',
    metric: 'changeRequest.go.minutesInFreeze',
    moves: 'down',
  }),
  row('unapprovedTemplates', {
    world: 'a change request',
    sections: { ...one, end: at('6') },
    from: '[]',
    to: '[Standard]',
    metric: 'automation.go.executions',
    moves: 'down',
  }),
];
