/**
 * Topics: a message is published and recorded, or refused. Who reads it is outside.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { notificationFacts } from './events.ts';
import { type NotificationsView, notificationsView } from './notifications-view.ts';
import type { Notification, NotificationRequest } from './request.ts';
import { publishObstacle, topicName } from './rules.ts';

export class Notifications implements NotificationsView {
  /** In the order of time. */
  readonly published: Notification[] = [];
  readonly refused: Notification[] = [];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof notificationFacts>;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    simulation.views.provide(notificationsView, this);
    this.facts = simulation.facts.of(notificationFacts);
    this.facts.notificationRequested.listen((request) => this.publish(request));
  }

  clear(): void {
    this.published.length = 0;
    this.refused.length = 0;
  }

  private publish(request: NotificationRequest): void {
    const { scenario } = this.simulation;
    const obstacle = request.obstacle ?? publishObstacle(scenario, request);
    const notification = { request, topic: topicName(scenario, request.topic), obstacle };
    (obstacle === null ? this.published : this.refused).push(notification);
    if (obstacle === null) this.facts.notificationPublished.tell(notification);
    else this.facts.notificationRefused.tell(notification);
  }
}

export interface Machine {
  readonly notifications: Notifications;
}
