import { describe, expect, test } from 'vitest';
import { type CommandsScenario, commandOf, send, simulateCommands, webFleet } from './commands-yaml.ts';

function targetNames(parts: CommandsScenario, id = 'one'): string[] {
  const simulated = simulateCommands(parts);
  const { fleet } = simulated.outcome.simulation;
  return [...commandOf(simulated, id).nodes].map((node) => fleet.nameOf(node));
}

const at = '2025-01-01T01:00:00Z';
const stopFirst = '- { id: off, at: 2025-01-01T00:30:00Z, nodes: { names: [web-0001] }, action: stop }';

describe('by id', () => {
  test('one node that is not managed fails the whole call with InvalidInstanceId', () => {
    const simulated = simulateCommands({
      fleet: webFleet(3),
      faults: stopFirst,
      actions: send('one', 'InstanceIds: [web-0001, web-0002, web-0003]', at),
    });
    expect(simulated.result.commands).toMatchObject([
      { id: 'one', status: 'Failed', error: 'InvalidInstanceId', targets: 0 },
    ]);
    expect(simulated.events('run-command/command-refused')).toMatchObject([{ error: 'InvalidInstanceId' }]);
    expect(simulated.events('run-command/invocation-sent')).toHaveLength(0);
  });

  test('the refusal names the nodes that are not managed and why, and the ids that no node has', () => {
    const simulated = simulateCommands({
      fleet: `${webFleet(3)}\nbare: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none }`,
      faults: stopFirst,
      actions: send('one', 'InstanceIds: [web-0001, web-0002, bare-0001, i-0123456789abcdef0]', at),
    });
    expect(simulated.result.commands).toMatchObject([
      {
        refusedFor: [
          { node: 'i-0123456789abcdef0', cause: null, summary: 'no node has this id' },
          { node: 'web-0001', cause: 'STOPPED' },
          { node: 'bare-0001', cause: 'NO_INSTANCE_PROFILE' },
        ],
      },
    ]);
  });

  test('so does one in Targets of key InstanceIds', () => {
    const simulated = simulateCommands({
      fleet: webFleet(2),
      faults: stopFirst,
      actions: send('one', 'Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002] }]', at),
    });
    expect(simulated.result.commands).toMatchObject([{ error: 'InvalidInstanceId' }]);
  });

  test('a node that never registered has no id that AWS knows', () => {
    const simulated = simulateCommands({
      fleet: 'web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none }',
      actions: send('one', 'InstanceIds: [web-0001]'),
    });
    expect(simulated.result.commands).toMatchObject([{ error: 'InvalidInstanceId' }]);
  });

  test('ConnectionLost nodes are known: the call succeeds and they are Undeliverable', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: '- { id: off, at: 2025-01-01T00:30:00Z, nodes: { group: web }, action: stopAgent }',
      actions: send('one', 'InstanceIds: [web-0001]', at),
    });
    expect(simulated.number('command.one.undeliverable')).toBe(1);
  });

  test('an id and a name mean the same node', () => {
    const id = 'i-0123456789abcdef0';
    const names = targetNames({
      fleet: `web: { ids: [${id}], os: AMAZON_LINUX_2 }`,
      actions: send('one', `InstanceIds: [${id}, web-0001]`),
    });
    expect(names).toEqual(['web-0001']);
  });
});

