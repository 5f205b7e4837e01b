/**
 * Change requests: asked for, approved, kept until their time and their calendar, and then run by Automation.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager.html
 */
import { Calls, onCall } from '../../capability/calls.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import { utc } from '../../world/time.ts';
import {
  approvalModels,
  automationFacts,
  type Execution,
  failureOf,
  type Hold,
  principalNamed,
} from '../automation/facts.ts';
import { calendarsView } from '../change-calendar/facts.ts';
import { type ChangeRequestCall, startChangeRequestExecution } from './calls.ts';
import { calendarsAsked, type DeclaredRequest, requestsIn } from './declared.ts';
import { changeFacts } from './events.ts';
import { changeManagerOf } from './model.ts';
import { isKept, needsApproval, startsAtMs } from './rules.ts';
import { type ChangeRequest, type ChangeStatus, changeStatus, isOver } from './state.ts';
import { runbookStep, workflowOf } from './workflow.ts';

/** The same call with the same token is answered with the request that is there. */
const known = 'known';

export class ChangeRequests {
  /** In the order of time. */
  readonly requests: ChangeRequest[] = [];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof changeFacts>;
  private readonly declared: ReadonlyMap<string, DeclaredRequest>;
  private readonly calls: Calls;
  private readonly startDue: EventType;
  private readonly calendarDue: EventType;
  private readonly overrideDue: EventType;
  /** Of each token that has been used, the call. */
  private readonly tokens = new Map<string, string>();

  constructor(simulation: Simulation) {
    const { kernel, facts, scenario } = simulation;
    this.simulation = simulation;
    this.facts = facts.of(changeFacts);
    this.declared = new Map(requestsIn(scenario).map((one) => [one.action.id, one]));
    const held = (handle: (request: ChangeRequest, hold: Hold, argument: number) => void) => {
      return (index: number, argument: number) => {
        const request = this.requests[index]!;
        if (request.hold !== null && !isOver(request)) handle(request, request.hold, argument);
      };
    };
    this.startDue = kernel.on(
      'change-manager/start-due',
      held((request, hold) => this.askCalendar(request, hold)),
    );
    this.calendarDue = kernel.on(
      'change-manager/calendar-due',
      held((request, hold) => this.askCalendar(request, hold)),
    );
    this.overrideDue = kernel.on(
      'change-manager/override-due',
      held((request, _, place) => this.answer(request, this.freezeApprovers[place]!)),
    );
    const { stepStarted, stepHeld, executionFinished } = facts.of(automationFacts);
    stepStarted.listen((execution, { step: { name, action } }) => {
      const request = this.requestOf(execution);
      if (request === undefined) return;
      if (action === 'aws:approve' && request.status === 'Pending')
        this.become(request, 'PendingApproval', `${name} asks its approvers`);
      if (name === runbookStep) {
        request.ranMs = kernel.nowMs;
        this.become(request, 'RunbookInProgress', `${request.call.runbook} begins`);
      }
    });
    stepHeld.listen((hold) => {
      const request = this.requestOf(hold.execution);
      if (request !== undefined) this.approved(request, hold);
    });
    executionFinished.listen((execution) => {
      const request = this.requestOf(execution);
      if (request !== undefined) this.finish(request, execution);
    });
    this.calls = new Calls(simulation, changeFacts, [
      onCall(startChangeRequestExecution, (call, action) => this.start(call, action)),
    ]);
  }

  clear(): void {
    this.requests.length = 0;
    this.tokens.clear();
  }

  begin(): void {
    this.calls.start();
  }

  find(id: string): ChangeRequest | undefined {
    return this.requests.find((one) => one.id === id);
  }

  private get freezeApprovers(): readonly string[] {
    return changeManagerOf(this.simulation.scenario).freezeApprovers;
  }

  /** Those of steps and children are others. */
  private requestOf({ request: { id }, parent }: Execution): ChangeRequest | undefined {
    return parent === null ? this.find(id) : undefined;
  }

  private start(call: ChangeRequestCall, action: Action): void {
    const { kernel, facts } = this.simulation;
    const declared = this.declared.get(action.id);
    if (declared === undefined) return;
    const { template } = declared;
    const refusal = this.refusalOf(call, action);
    if (refusal === known) return;
    if (refusal !== null) return this.calls.refuse(action, refusal);
    const { nowMs } = kernel;
    const { id, account } = action;
    const request: ChangeRequest = {
      id,
      action,
      call,
      template,
      isAutoApproved: !needsApproval(template, call.asksForAutoApproval),
      status: 'Pending',
      createdMs: nowMs,
      approvedMs: null,
      ranMs: null,
      endedMs: null,
      heldMs: null,
      overrides: [],
      execution: null,
      hold: null,
      history: [{ atMs: nowMs, status: 'Pending', why: `${startChangeRequestExecution.call} is answered` }],
    };
    this.requests.push(request);
    this.facts.requestCreated.tell(request);
    facts.of(automationFacts).executionRequested.tell({
      id,
      source: id,
      document: call.template,
      parameters: call.parameters,
      node: null,
      resource: call.name,
      occurrence: 0,
      requestedMs: nowMs,
      account,
      runbook: workflowOf(template, call),
    });
  }

