/** Sessions for the audits: worlds in which each of their metrics has another value, and what their keys of `model` do. */
import { approveAll, at, patch, released, type Sections } from '../capabilities/quiet-world.ts';
import { preferences, start } from '../capabilities/session-manager/world.ts';
import type { KeyRow } from './model-keys.ts';

const one: Sections = {
  fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
  actions: `[${start()}]`,
  end: at('6'),
};
const struck = (action: string): Sections => ({
  ...one,
  faults: `[{ at: ${at('1:05')}, nodes: { names: [web-0001] }, action: ${action} }]`,
});

export const sessionWorlds: Readonly<Record<string, Sections>> = {
  'a session that is not touched': one,
  'a session that is open at the end of the run': { ...one, end: at('1:10') },
  'a session that is used for longer than it may last': {
    ...one,
    resources: preferences('maxSessionDuration: 60'),
    model: '{ sessions: { active: 3h } }',
  },
  'a session that is terminated': {
    ...one,
    actions: `[${start()}, { id: stop, at: ${at('1:05')}, TerminateSession: { SessionId: look } }]`,
  },
  'a session that its user leaves': { ...one, model: '{ sessions: { leave: exit } }' },
  'a session on a node that is stopped': struck('stop'),
  'a session on a node whose agent stops': struck('stopAgent'),
  'a session on a node that reboots for a patch run': {
    ...one,
    patches: `{ ${released('P1')} }`,
    resources: `{ All: ${approveAll()} }`,
    actions: `[${start()}, ${patch('Install', '1:02')}]`,
  },
  'a session on a node out of reach': {
    ...one,
    subnets: '{ private: { route: none, endpoints: [ssm, ec2messages] } }',
    fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, subnet: private } }',
  },
  'a session that its caller may not start': {
    ...one,
    principals: '{ oncall: { statements: { Effect: Allow, Action: "ssm:List*" } } }',
    actions: `[${start().replace(', StartSession', ', as: oncall, StartSession')}]`,
  },
  'a session whose key the node may not use': { ...one, resources: preferences('kmsKeyId: alias/sessions') },
  'a session whose log the node may not write': { ...one, resources: preferences('s3BucketName: audit') },
};

const row = (
  key: string,
  rest: Omit<KeyRow, 'key' | 'sections'> & { readonly sections?: Sections },
): KeyRow => ({
  key: `sessions.${key}`,
  ...rest,
  sections: { ...one, ...rest.sections },
});

export const sessionKeys: readonly KeyRow[] = [
  row('connect', {
    world: 'a session that may last an hour, and is used all the time',
    sections: { resources: preferences('maxSessionDuration: 60') },
    set: ['model.sessions.active=3h'],
    from: '0s',
    to: '10m',
    metric: 'session.look.minutes',
    moves: 'down',
  }),
  row('active', {
    world: 'a session that is left open',
    from: '0s',
    to: '10m',
    metric: 'session.look.minutes',
    moves: 'up',
  }),
  row('leave', {
    world: 'a session that is used for ten minutes',
    set: ['model.sessions.active=10m'],
    from: 'open',
    to: 'exit',
    metric: 'session.look.minutes',
    moves: 'down',
  }),
  row('missingUsers', {
    world: 'a session that is to run as deploy',
    sections: { resources: preferences('runAsEnabled: true, runAsDefaultUser: deploy') },
    from: '[]',
    to: '[deploy]',
    metric: 'sessions.connected',
    moves: 'down',
  }),
  row('missingLogs', {
    world: 'a session that is logged to a bucket',
    sections: { resources: preferences('s3BucketName: audit') },
    from: '[]',
    to: '[audit]',
    metric: 'sessions.connected',
    moves: 'down',
  }),
  row('unencryptedLogs', {
    world: 'a session that is logged only to an encrypted bucket, which the profile may look at',
    sections: {
      resources: preferences('s3BucketName: audit, s3EncryptionEnabled: true'),
      instanceProfiles: '{ own: { policies: [AmazonSSMManagedInstanceCore, AmazonS3FullAccess] } }',
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: own } }',
    },
    from: '[]',
    to: '[audit]',
    metric: 'sessions.connected',
    moves: 'down',
  }),
];
