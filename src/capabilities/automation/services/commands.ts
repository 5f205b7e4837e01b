/**
 * Commands that steps send: to nodes of the fleet by Run Command itself; to instances beside the fleet, as `model.documents` says.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
 */
import { awsUuid } from '../../../capability/event-arns.ts';
import { type Command, commandFacts, commandsView } from '../../run-command/facts.ts';
import type { StepRun } from '../actions/action.ts';
import { isAssumed } from '../content/answers.ts';
import type { ValueMap } from '../content/runbook.ts';
import { type Sent, sentBy, sourceOfStep } from '../sent.ts';
import { ApiError, accountOf, documentError, isTrue, textIn } from './service.ts';

/** Tells Run Command; gives the id by which it knows the command, or what AWS refuses. `sending` hears the id first. */
export function sendCommand(
  inputs: ValueMap,
  run: StepRun,
  sending: (id: string) => void = () => undefined,
): string | ApiError {
  const { execution, record, step, simulation } = run;
  const { request } = execution;
  const sent = sentBy(inputs);
  const refusal = documentError(sent.document, 'Command', run) ?? refusalOf(sent);
  if (refusal !== null) return refusal;
  const attempt = attemptOf(run);
  const id = `${request.id}/${step.name}${attempt === 1 ? '' : `#${attempt}`}`;
  record.started = id;
  sending(id);
  simulation.facts.of(commandFacts).commandRequested.tell({
    id,
    source: sourceOfStep(step, addressOf(run), sent),
    part: attempt - 1,
    occurrence: request.occurrence,
    documentName: sent.document,
    instanceIds: sent.instanceIds,
    targets: sent.targets,
    parameters: sent.parameters,
    maxConcurrency: sent.maxConcurrency,
    maxErrors: sent.maxErrors,
    timeoutSeconds: Number(inputs['TimeoutSeconds'] ?? 3600) || 3600,
    hasOutputBucket: 'OutputS3BucketName' in inputs || isTrue(inputs['CloudWatchOutputConfig']),
    requestedMs: simulation.kernel.nowMs,
    ownerId: request.id,
    snapshot: null,
    isAccessDenied: false,
  });
  return id;
}

/** API_SendCommand.html#API_SendCommand_RequestParameters */
function refusalOf({ instanceIds, targets }: Sent): ApiError | null {
  if (instanceIds.length > 50)
    return new ApiError('ValidationException', `${instanceIds.length} InstanceIds, and the limit is 50`);
  if (instanceIds.length + targets.length > 0) return null;
  return new ApiError('ValidationException', 'expected InstanceIds or Targets');
}

/** Which time this step runs, counting the turns of loops and its own attempts. */
function attemptOf({ execution: { steps }, step }: StepRun): number {
  return steps.reduce((sum, one) => sum + (one.step === step ? one.attemptCount : 0), 0);
}

function addressOf({ execution }: StepRun) {
  const { request, document, parent } = execution;
  const account = request.account;
  const isOwn = parent === null || parent.document === document;
  return { source: request.source, runbook: document, isOwn, account };
}

/** By the id that AWS gave it, or by the id that this simulation gave it. */
export function commandNamed(name: string, { simulation }: StepRun): Command | undefined {
  const { commands } = simulation.views.of(commandsView);
  const isOfAws = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name);
  return commands.findLast(
    ({ id }) => id === name || (isOfAws && awsUuid(simulation, 'command', id) === name),
  );
}

export function commandIdOf(id: string, { simulation }: StepRun): string {
  return awsUuid(simulation, 'command', id);
}

/** Instances that executions have launched, or that were made up in an answer: what runs on them is not followed. */
export function areBesideFleet(inputs: ValueMap, run: StepRun): boolean {
  const { instanceIds } = sentBy(inputs);
  if (isAssumed(instanceIds)) return true;
  const found = instanceIds.map((id) => run.cloud.instances.find(id, accountOf(run)));
  return found.length > 0 && found.every((one) => one !== undefined && one.object !== null);
}

export const documentIn = (inputs: ValueMap): string =>
  sentBy({ DocumentName: textIn(inputs, 'DocumentName') }).document;
