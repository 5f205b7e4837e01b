/** What is asked of a topic. */

export interface NotificationRequest {
  /** The ARN of the topic, or its logical id. */
  readonly topic: string;
  /** The service that publishes, such as `events.amazonaws.com`. Null: an identity of the account, such as a function's role. */
  readonly by: string | null;
  /** Why the sender cannot publish at all, in words that follow "since"; absent: it can. */
  readonly obstacle?: string | null;
  /** ARN of the rule or alarm, which conditions of the topic's policy may name. */
  readonly sourceArn?: string;
  /** Logical id of the rule or alarm that it comes of; of a function, what invoked it. Null: nothing of the file. */
  readonly rule: string | null;
  /** What it is about: the name of a node, of an alarm, the id of a command. */
  readonly resource: string;
  /** The node that it is about, by its index; null: it is about none. */
  readonly node: number | null;
  /** One line for a person. */
  readonly subject: string;
  readonly atMs: number;
}

/** A request, and what became of it. */
export interface Notification {
  readonly request: NotificationRequest;
  /** Logical id of the topic, or the name in its ARN. */
  readonly topic: string;
  /** Why nothing arrived, in a sentence. Null: it was published. */
  readonly obstacle: string | null;
}
