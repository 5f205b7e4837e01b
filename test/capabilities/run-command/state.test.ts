import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../../src/capabilities/index.ts';
import type { CommandRequest } from '../../../src/capabilities/run-command/request.ts';
import { sourceOfCommand } from '../../../src/capabilities/run-command/sources.ts';
import { Command, commandStatusAtEnd } from '../../../src/capabilities/run-command/state.ts';
import {
  changeCommandStatus,
  coarseStatus,
  commandStatuses,
  commandStatusesNext,
  countsAsError,
  type InvocationStatus,
  invocationStatuses,
  invocationStatusesNext,
  isTerminal,
} from '../../../src/capabilities/run-command/statuses.ts';
import { documentOf } from '../../../src/capability/documents.ts';
import { withCapabilities } from '../../../src/capability/registry.ts';

const sent = {
  documentName: 'AWS-RunShellScript',
  instanceIds: [],
  targets: [],
  parameters: {},
  maxConcurrency: { count: 50 },
  maxErrors: { count: 0 },
  timeoutSeconds: 3600,
  hasOutputBucket: false,
  alarm: null,
  notifications: null,
} as const;

const request: CommandRequest = {
  source: sourceOfCommand({ id: 'one', atMs: 0, index: 0, call: 'SendCommand', made: sent }, sent, 0),
  part: 0,
  occurrence: 0,
  id: 'one',
  ...sent,
  ownerId: null,
  snapshot: null,
  requestedMs: 0,
  isAccessDenied: false,
};

function commandOf(targetCount: number, maxErrorsCount = 0): Command {
  return new Command({
    request,
    index: 0,
    nodes: Uint32Array.from({ length: targetCount }, (_, index) => index),
    rollout: { targetCount, maxConcurrencyCount: 50, maxErrorsCount, dispatch: 'sliding', halt: 'exceeds' },
    document: documentOf(withCapabilities({ nouns: new Map() }, capabilities), request.documentName),
  });
}

/** The shortest way to a status from Pending. */
const wayTo: Readonly<Record<InvocationStatus, readonly InvocationStatus[]>> = {
  Pending: [],
  InProgress: ['InProgress'],
  Delayed: ['Delayed'],
  Success: ['InProgress', 'Success'],
  Failed: ['InProgress', 'Failed'],
  ExecutionTimedOut: ['InProgress', 'ExecutionTimedOut'],
  DeliveryTimedOut: ['DeliveryTimedOut'],
  Undeliverable: ['Undeliverable'],
  InvalidPlatform: ['InvalidPlatform'],
  AccessDenied: ['AccessDenied'],
  Cancelled: ['Cancelled'],
  Terminated: ['Terminated'],
};

/** A command whose invocations have ended as named. */
function endedAs(given: readonly InvocationStatus[], maxErrorsCount = 0): Command {
  const command = commandOf(given.length, maxErrorsCount);
  given.forEach((status, position) => {
    for (const step of wayTo[status]) command.changeStatus(position, step);
    command.rollout.onSent(1);
    command.rollout.onFinished(countsAsError(status));
  });
  return command;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('statuses of an invocation, https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html', () => {
  test.each(invocationStatuses.flatMap((from) => invocationStatuses.map((to) => [from, to] as const)))(
    '%s becomes %s only if the table says so',
    (from, to) => {
      const command = commandOf(1);
      for (const step of wayTo[from]) command.changeStatus(0, step);
      const change = () => command.changeStatus(0, to);
      if (invocationStatusesNext[from].includes(to)) {
        change();
        expect(command.statusOf(0)).toBe(to);
      } else expect(change).toThrow(`${from} cannot become ${to}`);
    },
  );

  test('nine detailed statuses are terminal', () => {
    expect(invocationStatuses.filter(isTerminal)).toEqual([
      'Success',
      'Failed',
      'ExecutionTimedOut',
      'DeliveryTimedOut',
      'Undeliverable',
      'InvalidPlatform',
      'AccessDenied',
      'Cancelled',
      'Terminated',
    ]);
  });

  test('only Failed and ExecutionTimedOut count against MaxErrors', () => {
    expect(invocationStatuses.filter(countsAsError)).toEqual(['Failed', 'ExecutionTimedOut']);
  });

  test('Undeliverable arrives as Status Failed, both timeouts as TimedOut, Terminated as Cancelled', () => {
    expect(coarseStatus('Undeliverable')).toBe('Failed');
    expect(coarseStatus('ExecutionTimedOut')).toBe('TimedOut');
    expect(coarseStatus('DeliveryTimedOut')).toBe('TimedOut');
    expect(coarseStatus('Terminated')).toBe('Cancelled');
    expect(coarseStatus('Delayed')).toBe('Delayed');
  });

  test('the tally always sums to the targets', () => {
    const steps = fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...invocationStatuses)), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (changes) => {
        const command = commandOf(5);
        for (const [position, next] of changes) {
          if (invocationStatusesNext[command.statusOf(position)].includes(next))
            command.changeStatus(position, next);
        }
        expect(Object.values(command.tally).reduce((sum, count) => sum + count, 0)).toBe(5);
      }),
    );
  });
});

