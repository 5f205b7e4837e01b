import { expect, test } from 'vitest';
import { simulateYaml } from '../../support/simulate.ts';
import { packageOf, world } from './support.ts';

const one = { count: 1 };

test('Uninstall and reinstall is the default: the package is missing until the reinstallation completes', () => {
  const { of, events, result } = packageOf(world(one));
  expect(events.map((line) => line.slice(9))).toEqual([
    'web-0001 package-uninstalled edge-agent 1.0.0',
    'web-0001 package-installed edge-agent 2.0.0 1.0.0 2.5',
  ]);
  expect([of('absentMinutes'), of('longestAbsenceMinutes'), of('absentPeak')]).toEqual([2.5, 2.5, 1]);
  expect([of('installed'), of('versionShare'), of('failed'), of('missing')]).toEqual([1, 100, 0, 0]);
  expect(result.packages[0]!.runs.reinstalled).toBe(1);
});

test('minutes of absence add up over nodes', () => {
  const { of } = packageOf(world({ limits: 'MaxConcurrency: "2"' }));
  expect([of('absentMinutes'), of('longestAbsenceMinutes'), of('absentPeak')]).toEqual([10, 2.5, 2]);
});

test('an In-place update leaves the application there', () => {
  const { of, events } = packageOf(
    world({ ...one, parameters: ', installationType: [In-place update]', model: ', updateScript: true' }),
  );
  expect(events.map((line) => line.slice(9))).toEqual(['web-0001 package-installed edge-agent 2.0.0 1.0.0']);
  expect([of('absentMinutes'), of('versionShare')]).toEqual([0, 100]);
});

test('an In-place update that fails leaves the version before', () => {
  const { result, of } = packageOf(
    world({
      ...one,
      parameters: ', installationType: [In-place update]',
      model: ', updateScript: true, fails: 100%'.replace(', fails: 100%', ''),
    }).replace('fails: 0%', 'fails: 100%'),
  );
  expect(result.packages[0]!.versions).toEqual([{ version: '1.0.0', nodes: 1 }]);
  expect([of('failed'), of('absentMinutes'), of('versionShare')]).toEqual([1, 0, 0]);
});

test('without an update script an In-place update fails', () => {
  const { result, of } = packageOf(world({ ...one, parameters: ', installationType: [In-place update]' }));
  expect(result.packages[0]!.failures).toEqual([
    {
      reason: 'no update script',
      nodes: 1,
      example: 'web-0001',
      why: 'version 2.0.0 of edge-agent has no update script',
    },
  ]);
  expect([of('failed'), of('installed'), of('versionShare')]).toEqual([1, 1, 0]);
});

test('In-place update is not supported for AWS-published packages', () => {
  const text = world(one).replace(
    '{ action: [Install], name: [edge-agent] }',
    '{ action: [Install], name: [AmazonCloudWatchAgent], installationType: [In-place update] }',
  );
  const { result } = simulateYaml(text);
  expect(result.packages.find(({ name }) => name === 'AmazonCloudWatchAgent')!.failures[0]!.why).toBe(
    'In-place update is not supported for AmazonCloudWatchAgent, which AWS publishes',
  );
});

test('a version that is installed already is left as it is, and the run succeeds', () => {
  const { events, result, of } = packageOf(world({ ...one, software: '{ edge-agent: 2.0.0 }' }));
  expect(events).toEqual([]);
  expect(result.packages[0]!.runs).toMatchObject({ nothing: 1, failed: 0 });
  expect(result.commands[0]!.status).toBe('Success');
  expect(of('absentMinutes')).toBe(0);
});

test('a new node has nothing to uninstall', () => {
  const { events, of } = packageOf(world({ ...one, software: '{}' }));
  expect(events.map((line) => line.slice(9))).toEqual(['web-0001 package-installed edge-agent 2.0.0']);
  expect([of('installed'), of('absentMinutes')]).toEqual([1, 0]);
});

