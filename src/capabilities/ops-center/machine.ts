/**
 * OpsCenter: what OpsItems there are, which requests they keep out, and what becomes of them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter.html
 */
import { arnOf } from '../../aws/arn.ts';
import { userArn } from '../../aws/iam.ts';
import { Calls, onCall } from '../../capability/calls.ts';
import { callerOf } from '../../capability/denied-calls.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import { accountNamed } from '../../world/scenario.ts';
import { automationFacts } from '../automation/facts.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { notificationFacts } from '../notifications/facts.ts';
import { type CreateRequest, createOpsItem, opsItemId, updateOpsItem } from './calls.ts';
import { resourcesOf } from './data.ts';
import { opsFacts } from './events.ts';
import { Insights } from './insights.ts';
import { operatorModels, opsCenterModelOf } from './model.ts';
import type { Operator } from './operators/operator.ts';
import { Operators } from './operators/operators.ts';
import { type OpsItemsView, opsItemsView } from './ops-items-view.ts';
import {
  type Asker,
  type ChangeRequest,
  noAnswer,
  type OpsItemAnswer,
  type OpsItemChange,
  type OpsItemRequest,
} from './request.ts';
import {
  dedupChangeRefusal,
  dedupOf,
  deniedAccount,
  exists,
  fieldRefusals,
  invalid,
  isOpsItemStatus,
  notFound,
  type OpsItemStatus,
  topicRefusal,
} from './rules.ts';
import { runbookFor } from './runbooks.ts';
import { changeStatus, type OpsItem } from './state.ts';
import { Shelf } from './store.ts';

