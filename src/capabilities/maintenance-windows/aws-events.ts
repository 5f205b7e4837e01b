/** What AWS tells EventBridge of maintenance windows. */
import { arnOf } from '../../aws/arn.ts';
import type { AwsEvent, AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { isoTime } from '../../world/time.ts';
import { windowFacts } from './events.ts';
import { windowTarget } from './resources/window-targets.ts';
import { maintenanceWindow } from './resources/windows.ts';
import type { TaskExecution, WindowExecution } from './state.ts';

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#EC2_maintenance_windows_event_types';
const ofExecution = 'Maintenance Window Execution State-change Notification';
const ofTask = 'Maintenance Window Task Execution State-change Notification';
const ofTarget = 'Maintenance Window Task Target Invocation State-change Notification';

export const windowEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [ofExecution],
    page,
    listen(simulation, tell) {
      const { windowDue, windowOpened, windowSkipped, windowClosed } = simulation.facts.of(windowFacts);
      for (const fact of [windowDue, windowOpened, windowSkipped, windowClosed]) {
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

function windowEvent(
  { kernel, scenario }: Simulation,
  { window }: WindowExecution,
  detailType: string,
  detail: AwsEvent['detail'],
): AwsEvent {
  const id = maintenanceWindow.madeId!(scenario.name, window.logicalId);
  return {
    source: 'aws.ssm',
    detailType,
    atMs: kernel.nowMs,
    resources: [arnOf('ssm', scenario.account, `maintenancewindow/${id}`)],
    detail,
    node: null,
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

function idsOf(simulation: Simulation, { window, id }: WindowExecution): AwsEvent['detail'] {
  return {
    'window-id': maintenanceWindow.madeId!(simulation.scenario.name, window.logicalId),
    'window-execution-id': awsUuid(simulation, 'window-execution', id),
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
