/**
 * What an alarm may do when its state changes.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
 */

import type { PowerAction } from '../managed-nodes/facts.ts';

const powerActions: readonly PowerAction[] = ['stop', 'terminate', 'reboot', 'recover'];

export type AlarmAction =
  | { readonly kind: 'topic'; readonly topic: string }
  | { readonly kind: 'power'; readonly action: PowerAction }
  | { readonly kind: 'opsItem'; readonly severity: string; readonly category: string | null };

const ec2 = /^arn:[a-z-]+:automate:[a-z0-9-]+:ec2:(stop|terminate|reboot|recover)$/;
/** The older form: `…:action/actions/AWS_EC2.InstanceId.Stop/1.0`. */
const workflow =
  /^arn:[a-z-]+:swf:[^:]+:[0-9]+:action\/actions\/AWS_EC2\.InstanceId\.(Stop|Terminate|Reboot|Recover)\/1\.0$/;
const sns = /^arn:[a-z-]+:sns:[^:]*:[^:]*:[^:]+$/;

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-configuring-an-existing-alarm-programmatically.html: a
 * severity from 1 to 4, and a category that may be left out.
 */
const opsItem = /^arn:[a-z-]+:ssm:[a-z0-9-]+:[0-9]{12}:opsitem:([1-4])(?:#CATEGORY=([A-Za-z]+))?$/;

/** Null: none that is simulated. */
export function actionIn(arn: string): AlarmAction | null {
  const power = (ec2.exec(arn) ?? workflow.exec(arn))?.[1]?.toLowerCase();
  const action = powerActions.find((one) => one === power);
  if (action !== undefined) return { kind: 'power', action };
  const item = opsItem.exec(arn);
  if (item !== null) return { kind: 'opsItem', severity: item[1]!, category: item[2] ?? null };
  return sns.test(arn) ? { kind: 'topic', topic: arn } : null;
}