describe('statuses of a command', () => {
  test.each(commandStatuses.flatMap((from) => commandStatuses.map((to) => [from, to] as const)))(
    '%s becomes %s only if the table says so',
    (from, to) => {
      const command = { status: from };
      const change = () => changeCommandStatus(command, to);
      if (commandStatusesNext[from].includes(to)) {
        change();
        expect(command.status).toBe(to);
      } else expect(change).toThrow(`${from} cannot become ${to}`);
    },
  );

  test('the Status of a command has fewer words than its details', () => {
    expect(coarseStatus('Incomplete')).toBe('Failed');
    expect(coarseStatus('NoInstancesInTag')).toBe('Success');
    expect(coarseStatus('RateExceeded')).toBe('Failed');
    expect(coarseStatus('Cancelling')).toBe('Cancelling');
  });

  test.each([
    ['every invocation succeeded', times(5, 'Success'), 0, 'Success'],
    ['four of five Undeliverable, one Success', [...times(4, 'Undeliverable'), 'Success'], 0, 'Success'],
    ['four of five InvalidPlatform, one Success', [...times(4, 'InvalidPlatform'), 'Success'], 0, 'Success'],
    ['four of five AccessDenied, one Success', [...times(4, 'AccessDenied'), 'Success'], 0, 'Success'],
    ['all five Undeliverable', times(5, 'Undeliverable'), 0, 'Failed'],
    ['all five InvalidPlatform', times(5, 'InvalidPlatform'), 0, 'Failed'],
    ['all five AccessDenied', times(5, 'AccessDenied'), 0, 'Failed'],
    ['all five never heard of', times(5, 'DeliveryTimedOut'), 0, 'DeliveryTimedOut'],
    ['as many errors as MaxErrors', [...times(2, 'Failed'), ...times(3, 'Success')], 2, 'Incomplete'],
    ['one error below MaxErrors', ['Failed', ...times(4, 'Success')], 2, 'Incomplete'],
    ['an execution timeout within MaxErrors', ['ExecutionTimedOut', 'Success'], 1, 'Incomplete'],
    ['more errors than MaxErrors', [...times(3, 'Failed'), ...times(2, 'Success')], 2, 'Failed'],
    ['one error where none is allowed', ['Failed', 'Success'], 0, 'Failed'],
    ['every node an error, and all of them allowed', times(3, 'Failed'), 3, 'Incomplete'],
    ['all cancelled one by one', times(2, 'Cancelled'), 0, 'Cancelled'],
  ] as [string, InvocationStatus[], number, string][])('%s', (_, given, maxErrors, expected) => {
    expect(commandStatusAtEnd(endedAs(given, maxErrors))).toBe(expected);
  });

  test('a command without targets is NoInstancesInTag', () => {
    expect(commandStatusAtEnd(commandOf(0))).toBe('NoInstancesInTag');
  });
});