describe('by tag', () => {
  test('nodes that are not managed are silently not there', () => {
    expect(targetNames({ fleet: webFleet(3), faults: stopFirst, actions: send('one', '', at) })).toEqual([
      'web-0002',
      'web-0003',
    ]);
  });

  test('percentages are of those that are there', () => {
    const simulated = simulateCommands({
      fleet: webFleet(11),
      faults: stopFirst,
      actions: send('one', 'MaxConcurrency: 30%, MaxErrors: 20%', at),
    });
    expect(simulated.result.commands).toMatchObject([
      { targets: 10, maxConcurrency: { count: 3 }, maxErrors: { count: 2 } },
    ]);
  });

  const tagged = `
a: { count: 1, os: UBUNTU, tags: { Env: prod, Tier: web, Stage: "1" } }
b: { count: 1, os: UBUNTU, tags: { Env: prod, Tier: db } }
c: { count: 1, os: UBUNTU, tags: { Env: test, Tier: web } }`;

  test('criteria are ANDed, the values of one are ORed', () => {
    const both = '[{ Key: "tag:Env", Values: [prod, test] }, { Key: "tag:Tier", Values: [web] }]';
    expect(targetNames({ fleet: tagged, actions: send('one', `Targets: ${both}`) })).toEqual([
      'a-0001',
      'c-0001',
    ]);
  });

  test('tag-key selects whatever the value', () => {
    const actions = send('one', 'Targets: [{ Key: tag-key, Values: [Stage] }]');
    expect(targetNames({ fleet: tagged, actions })).toEqual(['a-0001']);
  });

  test('five criteria are taken, six are refused by the loader', () => {
    const criteria = (count: number) =>
      Array.from({ length: count }, () => '{ Key: "tag:Env", Values: [prod] }').join(', ');
    expect(targetNames({ fleet: tagged, actions: send('one', `Targets: [${criteria(5)}]`) })).toHaveLength(2);
    expect(() =>
      simulateCommands({ fleet: tagged, actions: send('one', `Targets: [${criteria(6)}]`) }),
    ).toThrow(/at most 5/);
  });

  test('a tag that nothing carries makes the command NoInstancesInTag', () => {
    const simulated = simulateCommands({
      fleet: tagged,
      actions: send('one', 'Targets: [{ Key: "tag:Env", Values: [stage] }]'),
    });
    expect(commandOf(simulated, 'one').status).toBe('NoInstancesInTag');
    expect(simulated.metric('command.one.minutes')).toBeNull();
  });

  test('tags are those at the moment of sending', () => {
    const actions = `
- { id: retag, at: 2025-01-01T00:10:00Z, CreateTags: { Resources: [b-0001], Tags: [{ Key: Tier, Value: web }] } }
- { id: untag, at: 2025-01-01T00:10:00Z, DeleteTags: { Resources: [a-0001], Tags: [{ Key: Tier }] } }
${send('one', 'Targets: [{ Key: "tag:Tier", Values: [web] }]', at)}`;
    expect(targetNames({ fleet: tagged, actions })).toEqual(['b-0001', 'c-0001']);
  });
});

describe('by resource group', () => {
  const group = `
Web:
  Type: AWS::ResourceGroups::Group
  Properties:
    Name: web-nodes
    ResourceQuery: { Type: TAG_FILTERS_1_0, Query: { TagFilters: [{ Key: Role, Values: [web] }] } }`;
  const mixed = `${webFleet(2)}\ndc: { count: 2, os: UBUNTU, tags: { Role: web }, hybrid: { activation: dc1 } }`;
  const dc = 'activations: { dc1: { created: 2025-01-01T00:00:00Z, expires: 24h, registrationLimit: 10 } }';

  test('a group is its tag query', () => {
    const names = targetNames({
      fleet: `${webFleet(2)}\nother: { count: 2, os: UBUNTU }`,
      resources: group,
      actions: send('one', 'Targets: [{ Key: "resource-groups:Name", Values: [web-nodes] }]', at),
    });
    expect(names).toEqual(['web-0001', 'web-0002']);
  });

  test('ResourceTypeFilters tell instances from hybrid nodes', () => {
    const only = (type: string) =>
      targetNames({
        fleet: mixed,
        more: dc,
        actions: send(
          'one',
          `Targets: [{ Key: "resource-groups:ResourceTypeFilters", Values: ["${type}"] }]`,
          at,
        ),
      });
    expect(only('AWS::EC2::Instance')).toEqual(['web-0001', 'web-0002']);
    expect(only('AWS::SSM::ManagedInstance')).toEqual(['dc-0001', 'dc-0002']);
  });
});

describe('luck', () => {
  test('an action that is moved meets the same luck: its id names it', () => {
    const order = (when: string) => {
      const simulated = simulateCommands(
        { fleet: webFleet(20), actions: send('one', '', when) },
        { set: ['model.rateControl.order=random'] },
      );
      return [...commandOf(simulated, 'one').nodes];
    };
    expect(order(at)).toEqual(order('2025-01-01T05:00:00Z'));
    expect(order(at)).not.toEqual([...order(at)].sort((a, b) => a - b));
  });

  test('one node more leaves the others in the order in which they were', () => {
    const order = (count: number) => {
      const simulated = simulateCommands(
        { fleet: webFleet(count), actions: send('one') },
        { set: ['model.rateControl.order=random'] },
      );
      return [...commandOf(simulated, 'one').nodes];
    };
    expect(order(21).filter((node) => node !== 20)).toEqual(order(20));
  });
});