test('a version that is named is installed, be it an older one', () => {
  const { result } = packageOf(
    world({ ...one, software: '{ edge-agent: 2.0.0 }', parameters: ', version: [1.0.0]' }),
  );
  expect(result.packages[0]!.versions).toEqual([{ version: '1.0.0', nodes: 1 }]);
});

test('a version or a package that does not exist fails', () => {
  const version = packageOf(world({ ...one, parameters: ', version: [9.9.9]' }));
  expect(version.result.packages[0]!.failures[0]).toMatchObject({
    reason: 'unknown version',
    why: 'edge-agent has no version 9.9.9',
  });
  const { result } = simulateYaml(world(one).replace('name: [edge-agent]', 'name: [edge-agnet]'));
  expect(result.packages.at(-1)!.failures[0]).toMatchObject({ reason: 'unknown package' });
  expect(result.commands[0]!.status).toBe('Failed');
});

test('a platform that is not in the manifest fails, and leaves what is there', () => {
  const { result, of } = packageOf(
    world({ ...one, manifest: '{ windows: { _any: { _any: { file: a.zip } } } }' }),
  );
  expect(result.packages[0]!.failures[0]).toMatchObject({
    reason: 'not for this platform',
    why: 'version 2.0.0 of edge-agent has no file for amazon 2023 x86_64',
  });
  expect(of('installed')).toBe(1);
});

test('where the install script fails, the agent puts the version before back, and the run is Failed', () => {
  const { events, of, result } = packageOf(
    world({ ...one, model: '' }).replace(
      'versions: { 1.0.0: {} }',
      'versions: { 1.0.0: {}, 2.0.0: { fails: 100% } }',
    ),
  );
  expect(events.map((line) => line.slice(9))).toEqual([
    'web-0001 package-uninstalled edge-agent 1.0.0',
    'web-0001 package-rolled-back edge-agent 1.0.0 2.0.0 5',
    'web-0001 package-failed edge-agent script failed the install script of edge-agent 2.0.0 failed; 1.0.0 is back',
  ]);
  expect([of('rolledBack'), of('failed'), of('missing'), of('absentMinutes')]).toEqual([1, 1, 0, 5]);
  expect(result.commands[0]!.status).toBe('Failed');
});

test('where that fails too, the node is left without the package', () => {
  const { of } = packageOf(world({ ...one, end: '3h' }).replace('fails: 0%', 'fails: 100%'));
  expect([of('rolledBack'), of('missing'), of('installed'), of('versionShare')]).toEqual([0, 1, 0, 0]);
  expect(of('absentMinutes')).toBeGreaterThan(118);
  expect(of('absentMinutes')).toBeLessThan(120);
});

test('a reboot in the middle of a reinstallation leaves the package absent until a run installs it', () => {
  const reboot = 'faults: [{ at: 2026-03-02T01:02:00Z, nodes: { names: [web-0001] }, action: reboot }]';
  const { of, events, result } = packageOf(world({ ...one, more: reboot, end: '2026-03-02T02:00:00Z' }));
  expect(events.map((line) => line.slice(9))).toEqual([
    'web-0001 package-uninstalled edge-agent 1.0.0',
    'web-0001 package-failed edge-agent interrupted the node went down while it ran, and left it without edge-agent',
  ]);
  expect([of('missing'), of('installed'), of('failed')]).toEqual([1, 0, 1]);
  expect(of('absentMinutes')).toBeGreaterThan(59);
  expect(result.commands[0]!.status).toBe('Failed');
  const again = `  - id: again
    at: 2026-03-02T01:30:00Z
    SendCommand: { DocumentName: AWS-ConfigureAWSPackage, InstanceIds: [web-0001], Parameters: { action: [Install], name: [edge-agent] } }
${reboot}`;
  const mended = packageOf(world({ ...one, more: again }));
  expect([mended.of('missing'), mended.of('installed')]).toEqual([0, 1]);
  expect(mended.of('absentMinutes')).toBeGreaterThan(31);
  expect(mended.of('absentMinutes')).toBeLessThan(33);
});

