/**
 * Messages that steps publish to topics.
 *
 * AWS: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
import { uuidFrom } from '../../../world/made-ids.ts';
import { notificationFacts } from '../../notifications/facts.ts';
import type { StepRun } from '../actions/action.ts';
import { isAssumed } from '../content/answers.ts';
import { ApiError, callsOf, textIn } from './service.ts';

/** #API_Publish_RequestParameters: the longest subject. */
const subjectMax = 100;

export const topicCalls = callsOf('sns', {
  Publish(inputs, run) {
    const topic = textIn(inputs, 'TopicArn') || textIn(inputs, 'TargetArn');
    // A text message to a phone goes to no topic, and a topic that an answer made up does not exist.
    if (topic === '' || isAssumed(topic)) return undefined;
    const message = textIn(inputs, 'Message');
    if (message === '') return new ApiError('InvalidParameter', 'Invalid parameter: Empty message');
    publish(run, topic, textIn(inputs, 'Subject') || message);
    const { execution, record, step, simulation } = run;
    const key = [execution.request.id, step.name, record.turn, record.attemptCount].join('/');
    return { MessageId: uuidFrom(simulation.scenario.name, key) };
  },
}).map((one) => ({ ...one, takesMadeUp: true as const }));

/** Under the identity of the execution, whose permission has been looked at before the step began. */
export function publish({ execution: { request }, simulation }: StepRun, topic: string, text: string): void {
  const { source: rule, resource, node } = request;
  const subject = text.split('\n', 1)[0]!.slice(0, subjectMax);
  const atMs = simulation.kernel.nowMs;
  simulation.facts
    .of(notificationFacts)
    .notificationRequested.tell({ topic, by: null, rule, resource, node, subject, atMs });
}
