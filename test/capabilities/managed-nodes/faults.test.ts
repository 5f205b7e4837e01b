/** What happens to the fleet: whom, when, and until when. */
import { describe, expect, test } from 'vitest';
import { at, nodeOf, simulate, simulateUntil, timesOf } from '../quiet-world.ts';

const agentStopped = 'managed-nodes/agent-stopped';
const online = 'managed-nodes/node-came-online';
const hundred =
  '{ web: { count: 100, os: AMAZON_LINUX_2 }, db: { count: 50, os: UBUNTU, tags: { Tier: data } } }';

function struckBy(selector: string, more: Readonly<Record<string, string>> = {}): (string | undefined)[] {
  const faults = `[{ id: f, at: ${at('1:00')}, nodes: ${selector}, action: stopAgent }]`;
  return simulate({ fleet: hundred, faults, ...more })
    .events(agentStopped)
    .map(({ node }) => node);
}

describe('Whom a fault means', () => {
  test('all nodes, unless it says otherwise', () => {
    expect(struckBy('{}')).toHaveLength(150);
  });

  test('a group, tags and names must all hold', () => {
    expect(struckBy('{ group: db }')).toHaveLength(50);
    expect(struckBy('{ tags: { Tier: data } }')).toHaveLength(50);
    expect(struckBy('{ group: web, tags: { Tier: data } }')).toEqual([]);
    expect(struckBy('{ names: [web-0007, db-0001] }')).toEqual(['web-0007', 'db-0001']);
  });

  test('a count means exactly so many, and a larger one only adds nodes', () => {
    const ten = struckBy('{ group: web, count: 10 }');
    const twenty = struckBy('{ group: web, count: 20 }');
    expect(new Set(ten).size).toBe(10);
    expect(new Set(twenty).size).toBe(20);
    expect(ten.every((node) => twenty.includes(node))).toBe(true);
  });

  test('a share is a draw per node, and a larger one only adds nodes', () => {
    const fleet = '{ web: { count: 4000, os: AMAZON_LINUX_2 } }';
    const few = struckBy('{ share: 20% }', { fleet });
    const many = new Set(struckBy('{ share: 30% }', { fleet }));
    // Five standard deviations of a binomial.
    expect(Math.abs(few.length - 800)).toBeLessThan(127);
    expect(few.every((node) => many.has(node))).toBe(true);
  });

  test('another group beside it changes nobody who is struck', () => {
    const alone = struckBy('{ group: web, share: 20% }', {
      fleet: '{ web: { count: 100, os: AMAZON_LINUX_2 } }',
    });
    expect(struckBy('{ group: web, share: 20% }')).toEqual(alone);
  });
});

describe('When', () => {
  test('a clock per node strikes each at its own times', () => {
    const faults = '[{ id: f, every: { exponential: { mean: 6h } }, action: restartAgent }]';
    const fleet = '{ web: { count: 200, os: AMAZON_LINUX_2 } }';
    const times = timesOf(simulate({ fleet, faults }), agentStopped);
    // 200 Poisson clocks, 4 arrivals each on average: 800, standard deviation 28.
    expect(Math.abs(times.length - 800)).toBeLessThan(142);
    expect(new Set(times).size).toBeGreaterThan(700);
  });

  test('together, one clock strikes all at once', () => {
    const faults = '[{ id: f, every: 6h, together: true, action: restartAgent }]';
    const fleet = '{ web: { count: 20, os: AMAZON_LINUX_2 } }';
    const times = timesOf(simulate({ fleet, faults }), agentStopped);
    expect(times).toHaveLength(80);
    expect(new Set(times).size).toBe(4);
  });

  test('the first arrival of a constant gap is a drawn part of it', () => {
    const faults = '[{ id: f, every: 12h, action: restartAgent }]';
    const fleet = '{ web: { count: 300, os: AMAZON_LINUX_2 } }';
    const times = timesOf(simulate({ fleet, faults }), agentStopped);
    expect(times).toHaveLength(600);
    const early = times.filter((time) => Number(time.split(':')[0]) < 6).length;
    expect(Math.abs(early - 150)).toBeLessThan(44);
  });

  test('what is due at the end of the run does not happen', () => {
    expect(struckBy('{ group: web }', { end: at('1:00') })).toEqual([]);
    expect(struckBy('{ group: web }', { end: at('1:01') })).toHaveLength(100);
  });
});

