/** A target that is invoked: what it is given becomes a request to the capability that it belongs to. */
import type { Simulation } from '../../../capability/simulation.ts';
import { automationFacts, type ExecutionRequest } from '../../automation/facts.ts';
import { functionFacts } from '../../functions/facts.ts';
import { nodeFacts } from '../../managed-nodes/facts.ts';
import { notificationFacts } from '../../notifications/facts.ts';
import { commandFacts } from '../../run-command/facts.ts';
import type { BusEvent, Delivery, Rule, RuleTarget } from '../state.ts';
import { documentIn, kindOf } from './kinds.ts';
import { askForOpsItem } from './ops-items.ts';
import { groupOf, parametersIn, sourceOfTarget, starterOf } from './sources.ts';

export function invoke(simulation: Simulation, delivery: Delivery, payload: unknown): void {
  const { facts, kernel } = simulation;
  const { rule, target, event } = delivery;
  const about = { resource: resourceOf(simulation, event), node: event.node };
  const id = `${rule.logicalId}/${target.id}/${event.envelope.id.slice(0, eventIdLength)}`;
  const requestedMs = kernel.nowMs;
  const kind = kindOf(target.arn);
  switch (kind) {
    case 'topic':
      return facts.of(notificationFacts).notificationRequested.tell({
        ...about,
        topic: target.arn,
        by: rule.service,
        sourceArn: rule.arn,
        rule: rule.logicalId,
        subject: subjectOf(event, about.resource, payload),
        atMs: requestedMs,
      });
    case 'function':
    case 'state machine':
      return facts.of(functionFacts).invocationRequested.tell({
        ...about,
        id,
        kind,
        name: target.arn,
        source: rule.logicalId,
        payload,
        occurrence: delivery.occurrence,
        requestedMs,
      });
    case 'automation':
      return facts.of(automationFacts).executionRequested.tell({
        ...about,
        id,
        source: rule.logicalId,
        document: documentIn(target.arn),
        parameters: isWhole(delivery) ? {} : parametersIn(payload),
        occurrence: delivery.occurrence,
        requestedMs,
        ...rateControlOf(target),
        ...starterOf(rule, target),
      });
    case 'power':
      return act(simulation, rule, target);
    case 'ops item':
      return askForOpsItem(simulation, delivery, payload, id);
    case 'command':
      return sendCommand(simulation, delivery, payload, id);
    default:
  }
}

/** The same for each target in turn; without targets it is one execution. */
function rateControlOf(target: RuleTarget): { rateControl?: NonNullable<ExecutionRequest['rateControl']> } {
  if (target.targetParameterName === undefined) return {};
  const { targets } = groupOf(target);
  const { targetParameterName, limits } = target;
  return {
    rateControl: { targets, values: [], targetParameterName, targetMaps: [], locations: [], ...limits! },
  };
}

/** Instances of other accounts and Regions are not there for the call, and nothing happens to them. */
function act({ facts, fleet, names }: Simulation, { account, logicalId }: Rule, { power }: RuleTarget): void {
  for (const id of power!.instanceIds) {
    const node = names.find(id);
    if (node === undefined || fleet.groupOf(node).account !== account) continue;
    facts.of(nodeFacts).powerRequested.tell(node, power!.action, logicalId);
  }
}

function sendCommand({ facts, kernel }: Simulation, delivery: Delivery, payload: unknown, id: string): void {
  const { rule, target, occurrence } = delivery;
  const source = sourceOfTarget(rule, target);
  const { maxConcurrency, maxErrors } = source.limits!;
  facts.of(commandFacts).commandRequested.tell({
    id,
    source,
    part: 0,
    occurrence,
    documentName: source.document!,
    instanceIds: [],
    targets: source.targetGroups[0]!.targets,
    parameters: isWhole(delivery) ? {} : parametersIn(payload),
    maxConcurrency,
    maxErrors,
    timeoutSeconds: 3600,
    hasOutputBucket: false,
    requestedMs: kernel.nowMs,
    ownerId: null,
    snapshot: null,
    isAccessDenied: false,
  });
}

/** As much of an event's id as tells those of one run apart: 48 bits of it. */
const eventIdLength = 13;

/** The event as it is: nothing of the target says otherwise. */
function isWhole({ target: { input, inputPath, inputTransformer } }: Delivery): boolean {
  return input === null && inputPath === null && inputTransformer === null;
}

/** The node, else the end of the first ARN, else the kind of event. */
function resourceOf({ fleet }: Simulation, { node, envelope }: BusEvent): string {
  if (node !== null) return fleet.nameOf(node);
  return envelope.resources[0]?.split(/[:/]/).at(-1) ?? envelope['detail-type'];
}

/** As long as the subject of a message of SNS may be. */
const subjectMax = 100;

/** The text that the rule sends, or what has happened in a few words. */
function subjectOf({ envelope }: BusEvent, resource: string, payload: unknown): string {
  if (typeof payload === 'string') return payload.split('\n')[0]!.slice(0, subjectMax);
  const { status, state } = envelope.detail as Readonly<Record<string, unknown>>;
  const what = [status, state].find((one) => typeof one === 'string') ?? '';
  return `${envelope['detail-type']}: ${resource} ${what}`.trimEnd().slice(0, subjectMax);
}