export class OpsCenter implements OpsItemsView {
  /** In the order in which they were created. */
  readonly items: OpsItem[] = [];
  readonly operators: Operators;
  deduplicated = 0;
  refused = 0;
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof opsFacts>;
  private readonly calls: Calls;
  private readonly shelves = new Map<string, Shelf>();
  private readonly insights: Insights;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(opsFacts);
    simulation.views.provide(opsItemsView, this);
    this.facts.opsItemRequested.listen((request, answer) => this.create(request, answer));
    this.facts.opsItemUnreadable.listen((asker, error) => this.refuse(asker, noAnswer(), error));
    this.facts.changeRequested.listen((request, answer) => this.change(request, answer));
    this.operators = new Operators(simulation, {
      begin: (item, operator) => this.begin(item, operator),
      handOver: (item, { name }) => this.setStatus(item, 'Open', name, 'the shift of the operator ended'),
      resolve: (item, { name }, why) => this.setStatus(item, 'Resolved', name, why),
      startRunbook: (item, operator) => this.startRunbook(item, operator),
    });
    this.insights = new Insights(opsCenterModelOf(simulation.scenario).insights === 'on', (request) =>
      this.create(request, noAnswer()),
    );
    simulation.facts
      .of(nodeFacts)
      .settingChanged.listen((setting, value, account) =>
        this.insights.changeSetting(setting, value, account),
      );
    if (operatorModels(simulation.scenario).size > 0) {
      simulation.facts
        .of(automationFacts)
        .executionFinished.listen(({ request, status }) =>
          this.operators.executionEnded(request.id, status === 'Success'),
        );
    }
    this.calls = new Calls(simulation, opsFacts, [
      onCall(createOpsItem, (request, action) => this.createByCall(request, action)),
      onCall(updateOpsItem, (change, action) => this.changeByCall(change, action)),
    ]);
  }

  clear(): void {
    this.items.length = 0;
    this.deduplicated = 0;
    this.refused = 0;
    this.shelves.clear();
    this.insights.clear();
    this.operators.clear();
  }

  start(): void {
    this.calls.start();
    this.operators.start();
  }

  find(idOrName: string, account: string): OpsItem | undefined {
    const isMeant = ({ id, requestId, origin }: OpsItem) =>
      id === idOrName || requestId === idOrName || origin.id === idOrName;
    return this.items.findLast((item) => item.account === account && isMeant(item));
  }

  // --- creating ---------------------------------------------------------------------------------------------------

  private createByCall({ fields, accountId }: CreateRequest, action: Action): void {
    const account = this.accountMeant(action.account ?? '', accountId);
    if (account === null) {
      this.refused += 1;
      return this.calls.refuse(
        action,
        `${deniedAccount}: the file has no account ${accountId} in this Region`,
      );
    }
    const answer = noAnswer();
    const { id } = action;
    const origin = { kind: 'call', id } as const;
    this.create({ id, origin, fields, by: this.callerOf(action), account, node: null }, answer);
    if (answer.error !== null) this.calls.refuse(action, answer.error);
  }

  /** Null: the file has none of this id in the Region. */
  private accountMeant(own: string, accountId: string | null): string | null {
    const { scenario } = this.simulation;
    const { id, region } = accountNamed(scenario, own);
    if (accountId === null || accountId === id) return own;
    const names = ['', ...scenario.accounts.keys()];
    const isMeant = (name: string) => {
      const one = accountNamed(scenario, name);
      return one.id === accountId && one.region === region;
    };
    return names.find(isMeant) ?? null;
  }

  private callerOf(action: Action): string {
    return callerOf(action, this.simulation.scenario) ?? action.id;
  }

  private create(request: OpsItemRequest, answer: OpsItemAnswer): void {
    const { account = '', fields, origin } = request;
    const error = this.refusalOf(request);
    if (error !== null) return this.refuse(request, answer, error);
    const dedup = dedupOf(fields.data);
    const blocking = dedup === null ? undefined : this.shelfOf(account).blocking(dedup);
    if (blocking !== undefined) {
      blocking.duplicates += 1;
      this.deduplicated += 1;
      answer.opsItemId = blocking.id;
      answer.error = `${exists}: ${blocking.id}`;
      return this.facts.opsItemDeduplicated.tell(blocking, request);
    }
    const { nowMs } = this.simulation.kernel;
    const exceeded = this.shelfOf(account).exceeded(nowMs);
    if (exceeded !== null) return this.refuse(request, answer, exceeded);
    const item = this.newItem(request, dedup, nowMs);
    this.items.push(item);
    this.shelfOf(account).add(item);
    answer.opsItemId = item.id;
    this.facts.opsItemCreated.tell(item);
    this.notify(item, `created: ${item.title}`);
    this.operators.heard(item);
    if (origin.kind !== 'insight') this.insights.created(item);
  }

  private refusalOf({ fields, account = '' }: OpsItemRequest): string | null {
    const [first] = fieldRefusals(fields);
    if (first !== undefined) return `${first.error}: ${first.why}`;
    const home = accountNamed(this.simulation.scenario, account);
    const topic = fields.notifications.map((one) => topicRefusal(one, home)).find((one) => one !== null);
    return topic === undefined ? null : `${invalid}: ${topic}`;
  }

  private refuse(asker: Asker, answer: OpsItemAnswer, error: string): void {
    this.refused += 1;
    answer.error = error;
    if (asker.origin.kind !== 'call') this.facts.opsItemRefused.tell(asker, error);
  }

  private newItem(request: OpsItemRequest, dedup: string | null, nowMs: number): OpsItem {
    const { id: requestId, origin, fields, by, account = '' } = request;
    const status = 'Open';
    // Field by field: a spread of this many fields is slow where there are many OpsItems.
    return {
      title: fields.title,
      description: fields.description,
      source: fields.source,
      type: fields.type,
      priority: fields.priority,
      severity: fields.severity,
      category: fields.category,
      data: fields.data,
      notifications: fields.notifications,
      related: fields.related,
      id: opsItemId(this.simulation.scenario, requestId),
      requestId,
      origin,
      account,
      node: request.node ?? this.nodeIn(fields.data),
      createdMs: nowMs,
      createdBy: by,
      dedup,
      status,
      modifiedMs: nowMs,
      modifiedBy: by,
      resolvedMs: null,
      begunMs: null,
      operator: null,
      duplicates: 0,
      executions: [],
      history: [{ atMs: nowMs, status, by, why: 'it is created' }],
    };
  }

  /** The first of its resources that is a node. */
  private nodeIn(data: OpsItem['data']): number | null {
    const ids = resourcesOf(data).flatMap(
      (arn) => /(?:instance|managed-instance)\/(.+)$/.exec(arn)?.[1] ?? [],
    );
    return ids.map((id) => this.simulation.names.find(id)).find((node) => node !== undefined) ?? null;
  }

  private shelfOf(account: string): Shelf {
    let shelf = this.shelves.get(account);
    if (shelf === undefined) {
      shelf = new Shelf(opsCenterModelOf(this.simulation.scenario));
      this.shelves.set(account, shelf);
    }
    return shelf;
  }

  // --- changing ---------------------------------------------------------------------------------------------------

  private changeByCall(change: OpsItemChange, action: Action): void {
    const answer = noAnswer();
    const { account } = action;
    this.change({ change, by: this.callerOf(action), account }, answer);
    if (answer.error !== null) this.calls.refuse(action, answer.error);
  }

  private change({ change, by, account = '' }: ChangeRequest, answer: OpsItemAnswer): void {
    const item = this.find(change.item, account);
    answer.opsItemId = item?.id ?? null;
    answer.error =
      item === undefined
        ? `${notFound}: the account has no OpsItem ${change.item}`
        : this.changeRefusal(item, change);
    if (item === undefined || answer.error !== null) return;
    const { nowMs } = this.simulation.kernel;
    const { data, dataToDelete = [], status } = change;
    item.title = change.title ?? item.title;
    item.description = change.description ?? item.description;
    item.priority = change.priority ?? item.priority;
    item.severity = change.severity ?? item.severity;
    item.category = change.category ?? item.category;
    item.notifications = change.notifications ?? item.notifications;
    item.related = change.related ?? item.related;
    const kept = Object.entries({ ...item.data, ...data }).filter(([key]) => !dataToDelete.includes(key));
    item.data = Object.fromEntries(kept);
    if (isOpsItemStatus(status) && status !== item.status)
      changeStatus(item, status, nowMs, by, 'UpdateOpsItem');
    this.changed(item, by);
  }

  /**
   * ASSUMPTION ops-item-reopened: one that is opened again is a duplicate of another that is not resolved, which UpdateOpsItem answers
   * with OpsItemAlreadyExistsException.
   */
  private changeRefusal(item: OpsItem, change: OpsItemChange): string | null {
    const { status, data, dataToDelete = [], notifications = [], related } = change;
    if (status !== undefined && !isOpsItemStatus(status))
      return `${invalid}: the status ${status} is none of ${item.type}`;
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const [first = null] = [
      ...fieldRefusals(Object.fromEntries(given)),
      dedupChangeRefusal(data ?? {}, dataToDelete) ?? [],
      ...fieldRefusals({ data: { ...item.data, ...data }, related: related ?? item.related }),
    ].flat();
    if (first !== null) return `${first.error}: ${first.why}`;
    const home = accountNamed(this.simulation.scenario, item.account);
    const topic = notifications.map((one) => topicRefusal(one, home)).find((one) => one !== null);
    if (topic !== undefined) return `${invalid}: ${topic}`;
    const isReopened = item.status === 'Resolved' && status !== undefined && status !== 'Resolved';
    const blocking =
      isReopened && item.dedup !== null ? this.shelfOf(item.account).blocking(item.dedup) : undefined;
    return blocking === undefined ? null : `${exists}: ${blocking.id}`;
  }

  private setStatus(item: OpsItem, status: OpsItemStatus, by: string, why: string): void {
    changeStatus(item, status, this.simulation.kernel.nowMs, by, why);
    this.changed(item, by);
  }

  private changed(item: OpsItem, by: string): void {
    item.modifiedMs = this.simulation.kernel.nowMs;
    item.modifiedBy = by;
    this.shelfOf(item.account).changed(item);
    this.facts.opsItemUpdated.tell(item, by);
    this.notify(item, `${item.status}: ${item.title}`);
    this.operators.heard(item);
  }

  /** #OpsCenter-getting-started-sns: of new OpsItems and of changed ones, in the name of Systems Manager. */
  private notify(item: OpsItem, what: string): void {
    const { facts, kernel, scenario } = this.simulation;
    for (const topic of item.notifications) {
      facts.of(notificationFacts).notificationRequested.tell({
        topic,
        by: 'ssm.amazonaws.com',
        sourceArn: arnOf('ssm', accountNamed(scenario, item.account), `opsitem/${item.id}`),
        rule: item.origin.id,
        resource: item.id,
        node: item.node,
        subject: `OpsItem ${item.id} ${what}`.slice(0, 100),
        atMs: kernel.nowMs,
      });
    }
  }

  // --- operators --------------------------------------------------------------------------------------------------

  private begin(item: OpsItem, { name }: Operator): void {
    item.operator = name;
    this.setStatus(item, 'InProgress', name, 'an operator takes it');
  }

  private startRunbook(item: OpsItem, operator: Operator): string | null {
    const { facts, fleet, kernel, scenario } = this.simulation;
    const { name } = operator;
    const runbook = runbookFor(scenario, item, name);
    if (runbook === null) return null;
    const id = `${item.id}/${runbook.document}${item.executions.length === 0 ? '' : `#${item.executions.length + 1}`}`;
    item.executions.push(id);
    this.operators.watch(id, operator);
    const principal = scenario.principals.get(name);
    facts.of(automationFacts).executionRequested.tell({
      id,
      source: runbook.source,
      document: runbook.document,
      parameters: runbook.parameters,
      node: item.node,
      resource: item.node === null ? item.id : fleet.nameOf(item.node),
      occurrence: runbook.occurrence,
      requestedMs: kernel.nowMs,
      account: item.account === '' ? undefined : item.account,
      ...(principal === undefined
        ? {}
        : { caller: userArn(principal, accountNamed(scenario, item.account)) }),
    });
    return id;
  }
}

export interface Machine {
  readonly opsCenter: OpsCenter;
}
