import { describe, expect, test } from 'vitest';
import {
  cancel,
  commandOf,
  endMinute,
  exitCodeOn,
  send,
  simulateCommands,
  statuses,
  statusOn,
  webFleet,
} from './commands-yaml.ts';

const minute = (count: number) => `2025-01-01T00:${String(count).padStart(2, '0')}:00Z`;

describe('CancelCommand, https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html', () => {
  test('the whole command: what runs is killed, what was not sent never is', () => {
    const simulated = simulateCommands({
      fleet: webFleet(5),
      actions: send('one', 'MaxConcurrency: "2"') + cancel('one', minute(15)),
    });
    expect(statuses(simulated, 'one')).toEqual({ Success: 2, Cancelled: 3 });
    expect(exitCodeOn(simulated, 'one', 'web-0003')).toBe(137);
    expect(commandOf(simulated, 'one').status).toBe('Cancelled');
    expect(simulated.number('command.one.cancelled')).toBe(2);
    expect(simulated.number('command.one.notStarted')).toBe(1);
    expect(simulated.metric('command.one.completed')).toBe(false);
  });

  test('ASSUMPTION cancellation-delay: the agent stops what runs `model.runCommand.cancellation` after the call', () => {
    const lateBy = (cancellation: string, id = 'one') => {
      const simulated = simulateCommands(
        { fleet: webFleet(1), actions: send(id) + cancel(id, minute(5)) },
        { set: [`model.runCommand.cancellation=${cancellation}`] },
      );
      return { status: statusOn(simulated, id, 'web-0001'), minute: endMinute(simulated, id, 'web-0001') };
    };
    expect(lateBy('0s')).toEqual({ status: 'Cancelled', minute: 5 });
    expect(lateBy('3m')).toEqual({ status: 'Cancelled', minute: 8 });
    // The job takes ten minutes: it is done before the agent hears of the cancellation.
    expect(lateBy('6m')).toEqual({ status: 'Success', minute: 10 });
  });

  test('on Windows the killed process leaves -1', () => {
    const simulated = simulateCommands({
      fleet: 'web: { count: 1, os: WINDOWS, tags: { Role: web } }',
      actions: send('one') + cancel('one', minute(5)),
    });
    expect(exitCodeOn(simulated, 'one', 'web-0001')).toBe(-1);
  });

  test('it is best effort: a node that does not hear it goes on, and its result counts', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: '- { id: deaf, at: 2025-01-01T00:04:00Z, nodes: { group: web }, action: stopAgent, for: 20m }',
      actions: send('one') + cancel('one', minute(5)),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Success');
    expect(commandOf(simulated, 'one').status).toBe('Cancelled');
  });

  test('while that node is awaited the command is Cancelling', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: '- { id: deaf, at: 2025-01-01T00:04:00Z, nodes: { group: web }, action: stopAgent, for: 20m }',
      actions: send('one') + cancel('one', minute(5)),
      end: '10m',
    });
    expect(commandOf(simulated, 'one').status).toBe('Cancelling');
  });

  test('what is Pending is cancelled at once', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: '- { id: deaf, at: 2025-01-01T00:00:00Z, nodes: { group: web }, action: stopAgent }',
      actions: send('one', '', minute(1)) + cancel('one', minute(2)),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Cancelled');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(2);
    expect(exitCodeOn(simulated, 'one', 'web-0001')).toBe(-1);
  });

  test('by instance ids: one that runs, one that waits for its turn; the others go on', () => {
    const simulated = simulateCommands({
      fleet: webFleet(4),
      actions:
        send('one', 'MaxConcurrency: "1"') + cancel('one', minute(5), ', InstanceIds: [web-0001, web-0003]'),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Cancelled');
    expect(statusOn(simulated, 'one', 'web-0003')).toBe('Cancelled');
    expect(endMinute(simulated, 'one', 'web-0002')).toBe(15);
    expect(endMinute(simulated, 'one', 'web-0004')).toBe(25);
    expect(commandOf(simulated, 'one').status).toBe('Success');
    expect(simulated.number('command.one.cancelled')).toBe(1);
    expect(simulated.number('command.one.notStarted')).toBe(1);
    expect(simulated.events('run-command/invocation-sent')).toHaveLength(3);
  });

  test('one that was cancelled before its turn does not hold up the ramp', () => {
    const simulated = simulateCommands(
      {
        fleet: webFleet(6),
        actions:
          send('one', 'MaxConcurrency: "6"') +
          cancel('one', minute(0), ', InstanceIds: [web-0002, web-0003]'),
        model: '',
      },
      { set: ['model.rateControl.dispatch=ramp', 'model.runCommand.delivery=30s'] },
    );
    expect(statusOn(simulated, 'one', 'web-0002')).toBe('Cancelled');
    expect(statuses(simulated, 'one')).toEqual({ Success: 4, Cancelled: 2 });
  });

  test('one halted after a cancellation by id loses nobody', () => {
    const simulated = simulateCommands({
      fleet: webFleet(5),
      documents: 'Bad: { run: 10m, fails: 100% }',
      actions:
        send('one', 'DocumentName: Bad, MaxConcurrency: "1", MaxErrors: "1"') +
        cancel('one', minute(5), ', InstanceIds: [web-0005]'),
    });
    expect(statuses(simulated, 'one')).toEqual({ Failed: 2, Terminated: 2, Cancelled: 1 });
    expect(simulated.number('command.one.notStarted')).toBe(3);
    expect(commandOf(simulated, 'one').status).toBe('Failed');
  });

  test('a command that has ended is not changed', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      actions: send('one') + cancel('one', minute(11)),
    });
    expect(commandOf(simulated, 'one').status).toBe('Success');
  });

  test('what waits in the agent’s buffer is withdrawn and never runs', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const simulated = simulateCommands({
      fleet: webFleet(1),
      actions: ids.map((id) => send(id)).join('') + cancel('f', minute(5)),
    });
    expect(statusOn(simulated, 'f', 'web-0001')).toBe('Cancelled');
    expect(endMinute(simulated, 'f', 'web-0001')).toBe(5);
    expect(simulated.events('run-command/invocation-started')).toHaveLength(5);
  });
});
