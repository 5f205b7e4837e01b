/** What AWS tells EventBridge of patch compliance. */
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { managedInstanceArn } from '../../capability/event-arns.ts';
import { modelIn } from '../../capability/model.ts';
import { eventsModel } from '../event-bridge/facts.ts';
import { patchFacts } from './events.ts';
import { baselineIdOf } from './resources/baselines.ts';

const detailType = 'Configuration Compliance State Change';

export const patchEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#SSM-Configuration-Compliance-event-types',
    listen(simulation, tell) {
      const { facts, kernel, names, scenario } = simulation;
      const tellsEvery = modelIn(scenario, eventsModel).compliance === 'everyReport';
      facts.of(patchFacts).complianceReported.listen((node, reports, baseline) => {
        if (!tellsEvery && !reports.hasChanged(node)) return;
        tell({
          source: 'aws.ssm',
          detailType,
          atMs: kernel.nowMs,
          resources: [managedInstanceArn(simulation, node)],
          detail: {
            'resource-type': 'managed-instance',
            'resource-id': names.idOf(node),
            'compliance-status': reports.complianceOf(node).toLowerCase(),
            'compliance-type': 'Patch',
            'patch-baseline-id': baselineIdOf(scenario.name, baseline.id),
            // ASSUMPTION compliance-event-severity: the highest level among the patches at fault.
            severity: (reports.nonCompliantSeverityOf(node) ?? 'UNSPECIFIED').toLowerCase(),
          },
          node,
        });
      });
    },
  },
];
