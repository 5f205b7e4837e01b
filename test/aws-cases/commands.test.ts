/** What AWS's public pages say of Run Command, each sentence as a small scenario. */
import { describe, expect, test } from 'vitest';
import {
  commandOf,
  commandsYaml,
  send,
  simulateCommands,
  statuses,
  statusOn,
  webFleet,
} from '../capabilities/run-command/commands-yaml.ts';
import { loadYaml, simulateYaml } from '../support/simulate.ts';

const bad = 'Bad: { run: 10m, fails: 100% }';
const rate = (concurrency: string, errors: string) =>
  `MaxConcurrency: "${concurrency}", MaxErrors: "${errors}"`;
const stopped = (names: string) =>
  `- { id: silent, at: 2025-01-01T00:30:00Z, nodes: { names: [${names}] }, action: stopAgent }`;
const later = '2025-01-01T02:00:00Z';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html */
describe('rate control', () => {
  test.each([
    ['3 stops on the fourth', '3', 20, 4],
    ['0 stops on the first', '0', 20, 1],
    ['10% of 50 stops on the sixth', '10%', 50, 6],
    ['40% of 10 stops on the fifth', '40%', 10, 5],
    ['12% of 25 is 3', '12%', 25, 4],
    ['19% of 10 is 1', '19%', 10, 2],
  ])('MaxErrors %s', (_, errors, count, failed) => {
    const actions = send('one', rate('1', errors)).replace('Job', 'Bad');
    const run = simulateCommands({ fleet: webFleet(count), documents: bad, actions });
    expect(statuses(run, 'one')).toEqual({ Failed: failed, Terminated: count - failed });
    expect(commandOf(run, 'one').status).toBe('Failed');
  });

  test('what runs when MaxErrors is passed is allowed to finish, and may fail too', () => {
    const actions = send('one', rate('5', '6')).replace('Job', 'Bad');
    const run = simulateCommands({ fleet: webFleet(20), documents: bad, actions });
    expect(statuses(run, 'one')).toEqual({ Failed: 10, Terminated: 10 });
  });

  test('left out, MaxConcurrency is 50 and MaxErrors 0', () => {
    const run = simulateCommands({
      fleet: webFleet(60),
      documents: bad,
      actions: send('one').replace('Job', 'Bad'),
    });
    expect(run.metric('command.one.peakConcurrency')).toBe(50);
    expect(statuses(run, 'one')).toEqual({ Failed: 50, Terminated: 10 });
  });

  test('keys must all match, the values of one are alternatives', () => {
    const fleet = [
      'a: { count: 2, os: UBUNTU, tags: { Department: Finance, ServerRole: Database } }',
      'b: { count: 3, os: UBUNTU, tags: { Department: Marketing, ServerRole: WebServer } }',
      'c: { count: 4, os: UBUNTU, tags: { Department: Sales, ServerRole: Database } }',
      'd: { count: 5, os: UBUNTU, tags: { Department: Finance } }',
    ].join('\n');
    const targets =
      'Targets: [{ Key: "tag:Department", Values: [Finance, Marketing] }, { Key: "tag:ServerRole", Values: [WebServer, Database] }]';
    expect(simulateCommands({ fleet, actions: send('one', targets) }).metric('command.one.targets')).toBe(5);
  });

  test('instance ids as a target, in the small letters of the example', () => {
    const targets = 'Targets: [{ Key: instanceids, Values: [web-0001, web-0003] }]';
    const run = simulateCommands({ fleet: webFleet(3), actions: send('one', targets) });
    expect(run.metric('command.one.targets')).toBe(2);
  });

  test('a tag with spaces in key and value', () => {
    const fleet = 'w: { count: 2, os: WINDOWS, tags: { Operating System: Windows Server 2016 Nano } }';
    const targets = 'Targets: [{ Key: "tag:Operating System", Values: ["Windows Server 2016 Nano"] }]';
    expect(simulateCommands({ fleet, actions: send('one', targets) }).metric('command.one.targets')).toBe(2);
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
describe('statuses', () => {
  const fourOfFive = stopped('web-0001, web-0002, web-0003, web-0004');

  test('four Undeliverable and one Success make a Success', () => {
    const run = simulateCommands({ fleet: webFleet(5), faults: fourOfFive, actions: send('one', '', later) });
    expect(statuses(run, 'one')).toEqual({ Undeliverable: 4, Success: 1 });
    expect(commandOf(run, 'one').status).toBe('Success');
  });

  test('all Undeliverable make a failure, and MaxErrors 0 sees none of it', () => {
    const faults = stopped('web-0001, web-0002');
    const run = simulateCommands({ fleet: webFleet(2), faults, actions: send('one', '', later) });
    expect(commandOf(run, 'one').status).toBe('Failed');
    expect(run.metric('command.one.halted')).toBe(false);
    expect(run.metric('command.one.errors')).toBe(0);
  });

  test('four Invalid Platform and one Success make a Success, all Invalid Platform a failure', () => {
    const shell =
      'DocumentName: AWS-RunShellScript, Targets: [{ Key: tag-key, Values: [Role] }], Parameters: { commands: [id] }';
    const windows = 'win: { count: 4, os: WINDOWS, tags: { Role: web } }';
    const mixed = simulateCommands({ fleet: `${webFleet(1)}\n${windows}`, actions: send('one', shell) });
    expect(statuses(mixed, 'one')).toEqual({ InvalidPlatform: 4, Success: 1 });
    expect(commandOf(mixed, 'one').status).toBe('Success');
    const only = simulateCommands({ fleet: windows, actions: send('one', shell) });
    expect(commandOf(only, 'one').status).toBe('Failed');
  });

  test('a tag that no managed node has is No Instances In Tag', () => {
    const targets = 'Targets: [{ Key: "tag:Role", Values: [db] }]';
    const run = simulateCommands({ fleet: webFleet(2), actions: send('one', targets) });
    expect(commandOf(run, 'one').status).toBe('NoInstancesInTag');
  });

  test('600 seconds in the console and 3,600 of the document are 70 minutes to a delivery timeout', () => {
    const faults = '- { id: cut, at: 2025-01-01T02:05:00Z, nodes: { group: web }, action: cutNetwork }';
    const run = simulateCommands({
      fleet: webFleet(1),
      faults,
      actions: send('one', 'TimeoutSeconds: 600', later),
    });
    expect(statusOn(run, 'one', 'web-0001')).toBe('DeliveryTimedOut');
    expect(run.metric('command.one.minutes')).toBe(70);
    expect(run.metric('command.one.errors')).toBe(0);
  });

  test('an execution timeout counts against MaxErrors', () => {
    const slow = send('one', `Parameters: { executionTimeout: ["599"] }, ${rate('1', '0')}`);
    const run = simulateCommands({ fleet: webFleet(3), actions: slow });
    expect(statuses(run, 'one')).toEqual({ ExecutionTimedOut: 1, Terminated: 2 });
  });
});

test('a document that the file does not describe ends at once and succeeds, with a warning', () => {
  const yaml = commandsYaml({ fleet: webFleet(1), actions: send('one').replace('Job', 'Somebody-Elses') });
  const [warning] = loadYaml(yaml).warnings.filter(({ code }) => code === 'unknown-document');
  expect(warning?.message).toContain('Somebody-Elses is not simulated by this version');
  const run = simulateYaml(yaml);
  expect(run.metric('command.one.minutes')).toBe(0);
  expect(run.metric('command.one.succeeded')).toBe(1);
});
