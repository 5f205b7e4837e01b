/** What AWS tells EventBridge of associations. */
import { documentArn } from '../../aws/arn.ts';
import type { Target } from '../../aws/targets.ts';
import { type AwsEvent, type AwsEventSpec, RunMemory } from '../../capability/aws-events.ts';
import { awsUuid, managedInstanceArn, nodeArn } from '../../capability/event-arns.ts';
import { statusCounts } from '../../capability/rollout-results.ts';
import type { TargetGroup } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { accountNamed } from '../../world/scenario.ts';
import { isoSecond, isoTime } from '../../world/time.ts';
import { associationFacts } from './events.ts';
import { type AssociationStatus, overviewOf } from './rules.ts';
import type { Interval } from './state.ts';

const ofAssociation = 'EC2 State Manager Association State Change';
const ofInstance = 'EC2 State Manager Instance Association State Change';
const ofCompliance = 'Configuration Compliance State Change';
const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html';

export const associationEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [ofAssociation],
    page: `${page}#SSM-State-Manager-event-types`,
    listen(simulation, tell) {
      const { intervalStarted, intervalFinished } = simulation.facts.of(associationFacts);
      const lastSuccess: LastSuccess = new RunMemory(simulation);
      intervalStarted.listen((interval) =>
        tell(associationEvent(simulation, interval, 'Pending', lastSuccess)),
      );
      intervalFinished.listen((interval) => {
        const status = overviewOf(interval.tally);
        if (status === 'Success') lastSuccess.set(interval.association.id, interval.dueMs);
        tell(associationEvent(simulation, interval, status, lastSuccess));
      });
    },
  },
  {
    detailTypes: [ofInstance],
    page: `${page}#SSM-State-Manager-event-types`,
    listen(simulation, tell) {
      const { runSent, runStarted, runStuck, runEnded } = simulation.facts.of(associationFacts);
      const lastSuccess: LastSuccess = new RunMemory(simulation);
      const told = (node: number, interval: Interval, status: AssociationStatus, errorCode = ''): void => {
        if (status === 'Success')
          lastSuccess.set(`${interval.association.id}/${node}`, simulation.kernel.nowMs);
        tell(instanceEvent(simulation, node, interval, { status, errorCode, lastSuccess }));
      };
      runSent.listen((node, interval) => told(node, interval, 'Pending'));
      runStarted.listen((node, interval) => told(node, interval, 'InProgress'));
      runStuck.listen((node, interval) => told(node, interval, 'Failed', 'StuckAtInProgress'));
      runEnded.listen((node, interval, { status }) => {
        if (status !== 'Skipped') told(node, interval, status, status === 'Failed' ? 'ExecutionError' : '');
      });
    },
  },
  {
    detailTypes: [ofCompliance],
    page: `${page}#SSM-Configuration-Compliance-event-types`,
    listen(simulation, tell) {
      const { kernel, names, facts } = simulation;
      facts.of(associationFacts).complianceChanged.listen((node, state, compliance) =>
        tell({
          source: 'aws.ssm',
          detailType: ofCompliance,
          atMs: kernel.nowMs,
          resources: [managedInstanceArn(simulation, node)],
          detail: {
            'last-runtime': isoSecond(kernel.nowMs),
            'compliance-status': compliance.toLowerCase(),
            'resource-type': 'managed-instance',
            'resource-id': names.idOf(node),
            'compliance-type': 'Association',
            severity: state.version.definition.severity.toLowerCase(),
          },
          node,
        }),
      );
    },
  },
];

/** When each association last succeeded, on a node or as a whole. */
type LastSuccess = RunMemory<string, number>;

/** Absent where there was none in the run. */
function lastSuccessOf(id: string, lastSuccess: LastSuccess): Readonly<Record<string, string>> {
  const atMs = lastSuccess.get(id);
  return atMs === undefined ? {} : { 'last-successful-execution-date': isoSecond(atMs) };
}

/** What both events say of the association itself. */
function commonDetail(simulation: Simulation, { association, version }: Interval) {
  return {
    'association-id': awsUuid(simulation, 'association', association.id),
    'document-name': version.definition.documentName,
    'document-version': '$DEFAULT',
    targets: targetsText(simulation, version.definition.target),
  };
}

function associationEvent(
  simulation: Simulation,
  interval: Interval,
  status: string,
  lastSuccess: LastSuccess,
): AwsEvent {
  const { association, version } = interval;
  const { expression } = version.definition;
  return {
    source: 'aws.ssm',
    detailType: ofAssociation,
    atMs: simulation.kernel.nowMs,
    resources: [arnOfDocument(simulation, version)],
    detail: {
      ...commonDetail(simulation, interval),
      'association-version': String(association.versionNumber),
      'creation-date': isoTime(association.createdMs ?? interval.dueMs),
      ...lastSuccessOf(association.id, lastSuccess),
      'last-execution-date': isoSecond(interval.dueMs),
      'last-updated-date': isoTime(association.updatedMs ?? association.createdMs ?? interval.dueMs),
      status,
      'association-status-aggregated-count': JSON.stringify(statusCounts([interval.tally])),
      ...(expression === null ? {} : { 'schedule-expression': expression.text }),
      'association-cwe-version': '1.0',
    },
    node: null,
    account: version.source.account,
  };
}

interface InstanceStatus {
  readonly status: AssociationStatus;
  readonly errorCode: string;
  readonly lastSuccess: LastSuccess;
}

function instanceEvent(
  simulation: Simulation,
  node: number,
  interval: Interval,
  { status, errorCode, lastSuccess }: InstanceStatus,
): AwsEvent {
  const { association, version } = interval;
  const isOver = status !== 'Pending' && status !== 'InProgress';
  return {
    source: 'aws.ssm',
    detailType: ofInstance,
    atMs: simulation.kernel.nowMs,
    resources: [nodeArn(simulation, node), arnOfDocument(simulation, version)],
    detail: {
      ...commonDetail(simulation, interval),
      'instance-id': simulation.names.idOf(node),
      'creation-date': isoSecond(association.createdMs ?? interval.dueMs),
      ...lastSuccessOf(`${association.id}/${node}`, lastSuccess),
      'last-execution-date': isoSecond(interval.dueMs),
      status: !isOver ? 'Pending' : status === 'Success' ? 'Success' : 'Failed',
      'detailed-status': status,
      'error-code': errorCode,
      'execution-summary': '',
      'output-url': '',
      'instance-association-cwe-version': '1',
    },
    node,
  };
}

function arnOfDocument({ scenario }: Simulation, { definition, source }: Interval['version']): string {
  return documentArn(accountNamed(scenario, source.account ?? ''), definition.documentName);
}

/** As the event has them: JSON as text. */
function targetsText({ names }: Simulation, { targets, instanceIds }: TargetGroup): string {
  const idOf = (name: string) => {
    const node = names.find(name);
    return node === undefined ? name : names.idOf(node);
  };
  const written = (target: Target) => {
    switch (target.key) {
      case 'InstanceIds':
        return { key: 'InstanceIds', values: target.values.map(idOf) };
      case 'tag':
        return { key: `tag:${target.tagKey}`, values: target.values };
      case 'tag-key':
        return { key: 'tag-key', values: target.values };
      case 'resource-group':
        return { key: 'resource-groups:Name', values: [target.name] };
      case 'resource-types':
        return { key: 'InstanceIds', values: ['*'] };
    }
  };
  const byId = instanceIds.length === 0 ? [] : [{ key: 'InstanceIds', values: instanceIds.map(idOf) }];
  return JSON.stringify([...byId, ...targets.map(written)]);
}
