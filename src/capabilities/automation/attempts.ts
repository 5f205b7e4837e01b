/** Installs of runbooks that were never sent to a node. What is sent is told by Run Command. */
import * as cli from '../../aws/cli.ts';
import { formatLimit } from '../../aws/rate-control.ts';
import type { Attempt } from '../../capability/attempts.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { accountNamed } from '../../world/scenario.ts';
import { utc } from '../../world/time.ts';
import { heldStep, type Unapproved, unapproved } from './cause-of.ts';
import { type Execution, failureOf } from './execution.ts';
import { type Unsent, unreachedView } from './unreached.ts';

export function attemptsOn(simulation: Simulation, node: number): Attempt[] {
  const { scenario, names, fleet } = simulation;
  return simulation.views
    .of(unreachedView)
    .unsent.filter(({ nodes }) => nodes.includes(node))
    .map((unsent): Attempt => {
      const { source, execution, cause, atMs } = unsent;
      const { id, account = '' } = execution.request;
      const isHybrid = fleet.groupOf(node).hybridActivation !== null;
      const inAccount = {
        id: names.idOf(node),
        isHybrid,
        region: accountNamed(scenario, account).region,
      };
      return {
        kind: 'not sent',
        source,
        runId: null,
        ownerId: id,
        startedMs: execution.requestedMs,
        settledMs: cause === null ? Number.POSITIVE_INFINITY : atMs,
        status: cause === null ? 'Pending' : execution.status,
        told: {
          rollout: [unsent.isStarted ? reachedWords(unsent) : notStartedWords(unsent)],
          run: [],
          console:
            'Systems Manager, Automation: the execution, its steps, and the failure message of the step',
          cli: cli.stepsOfExecution(inAccount, awsUuid(simulation, 'automation', id)),
          page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html',
        },
      };
    });
}

/** How far its execution came. */
function reachedWords({ execution, step, cause }: Unsent): string {
  const { request, document, status, steps } = execution;
  const whole = `execution ${request.id} of ${document}`;
  const last = steps.at(-1)?.step.name;
  const rest = `its step ${step}, which installs, ${last === step ? 'sent nothing' : 'was not reached'}`;
  const waiting = unapproved(execution);
  if (waiting !== null && waiting.record.endedMs === null)
    return `${whole} ${waitingWords(waiting)}; ${rest}`;
  const held = heldStep(execution);
  if (held !== null)
    return `${whole} has been held at ${held.step.name} since ${utc(held.startedMs)}; ${rest}`;
  if (cause === null) return `${whole} was ${status}${last === undefined ? '' : ` at ${last}`}; ${rest} yet`;
  const why = failureOf(execution);
  return `${whole} ended ${status}${why === null ? '' : ` ${why}`}; ${rest}`;
}

function waitingWords({ record: { step, startedMs } }: Unapproved): string {
  return `has waited for approval at ${step.name} since ${utc(startedMs)}`;
}

/** Why the execution that divides its targets started none for this one. */
function notStartedWords({ execution, cause, source }: Unsent): string {
  const { request, document } = execution;
  const whole = `execution ${request.id} was to start ${document} for it`;
  if (cause === null) return `${whole}: its turn was still to come`;
  const waiting = unapproved(execution);
  if (waiting !== null)
    return `${whole}: its turn was still to come; ${waiting.execution.request.id} ${waitingWords(waiting)}`;
  const { limits } = source;
  const maxErrors = limits === null ? '' : `, with MaxErrors ${formatLimit(limits.maxErrors)}`;
  return `${whole} and did not: ${why(cause, execution, maxErrors)}`;
}

function why(cause: string, execution: Execution, maxErrors: string): string {
  const failed = execution.children.filter(({ status }) => status === 'Failed' || status === 'TimedOut');
  switch (cause) {
    case 'HALTED_BY_MAX_ERRORS':
      return `errors on ${failed.map(({ request }) => request.resource).join(', ')} halted it${maxErrors}`;
    case 'STOPPED_BY_ALARM':
      return `its alarm ${execution.request.alarm?.alarm ?? ''} stopped it`;
    case 'CANCELLED':
      return 'it was cancelled';
    default:
      return execution.failure ?? `it ended ${execution.status}`;
  }
}
