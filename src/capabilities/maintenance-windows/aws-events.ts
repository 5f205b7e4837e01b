/** What AWS tells EventBridge of maintenance windows. */
import { arnOf } from '../../aws/arn.ts';
import type { AwsEvent, AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { accountNamed } from '../../world/scenario.ts';
import { isoTime } from '../../world/time.ts';
import { windowFacts } from './events.ts';
import { windowTarget } from './resources/window-targets.ts';
import { windowTask } from './resources/window-tasks.ts';
import { maintenanceWindow } from './resources/windows.ts';
import type { TaskExecution, WindowExecution } from './state.ts';

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#EC2_maintenance_windows_event_types';
const ofExecution = 'Maintenance Window Execution State-change Notification';
const ofTask = 'Maintenance Window Task Execution State-change Notification';
const ofTarget = 'Maintenance Window Task Target Invocation State-change Notification';

const ofWindow = 'Maintenance Window State-change Notification';
const ofRegistration = {
  target: 'Maintenance Window Target Registration Notification',
  task: 'Maintenance Window Task Registration Notification',
} as const;

export const windowEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [ofWindow, ofRegistration.target, ofRegistration.task],
    page,
    listen(simulation, tell) {
      simulation.facts.of(windowFacts).windowChanged.listen((change) => {
        const { window, before, part } = change;
        const ids = { 'window-id': windowIdOf(simulation, change) };
        if (part !== null) {
          const { kind, id, status } = part;
          const spec = kind === 'target' ? windowTarget : windowTask;
          const partId = spec.madeId!(simulation.scenario.name, id);
          const detail = { [`window-${kind}-id`]: partId, ...ids, status };
          const event = windowEvent(simulation, change, ofRegistration[kind], detail);
          // ASSUMPTION window-task-arn: AWS shows the resources of a target's event only.
          const home = accountNamed(simulation.scenario, window.account ?? '');
          const partArn = arnOf('ssm', home, `window${kind}/${partId}`);
          tell({ ...event, resources: [...event.resources, partArn] });
        } else if (window.enabled !== before.enabled) {
          const status = window.enabled ? 'ENABLED' : 'DISABLED';
          tell(windowEvent(simulation, change, ofWindow, { ...ids, status }));
        }
      });
    },
  },
  {
    detailTypes: [ofExecution],
    page,
    listen(simulation, tell) {
      const facts = simulation.facts.of(windowFacts);
      const { windowDue, windowOpened, windowSkipped, cancellationAsked, windowClosed } = facts;
      for (const fact of [windowDue, windowOpened, windowSkipped, cancellationAsked, windowClosed]) {
        fact.listen((execution) =>
          tell(
            windowEvent(simulation, execution, ofExecution, {
              ...period(execution.openedMs ?? execution.nominalMs, execution.finishedMs),
              ...idsOf(simulation, execution),
              status: execution.status,
            }),
          ),
        );
      }
    },
  },
  {
    detailTypes: [ofTask],
    page,
    listen(simulation, tell) {
      const { taskStarted, taskFinished } = simulation.facts.of(windowFacts);
      for (const fact of [taskStarted, taskFinished]) {
        fact.listen((task) =>
          tell(
            windowEvent(simulation, task.execution, ofTask, {
              ...period(task.startedMs, task.finishedMs),
              ...taskIdsOf(simulation, task),
              status: task.status,
            }),
          ),
        );
      }
    },
  },
  {
    detailTypes: [ofTarget],
    page,
    listen(simulation, tell) {
      const { targetStarted, targetFinished } = simulation.facts.of(windowFacts);
      targetStarted.listen((task, group) => tell(targetEvent(simulation, task, group, 'IN_PROGRESS', null)));
      targetFinished.listen((task, group, status) => {
        // AWS: of tasks other than Run Command only IN_PROGRESS and COMPLETE are told.
        const told = task.task.taskType === 'RUN_COMMAND' ? status : 'COMPLETE';
        tell(targetEvent(simulation, task, group, told, simulation.kernel.nowMs));
      });
    },
  },
];

type OfWindow = Pick<WindowExecution, 'window'>;

function windowIdOf({ scenario }: Simulation, { window }: OfWindow): string {
  return maintenanceWindow.madeId!(scenario.name, window.logicalId);
}

function windowEvent(
  simulation: Simulation,
  of: OfWindow,
  detailType: string,
  detail: AwsEvent['detail'],
): AwsEvent {
  const { kernel, scenario } = simulation;
  const { account } = of.window;
  const id = windowIdOf(simulation, of);
  return {
    source: 'aws.ssm',
    detailType,
    atMs: kernel.nowMs,
    resources: [arnOf('ssm', accountNamed(scenario, account ?? ''), `maintenancewindow/${id}`)],
    detail,
    node: null,
    account,
  };
}

function targetEvent(
  simulation: Simulation,
  task: TaskExecution,
  group: number,
  status: string,
  endedMs: number | null,
): AwsEvent {
  const target = task.task.targetGroups[group]?.windowTarget ?? null;
  return windowEvent(simulation, task.execution, ofTarget, {
    ...period(task.startedMs, endedMs),
    ...taskIdsOf(simulation, task),
    ...(target === null
      ? {}
      : { 'window-target-id': windowTarget.madeId!(simulation.scenario.name, target.logicalId) }),
    status,
    'owner-information': target?.owner ?? '',
  });
}

function idsOf(simulation: Simulation, execution: WindowExecution): AwsEvent['detail'] {
  return {
    'window-id': windowIdOf(simulation, execution),
    'window-execution-id': awsUuid(simulation, 'window-execution', execution.id),
  };
}

function taskIdsOf(simulation: Simulation, { execution, task }: TaskExecution): AwsEvent['detail'] {
  return {
    ...idsOf(simulation, execution),
    'task-execution-id': awsUuid(simulation, 'task-execution', `${execution.id}/${task.logicalId}`),
  };
}

function period(startMs: number | null, endMs: number | null): AwsEvent['detail'] {
  return {
    ...(startMs === null ? {} : { 'start-time': isoTime(startMs) }),
    ...(endMs === null ? {} : { 'end-time': isoTime(endMs) }),
  };
}