  /** Null: AWS takes the call. */
  private refusalOf(call: ChangeRequestCall, { id, account = '' }: Action): string | null {
    const { unapprovedTemplates } = changeManagerOf(this.simulation.scenario);
    if (unapprovedTemplates.includes(call.template)) {
      return `AutomationDefinitionNotApprovedException: the review of the change template ${call.template} is pending, or has rejected it`;
    }
    const { clientToken: token, name, ...asked } = call;
    if (token === null) return null;
    const said = JSON.stringify({ ...asked, name: name === id ? null : name });
    // A token is one of its account and Region.
    const key = `${account}/${token}`;
    const before = this.tokens.get(key);
    this.tokens.set(key, before ?? said);
    if (before === undefined) return null;
    if (before === said) return known;
    return `IdempotentParameterMismatch: the ClientToken ${token} was used for another change request`;
  }

  /** Every level has approved, or none had to. */
  private approved(request: ChangeRequest, hold: Hold): void {
    const { kernel } = this.simulation;
    const { scheduledMs } = request.call;
    request.hold = hold;
    request.execution = hold.execution;
    request.approvedMs = kernel.nowMs;
    const why = request.isAutoApproved ? 'it is approved automatically' : 'every level has approved it';
    this.become(request, 'Approved', why);
    const startMs = startsAtMs(scheduledMs, kernel.nowMs);
    if (startMs === kernel.nowMs) return this.askCalendar(request, hold);
    this.become(request, 'Scheduled', `it is scheduled for ${utc(startMs)}`);
    kernel.schedule(startMs, this.startDue, this.requests.indexOf(request));
  }

  private askCalendar(request: ChangeRequest, hold: Hold): void {
    const { kernel, views } = this.simulation;
    const { nowMs } = kernel;
    const { account } = request.action;
    const names = calendarsAsked(this.simulation.scenario, account);
    const state = names.length === 0 ? 'OPEN' : views.of(calendarsView).stateOf(names, nowMs, account);
    if (!isKept(request.template, state, request.overrides)) return this.release(request, hold);
    if (request.heldMs === null) {
      request.heldMs = nowMs;
      hold.because('CALENDAR_CLOSED');
      this.become(request, 'PendingChangeCalendarOverride', `${names.join(', ')} is CLOSED`);
      this.askFreezeApprovers(request, hold);
    }
    const nextMs = views.of(calendarsView).nextTransitionMs(names, nowMs, account);
    if (nextMs !== null) kernel.schedule(nextMs, this.calendarDue, this.requests.indexOf(request));
  }

  /** #cm-configure-account-task-2: they are asked once an approved change meets a closed calendar. */
  private askFreezeApprovers(request: ChangeRequest, hold: Hold): void {
    const { kernel, random, scenario } = this.simulation;
    const index = this.requests.indexOf(request);
    hold.onSignal(({ type, by, principal }) => {
      if (type !== 'Approve' && type !== 'Reject') return false;
      const isOne = principal === null || this.freezeApprovers.map(principalNamed).includes(principal);
      if (!isOne || this.freezeApprovers.length === 0) return false;
      this.decide(request, by, type === 'Approve');
      return true;
    });
    for (const [place, approver] of this.freezeApprovers.entries()) {
      const model = approvalModels(scenario).get(principalNamed(approver));
      if (model === undefined) continue;
      const stream = random.stream('change-manager/override', request.id, approver);
      const afterMs = samplerOf(model.after).durationMs(stream, 0, 0);
      kernel.schedule(kernel.nowMs + afterMs, this.overrideDue, index, place);
    }
  }

  private answer(request: ChangeRequest, approver: string): void {
    const name = principalNamed(approver);
    const model = approvalModels(this.simulation.scenario).get(name);
    this.decide(request, name, model?.answer === 'approve');
  }

  /**
   * ASSUMPTION freeze-approval: one change freeze approver is enough, as no number is documented; after a rejection it waits until the
   * calendar opens, as it does without an answer.
   */
  private decide(request: ChangeRequest, by: string, approves: boolean): void {
    if (request.status !== 'PendingChangeCalendarOverride') return;
    request.overrides.push({ by, approves, atMs: this.simulation.kernel.nowMs });
    if (!approves)
      return this.become(request, 'ChangeCalendarOverrideRejected', `${by} does not let it through`);
    this.become(request, 'ChangeCalendarOverrideApproved', `${by} lets it through`);
    this.askCalendar(request, request.hold!);
  }

  private release(request: ChangeRequest, hold: Hold): void {
    request.hold = null;
    hold.because(null);
    hold.release();
  }

  private finish(request: ChangeRequest, execution: Execution): void {
    request.execution = execution;
    request.hold = null;
    request.endedMs = this.simulation.kernel.nowMs;
    const [status, why] = endOf(request, execution);
    this.become(request, status, why);
  }

  private become(request: ChangeRequest, status: ChangeStatus, why: string): void {
    changeStatus(request, status, this.simulation.kernel.nowMs, why);
    this.facts.statusChanged.tell(request);
  }
}

/** How it ends, and why. */
function endOf({ ranMs, call }: ChangeRequest, execution: Execution): readonly [ChangeStatus, string] {
  const { status, steps } = execution;
  const why = failureOf(execution) ?? `the execution ended ${status}`;
  if (status === 'Cancelled') return ['Cancelled', 'it was cancelled'];
  if (ranMs !== null)
    return status === 'Success'
      ? ['CompletedWithSuccess', `${call.runbook} succeeded`]
      : ['CompletedWithFailure', `it failed ${why}`];
  const rejection = steps.flatMap(({ decisions }) => decisions).find(({ approves }) => !approves);
  if (rejection !== undefined) return ['Rejected', `${rejection.by} rejected it`];
  return status === 'TimedOut'
    ? ['TimedOut', `${steps.at(-1)!.step.name} was not approved in time`]
    : ['Failed', `it failed ${why}`];
}

export interface Machine {
  /** Null: the file asks for none. */
  readonly changes: ChangeRequests | null;
}
