/** Settings that a run of a document has, whatever sends it. */
import { maxConcurrencyPattern, maxErrorsPattern } from '../aws/rate-control.ts';
import { type Field, integer, text } from '../fields/fields.ts';
import { type Partly, Unknown } from '../fields/unknown.ts';
import type { NotificationSettings } from '../world/notification-settings.ts';

export function maxConcurrency(): Field<string> {
  return text('1 to 9,999,999 targets, or 1% to 100% of them, such as 10 or 10%', {
    pattern: maxConcurrencyPattern,
  });
}

export function maxErrors(): Field<string> {
  return text('a number of errors from 0 to 9,999,999, or 0% to 100%, such as 3 or 5%', {
    pattern: maxErrorsPattern,
  });
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
export function timeoutSecondsField(): Field<number> {
  return integer(30, 2_592_000);
}

interface OutputSettings {
  readonly CloudWatchOutputConfig?: { readonly CloudWatchOutputEnabled?: boolean | undefined } | undefined;
  readonly OutputS3BucketName?: string | undefined;
}

/**
 * Whether output is stored beyond the 2,500 characters that Run Command keeps: to a bucket, or to CloudWatch Logs where
 * that is switched on. Null: only a deployment decides.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CloudWatchOutputConfig.html
 */
export function keepsOutput(settings: Partly<OutputSettings>): boolean | null {
  if (settings instanceof Unknown) return null;
  const { OutputS3BucketName: bucket, CloudWatchOutputConfig: logs } = settings;
  const isEnabled = logs instanceof Unknown ? logs : logs?.CloudWatchOutputEnabled;
  if (bucket !== undefined && !(bucket instanceof Unknown)) return true;
  if (isEnabled === true) return true;
  return bucket instanceof Unknown || isEnabled instanceof Unknown ? null : false;
}

interface NotifyingSettings {
  readonly NotificationConfig?:
    | {
        readonly NotificationArn?: string | undefined;
        readonly NotificationEvents?: readonly string[] | undefined;
        readonly NotificationType?: string | undefined;
      }
    | undefined;
  readonly ServiceRoleArn?: string | undefined;
}

/** Without a topic there are none. ASSUMPTION notification-defaults: all events, of the command. */
export function notificationsOf(settings: NotifyingSettings): NotificationSettings | null {
  const { NotificationConfig: config, ServiceRoleArn: role = null } = settings;
  const { NotificationArn: topic, NotificationEvents: events = ['All'], NotificationType } = config ?? {};
  return topic === undefined
    ? null
    : { topic, events, isPerInvocation: NotificationType === 'Invocation', role };
}
