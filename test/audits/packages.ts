/** Packages for the audits: worlds in which each of their metrics has another value, and what their keys of `model` do. */
import { at, type Sections } from '../capabilities/quiet-world.ts';
import type { KeyRow } from './model-keys.ts';

const upgrade: Sections = {
  fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, software: { edge: 1.0.0 } } }',
  actions: `[{ id: go, at: ${at('1')}, SendCommand: { DocumentName: AWS-ConfigureAWSPackage, InstanceIds: [web-0001],
    Parameters: { action: [Install], name: [edge] } } }]`,
  model: '{ packages: { edge: { run: 2m, versions: { 1.0.0: {}, 2.0.0: {} } } } }',
  end: at('6'),
};
const failing = (versions: string): Sections => ({
  ...upgrade,
  model: `{ packages: { edge: { run: 2m, versions: ${versions} } } }`,
});

export const packageWorlds: Readonly<Record<string, Sections>> = {
  'a package that is reinstalled on one of two nodes': upgrade,
  'a package whose new version fails': failing('{ 1.0.0: {}, 2.0.0: { fails: 100% } }'),
  'a package whose versions all fail': failing('{ 1.0.0: { fails: 100% }, 2.0.0: { fails: 100% } }'),
  'a package that is already there': {
    ...upgrade,
    fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, software: { edge: 2.0.0 } } }',
  },
};

const row = (key: string, set: readonly string[]): KeyRow => ({
  key: `distributor.${key}`,
  world: 'a command that reinstalls a package',
  sections: upgrade,
  set,
  from: '10s',
  to: '5m',
  metric: key === 'check' ? 'command.go.minutes' : 'package.edge.absentMinutes',
  moves: 'up',
});

export const packageKeys: readonly KeyRow[] = [
  row('check', ['model.distributor.uninstall=30s']),
  row('uninstall', ['model.distributor.check=10s']),
];
