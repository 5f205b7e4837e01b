/**
 * NotificationConfig of a run: which of its statuses are told to a topic.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_NotificationConfig.html
 */
export interface NotificationSettings {
  /** The ARN of the topic. */
  readonly topic: string;
  /** Statuses, or `All`. */
  readonly events: readonly string[];
  /** NotificationType: of each node, or of the command as a whole. */
  readonly isPerInvocation: boolean;
  /** ServiceRoleArn beside it, in whose name Systems Manager publishes. Null: none. */
  readonly role: string | null;
}