describe('What is done, and undone after `for`', () => {
  const fault = (action: string, more = '') =>
    `[{ id: f, at: ${at('1:00')}, action: ${action}, for: 1h${more} }]`;

  test('stopAgent', () => {
    const run = simulate({ faults: fault('stopAgent') });
    expect(timesOf(run, agentStopped)).toEqual(['1:00:00']);
    expect(timesOf(run, 'managed-nodes/agent-started')).toEqual(['2:00:00']);
  });

  test('an agent that was not running before is not started when `for` ends', () => {
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, agent: { running: 0% } } }';
    const run = simulate({ fleet, faults: fault('stopAgent') });
    expect(timesOf(run, 'managed-nodes/agent-started')).toEqual([]);
    expect(nodeOf(run, 'web-0001').managed).toBe(false);
  });

  test('startAgent starts an agent that has never run', () => {
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, agent: { running: 0% } } }';
    const run = simulate({ fleet, faults: fault('startAgent') });
    expect(timesOf(run, online)).toEqual(['1:00:00']);
    expect(timesOf(run, agentStopped)).toEqual(['2:00:00']);
  });

  test('an agent that a fault stopped starts with the machine, one that is disabled does not', () => {
    const fleet = `{ web: { count: 1, os: AMAZON_LINUX_2 }, off: { count: 1, os: AMAZON_LINUX_2, agent: { running: 0% } } }`;
    const faults = `[{ id: a, at: ${at('1:00')}, action: stopAgent }, { id: b, at: ${at('2:00')}, action: reboot }]`;
    expect(simulate({ fleet, faults }).events(online)).toMatchObject([{ node: 'web-0001' }]);
  });

  test('a node that had no profile has none when `for` ends', () => {
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none } }';
    const run = simulate({ fleet, faults: fault('detachProfile') });
    expect(run.events('managed-nodes/instance-profile-changed')).toEqual([]);
    expect(nodeOf(run, 'web-0001').managed).toBe(false);
  });

  test('a profile that took the place of another gives it back', () => {
    const instanceProfiles =
      '{ mine: { policies: [AmazonSSMManagedInstanceCore] }, guest: { policies: [AmazonSSMManagedInstanceCore] } }';
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: mine } }';
    const run = simulate({
      instanceProfiles,
      fleet,
      faults: fault('attachProfile', ', instanceProfile: guest'),
    });
    const profiles = run.events('managed-nodes/instance-profile-changed').map(({ profile }) => profile);
    expect(profiles).toEqual(['guest', 'mine']);
  });

  test('fillDisk ends the agent, and neither a restart nor a reboot starts it until the disk has room', () => {
    const more = `{ id: b, at: ${at('1:10')}, action: restartAgent }, { id: c, at: ${at('1:20')}, action: reboot }`;
    const run = simulate({ faults: fault('fillDisk').replace(']', `, ${more}]`) });
    expect(timesOf(run, agentStopped)).toEqual(['1:00:00']);
    expect(timesOf(run, 'managed-nodes/agent-started')).toEqual(['2:00:00']);
    expect(timesOf(run, online)).toEqual(['2:00:00']);
    expect(run.events('managed-nodes/disk-changed').map(({ disk }) => disk)).toEqual(['full', 'freed']);
  });

  test('cutNetwork', () => {
    const changes = simulate({ faults: fault('cutNetwork') }).events('managed-nodes/network-changed');
    expect(changes.map(({ network }) => network)).toEqual(['cut', 'restored']);
  });

  test('a node that somebody else had stopped before is not started', () => {
    const faults = `[{ id: before, at: ${at('0:30')}, action: stop }, { id: f, at: ${at('1:00')}, action: stop, for: 1h }]`;
    expect(timesOf(simulate({ faults }), 'managed-nodes/node-started')).toEqual([]);
  });

  test('reboot and restartAgent', () => {
    const faults = `[{ id: a, at: ${at('1:00')}, action: reboot }, { id: b, at: ${at('2:00')}, action: restartAgent }]`;
    expect(timesOf(simulate({ faults }), online)).toEqual(['1:05:00', '2:00:00']);
  });

  test('launch brings new nodes, numbered after those of the group, and terminates them after `for`', () => {
    const faults = `[{ id: scale, at: ${at('1:00')}, nodes: { group: web }, action: launch, count: 3, for: 2h }]`;
    const fleet = '{ web: { count: 2, os: AMAZON_LINUX_2 } }';
    const run = simulate({ fleet, faults });
    expect(run.events('managed-nodes/node-launched').map(({ node }) => node)).toEqual([
      'web-0003',
      'web-0004',
      'web-0005',
    ]);
    expect(timesOf(run, online)).toEqual(['1:02:00', '1:02:00', '1:02:00']);
    expect(timesOf(run, 'managed-nodes/node-terminated')).toEqual(['3:00:00', '3:00:00', '3:00:00']);
    expect(run.metric('nodes.total')).toBe(5);
    expect(run.metric('nodes.managed')).toBe(2);
  });

  test('launching again and again', () => {
    const faults = '[{ id: scale, every: 6h, nodes: { group: web }, action: launch, count: 2 }]';
    const run = simulate({ fleet: '{ web: { count: 1, os: AMAZON_LINUX_2 } }', faults });
    expect(run.metric('nodes.total')).toBe(9);
    expect(run.metric('nodes.online')).toBe(9);
  });
});