test('so does the execution timeout, and a cancellation', () => {
  const long = packageOf(world(one).replace('run: 2m', 'run: 2h'));
  expect([long.of('missing'), long.of('failed')]).toEqual([1, 1]);
  expect(long.result.packages[0]!.failures[0]!.reason).toBe('killed at its limit');
  const cancelled = packageOf(
    world({
      ...one,
      more: '  - { id: stop, at: 2026-03-02T01:01:30Z, CancelCommand: { CommandId: go } }',
    }),
  );
  expect([cancelled.of('missing'), cancelled.result.packages[0]!.failures[0]!.reason]).toEqual([
    1,
    'interrupted',
  ]);
});

test('Uninstall removes it, and what is absent is no failure', () => {
  const uninstall = (software: string, version = '') =>
    packageOf(world({ ...one, software }).replace('action: [Install]', `action: [Uninstall]${version}`));
  const gone = uninstall('{ edge-agent: 1.0.0 }');
  expect(gone.events.map((line) => line.slice(9))).toEqual(['web-0001 package-uninstalled edge-agent 1.0.0']);
  expect([gone.of('installed'), gone.of('missing'), gone.of('absentMinutes')]).toEqual([0, 0, 0]);
  const absent = uninstall('{}');
  expect(absent.result.packages[0]!.runs).toMatchObject({ nothing: 1, failed: 0 });
  expect(absent.result.commands[0]!.status).toBe('Success');
  const other = uninstall('{ edge-agent: 1.0.0 }', ', version: [2.0.0]');
  expect(other.of('installed')).toBe(1);
});

test('packages lie in buckets: without S3 nothing is installed, and the node keeps what it has', () => {
  const text = world({ ...one, node: 'os: AMAZON_LINUX_2023, subnet: closed' }).replace(
    'fleet:',
    'subnets: { closed: { route: none, endpoints: [ssm, ssmmessages, ec2messages] } }\nfleet:',
  );
  const { result, of } = packageOf(text);
  expect(result.packages[0]!.failures[0]!.reason).toBe('package storage out of reach');
  expect(of('installed')).toBe(1);
});

test('SSM Agent before 2.3.274.0 and macOS know no Distributor', () => {
  const old = packageOf(world({ ...one, node: 'os: AMAZON_LINUX_2023, agent: { version: 2.3.235.0 }' }));
  expect(old.of('installed')).toBe(1);
  expect(old.result.commands[0]!.status).toBe('Failed');
  const mac = packageOf(world({ ...one, node: 'os: MACOS' }));
  expect(mac.result.commands[0]!.status).toBe('Failed');
});

test('a State Manager association keeps up with what is published', () => {
  const text = world({ ...one, end: '3d' })
    .replace('versions: { 1.0.0: {} }', 'versions: { 1.0.0: {}, 3.0.0: { released: 2026-03-03T12:00:00Z } }')
    .replace(
      'model:\n',
      `  Keep:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-ConfigureAWSPackage
      ScheduleExpression: rate(1 day)
      Targets: [{ Key: "tag:App", Values: [web] }]
      Parameters: { action: [Install], name: [edge-agent] }
model:
`,
    );
  const { result, events } = packageOf(text);
  expect(result.packages[0]).toMatchObject({
    defaultVersion: '3.0.0',
    versions: [{ version: '3.0.0', nodes: 1 }],
  });
  expect(events.filter((line) => line.includes('package-installed'))).toHaveLength(2);
});

test('a node that terminates is missed no longer', () => {
  const terminate = 'faults: [{ at: 2026-03-02T01:02:00Z, nodes: { names: [web-0001] }, action: terminate }]';
  const { of } = packageOf(world({ ...one, more: terminate }));
  expect([of('missing'), of('installed')]).toEqual([0, 0]);
  expect(of('absentMinutes')).toBeLessThan(2);
});

test('replications do not see each other', () => {
  const text = world({ count: 20 }).replace('fails: 0%', 'fails: 30%');
  const first = simulateYaml(text, { replication: 1 }).result.packages;
  expect(simulateYaml(text, { replication: 1 }).result.packages).toEqual(first);
});
