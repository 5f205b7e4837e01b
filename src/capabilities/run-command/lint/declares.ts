/** What an operator's commands declare for rules of any capability. */

import {
  type DeclaredRun,
  documentNameIn,
  keepsOutput,
  unsaid,
} from '../../../capability/lint/declared-run.ts';
import { readTargets } from '../../../capability/lint/declared-targets.ts';
import { type Reached, reachedBySource } from '../../../capability/lint/reached.ts';
import type { ActionCall } from '../../../capability/lint/resource.ts';
import type { Declares, Subject } from '../../../capability/lint/subject.ts';
import { entry, isGiven } from '../../../cloudformation/value.ts';
import { areTagsFixed } from '../../managed-nodes/lint/facts.ts';
import { sendCommand } from '../calls.ts';
import { commandSources } from '../sources.ts';

export const commandDeclares: Declares = {
  runs: (subject) => commands(subject).map((command) => runOf(command, subject)),
  targets: (subject) =>
    commands(subject).flatMap(({ id, request }) =>
      readTargets('command', `the command ${id}`, entry(request, 'Targets')),
    ),
  roles: (subject) =>
    commands(subject).map(({ id, request }) => ({
      purpose: 'notifications' as const,
      by: `the command ${id}`,
      label: id,
      value: isGiven(entry(request, 'NotificationConfig')) ? entry(request, 'ServiceRoleArn') : undefined,
      action: 'sns:Publish',
      neededBy: entry(request, 'NotificationConfig'),
    })),
};

function commands({ actions }: Subject): ActionCall[] {
  return actions.filter(({ call }) => call === sendCommand.call);
}

function runOf({ id, request, path }: ActionCall, subject: Subject): DeclaredRun {
  const name = `the command ${id}`;
  const parameters = entry(request, 'Parameters');
  return {
    ...unsaid,
    name,
    label: name,
    at: path,
    document: documentNameIn(entry(request, 'DocumentName')),
    parameters,
    path: parameters?.path ?? path,
    concurrency: entry(request, 'MaxConcurrency'),
    errors: entry(request, 'MaxErrors'),
    hash: entry(request, 'DocumentHash'),
    timeoutSeconds: entry(request, 'TimeoutSeconds'),
    output: {
      isKept: request.kind === 'unknown' ? null : keepsOutput(request),
      bucket: entry(request, 'OutputS3BucketName'),
      setting: 'OutputS3BucketName',
    },
    outsideWindow: { when: 'at once, outside of any window', isScheduled: false },
    reach: () => reachedBy(id, subject),
  };
}

function reachedBy(command: string, subject: Subject): Reached[] {
  const { scenario } = subject;
  if (scenario === null) return [];
  const source = commandSources(scenario.actions).find(({ id }) => id === command);
  return reachedBySource(source, scenario.fleet, areTagsFixed(subject));
}