describe('Nodes that join', () => {
  test('all at one time', () => {
    const fleet = `{ web: { count: 3, os: AMAZON_LINUX_2, joins: ${at('2:00')} } }`;
    const run = simulate({ fleet });
    expect(timesOf(run, 'managed-nodes/node-launched')).toEqual(['2:00:00', '2:00:00', '2:00:00']);
    expect(timesOf(run, 'managed-nodes/node-registered')).toEqual(['2:02:00', '2:02:00', '2:02:00']);
    expect(simulateUntil('1:59', { fleet }).metric('nodes.unmanaged')).toBe(3);
  });

  test('one after another', () => {
    const fleet = '{ web: { count: 3, os: AMAZON_LINUX_2, joins: { every: 5h } } }';
    expect(timesOf(simulate({ fleet }), 'managed-nodes/node-launched')).toEqual([
      '5:00:00',
      '10:00:00',
      '15:00:00',
    ]);
  });
});

describe('Tags', () => {
  test('CreateTags and DeleteTags change what later commands mean', () => {
    const send = (id: string, clock: string) =>
      `{ id: ${id}, at: ${at(clock)}, SendCommand: { DocumentName: AWS-RunShellScript, Targets: [{ Key: "tag:Tier", Values: [hot] }] } }`;
    const actions = `[${send('before', '1')},
      { id: tag, at: ${at('2')}, CreateTags: { Resources: [web-0001], Tags: [{ Key: Tier, Value: hot }] } }, ${send('tagged', '3')},
      { id: untag, at: ${at('4')}, DeleteTags: { Resources: [web-0001], Tags: [{ Key: Tier }] } }, ${send('after', '5')}]`;
    const run = simulate({ actions });
    expect(['before', 'tagged', 'after'].map((id) => run.metric(`command.${id}.targets`))).toEqual([0, 1, 0]);
  });

  test('AddTagsToResource refuses a hybrid node that is not registered', () => {
    const fleet = '{ dc: { count: 1, os: UBUNTU, hybrid: { activation: later } } }';
    const activations = `{ later: { created: ${at('5:00')}, expires: 24h, registrationLimit: 1 } }`;
    const actions = `[{ id: tag, at: ${at('1')}, AddTagsToResource: { ResourceType: ManagedInstance, ResourceId: dc-0001, Tags: [{ Key: A, Value: b }] } }]`;
    const run = simulate({ fleet, activations, actions });
    expect(run.events('managed-nodes/action-refused')).toMatchObject([
      { action: 'tag', error: 'InvalidResourceId' },
    ]);
  });
});
