/** What AWS tells EventBridge of instances and managed nodes. */
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { managedInstanceArn, nodeArn } from '../../capability/event-arns.ts';
import { nodeFacts } from './events.ts';

const ofInstance = 'EC2 Instance State-change Notification';
const ofRegistration = 'SSM Managed Instance Registration';

export const nodeEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [ofInstance],
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html',
    /** A reboot is no change of state: the instance stays `running`. */
    listen(simulation, tell) {
      const { facts, fleet, kernel, names } = simulation;
      const { nodeLaunched, nodeStarted, nodeStopped, nodeTerminated } = facts.of(nodeFacts);
      const telling =
        (...states: readonly string[]) =>
        (node: number): void => {
          if (fleet.groupOf(node).hybridActivation !== null) return;
          for (const state of states) {
            tell({
              source: 'aws.ec2',
              detailType: ofInstance,
              atMs: kernel.nowMs,
              resources: [nodeArn(simulation, node)],
              detail: { 'instance-id': names.idOf(node), state },
              node,
            });
          }
        };
      nodeLaunched.listen(telling('pending', 'running'));
      nodeStarted.listen(telling('pending', 'running'));
      nodeStopped.listen(telling('stopping', 'stopped'));
      nodeTerminated.listen(telling('shutting-down', 'terminated'));
    },
  },
  {
    detailTypes: [ofRegistration],
    page: 'https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ssm.html',
    listen(simulation, tell) {
      const { facts, kernel, names } = simulation;
      facts.of(nodeFacts).nodeRegistered.listen((node) =>
        tell({
          source: 'aws.ssm',
          detailType: ofRegistration,
          atMs: kernel.nowMs,
          resources: [managedInstanceArn(simulation, node)],
          // ASSUMPTION registration-event: AWS names the event and shows no example of it.
          detail: { 'instance-id': names.idOf(node) },
          node,
        }),
      );
    },
  },
];
