/**
 * Sessions: asked for, connected or not, and ended by whatever comes first.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions.html
 */
import { TokenBuckets } from '../../aws/token-bucket.ts';
import { Calls, onCall } from '../../capability/calls.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import type { Asked } from './asked.ts';
import { askedInRun } from './asked-in-run.ts';
import {
  awsSessionId,
  callsPerSecond,
  notFound,
  resumeSession,
  type SessionCall,
  type SessionRequest,
  startSession,
  terminateSession,
} from './calls.ts';
import { type SessionDocument, sessionDocument } from './documents.ts';
import { sessionFacts } from './events.ts';
import { logLoss, logTargets } from './logging.ts';
import { sessionModels } from './model.ts';
import { absentNode, firstMissing, type Missing } from './prerequisites.ts';
import { type SessionsView, sessionsView } from './sessions-view.ts';
import { changeStatus, isOver, type Session, type SessionEnd, type WrittenLog } from './state.ts';

/** As AWS says it of every call that comes too soon after others. */
const throttled = 'ThrottlingException: Rate exceeded';

export class Sessions implements SessionsView {
  /** In the order of time. */
  readonly sessions: Session[] = [];
  /** What a session that AWS refused lacked, by the id of the action. */
  readonly lacking = new Map<string, Missing>();
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof sessionFacts>;
  private readonly models: ReturnType<typeof sessionModels>;
  private readonly buckets = new TokenBuckets();
  private readonly calls: Calls;
  private readonly connectDue: EventType;
  private readonly idleDue: EventType;
  private readonly maximumDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(sessionFacts);
    this.models = sessionModels(simulation);
    simulation.views.provide(sessionsView, this);
    const { kernel, facts } = simulation;
    const current = (handle: (session: Session) => void) => (index: number, epoch: number) => {
      const session = this.sessions[index]!;
      if (!isOver(session) && session.epoch === epoch) handle(session);
    };
    this.connectDue = kernel.on(
      'session-manager/connect-due',
      current((session) => this.connect(session)),
    );
    this.idleDue = kernel.on(
      'session-manager/idle-due',
      current((session) => this.leave(session)),
    );
    this.maximumDue = kernel.on('session-manager/maximum-due', (index) => {
      const session = this.sessions[index]!;
      if (!isOver(session)) this.end(session, 'maximum', 'the maximum duration is over');
    });
    const { nodeWentDown, agentStopped, networkChanged } = facts.of(nodeFacts);
    nodeWentDown.listen((node, reason, command) => this.nodeWentDown(node, reason, command));
    // ASSUMPTION session-agent-stop: the workers of sessions end with the agent.
    agentStopped.listen((node) => this.endOn(node, 'agent', 'SSM Agent stopped'));
    networkChanged.listen((node, network) => {
      if (network === 'cut') this.disconnect(node);
    });
    this.calls = new Calls(simulation, sessionFacts, [
      onCall(startSession, (request, action) => this.start(request, action)),
      onCall(resumeSession, ({ session }, action) => this.resume(session, action)),
      onCall(terminateSession, ({ session: id }, action) => {
        const session = this.liveOr(id, terminateSession.call, action);
        if (session !== undefined) this.end(session, 'call', `${action.id} terminates it`);
      }),
    ]);
  }

  clear(): void {
    this.sessions.length = 0;
    this.lacking.clear();
    this.buckets.clear();
  }

  begin(): void {
    this.calls.start();
  }

  /** By the id of its action, or by the one that AWS gave it. */
  find(id: string): Session | undefined {
    return this.sessions.find((one) => one.id === id || one.awsId === id);
  }

  // --- starting ---------------------------------------------------------------------------------------------------

  private start(request: SessionRequest, action: Action): void {
    const { scenario, names, fleet, kernel } = this.simulation;
    const { account = '' } = action;
    const refuse = (error: string, missing: Missing | null) => {
      if (missing !== null) this.lacking.set(action.id, missing);
      this.calls.refuse(action, missing === null ? error : `${error}: ${missing.obstacle.why}`);
    };
    if (!this.takes(startSession.call, account)) return refuse(throttled, null);
    const document = sessionDocument(scenario, request.document, account);
    if (document === undefined) return refuse('InvalidDocument', null);
    const node = names.find(request.target);
    const home = node === undefined ? undefined : (fleet.groupOf(node).account ?? '');
    const absent = absentNode(request.target, home, account);
    if (node === undefined || absent !== null) return refuse('TargetNotConnected', absent);
    const asked = this.askedOf(node, document, action);
    const missing = firstMissing(asked, 'call');
    if (missing !== null) return refuse(missing.obstacle.error!, missing);
    const session: Session = {
      id: action.id,
      awsId: awsSessionId(scenario, action),
      action,
      request,
      node,
      asked,
      status: 'Connecting',
      connectedMs: null,
      endedMs: null,
      endedBy: null,
      command: null,
      missing: null,
      logs: [],
      inputUntilMs: kernel.nowMs,
      epoch: 0,
      history: [{ atMs: kernel.nowMs, status: 'Connecting', why: `${startSession.call} is answered` }],
    };
    const index = this.sessions.push(session) - 1;
    this.facts.sessionStarted.tell(session);
    kernel.schedule(kernel.nowMs + this.drawn('connect', session, action), this.connectDue, index, 0);
    const { maximumMs } = asked.preferences;
    if (maximumMs !== null) kernel.schedule(kernel.nowMs + maximumMs, this.maximumDue, index);
  }

  private askedOf(node: number, document: SessionDocument, action: Action): Asked {
    return askedInRun(this.simulation, node, document, action, this.models.of(node));
  }

  private drawn(what: 'connect' | 'active', { node }: Session, { id }: Action): number {
    const { random } = this.simulation;
    // An action happens once: its id names its draws.
    return this.models.of(node)[what].durationMs(random.stream(`session-manager/${what}`, id), 0, 0);
  }

  /** The client and the agent have met: what the preferences want is looked at now. */
  private connect(session: Session): void {
    const { kernel } = this.simulation;
    const { nowMs } = kernel;
    session.asked = this.askedOf(session.node, session.asked.document, session.action);
    const missing = firstMissing(session.asked);
    if (missing !== null) return this.fail(session, missing);
    session.connectedMs = nowMs;
    changeStatus(session, 'Connected', nowMs, 'the client and the agent are connected');
    this.facts.sessionConnected.tell(session);
    this.runIdle(session, session.action);
  }

  private fail(session: Session, missing: Missing): void {
    const { nowMs } = this.simulation.kernel;
    session.missing = missing;
    session.endedMs = nowMs;
    session.endedBy = 'failure';
    changeStatus(session, 'Failed', nowMs, missing.obstacle.why);
    this.facts.sessionFailed.tell(session);
  }

  // --- ending -----------------------------------------------------------------------------------------------------

  /** From now on there is input for a while, and then none. */
  private runIdle(session: Session, by: Action): void {
    this.inputUntil(session, this.simulation.kernel.nowMs + this.drawn('active', session, by));
  }

  private inputUntil(session: Session, atMs: number): void {
    session.epoch += 1;
    session.inputUntilMs = atMs;
    const leavesAtOnce = session.status === 'Connected' && this.exits(session);
    const idleMs = leavesAtOnce ? 0 : session.asked.preferences.idleMs;
    const index = this.sessions.indexOf(session);
    this.simulation.kernel.schedule(atMs + idleMs, this.idleDue, index, session.epoch);
  }

  /** A command that is run without a terminal ends by itself. */
  private exits({ node, asked }: Session): boolean {
    return asked.document.type === 'NonInteractiveCommands' || this.models.of(node).leave === 'exit';
  }

  private leave(session: Session): void {
    if (this.exits(session) && session.status === 'Connected')
      this.end(session, 'exit', 'its user leaves it');
    else this.end(session, 'idle', 'there was no input for as long as the idle limit');
  }

  private end(session: Session, by: SessionEnd, why: string): void {
    const { nowMs } = this.simulation.kernel;
    changeStatus(session, 'Terminated', nowMs, why);
    session.endedMs = nowMs;
    session.endedBy = by;
    const isCut =
      by === 'reboot' || by === 'stop' || by === 'agent' || this.simulation.fleet.isNetworkCut(session.node);
    if (session.connectedMs !== null) session.logs = logsOf(session.asked, isCut);
    this.facts.sessionEnded.tell(session);
  }

  private endOn(node: number, by: SessionEnd, why: string): void {
    for (const session of this.liveOn(node)) this.end(session, by, why);
  }

  private liveOn(node: number): readonly Session[] {
    return this.sessions.filter((one) => one.node === node && !isOver(one));
  }

  private nodeWentDown(node: number, reason: string, command: string | null): void {
    for (const session of this.liveOn(node)) {
      session.command = command;
      if (reason === 'rebooting') this.end(session, 'reboot', rebootWords(command));
      else this.end(session, 'stop', `the node is ${reason}`);
    }
  }

  // --- the network ------------------------------------------------------------------------------------------------

  private disconnect(node: number): void {
    const { nowMs } = this.simulation.kernel;
    for (const session of this.liveOn(node)) {
      if (session.status !== 'Connected') continue;
      changeStatus(session, 'Disconnected', nowMs, 'the network of the node is cut');
      // No input arrives from now on.
      if (session.inputUntilMs > nowMs) this.inputUntil(session, nowMs);
      this.facts.sessionDisconnected.tell(session);
    }
  }

  private resume(id: string, action: Action): void {
    const { kernel, fleet } = this.simulation;
    const session = this.liveOr(id, resumeSession.call, action);
    // ASSUMPTION session-resume: it hands out a new token; where the agent cannot be reached, the client has nothing to connect to.
    if (session?.status !== 'Disconnected' || fleet.isNetworkCut(session.node)) return;
    changeStatus(session, 'Connected', kernel.nowMs, `${action.id} resumes it`);
    this.facts.sessionConnected.tell(session);
    this.runIdle(session, action);
  }

  /** ASSUMPTION session-throttling: a bucket holds the calls of one second; AWS says at which rate they are taken, and names no burst. */
  private takes(call: SessionCall, account: string): boolean {
    const rate = callsPerSecond[call];
    return this.buckets.takes(`${account}/${call}`, { rate, burst: rate }, this.simulation.kernel.nowMs);
  }

  /** Undefined: AWS has refused the call. */
  private liveOr(id: string, call: SessionCall, action: Action): Session | undefined {
    const { account = '' } = action;
    if (!this.takes(call, account)) {
      this.calls.refuse(action, throttled);
      return undefined;
    }
    const session = this.find(id);
    const isOwn = session !== undefined && (session.action.account ?? '') === account;
    if (isOwn && !isOver(session)) return session;
    const why = isOwn ? 'it is over' : 'the account and Region of the call have none of this id';
    this.calls.refuse(action, `${notFound}: ${why}`);
    return undefined;
  }
}

function rebootWords(command: string | null): string {
  return command === null ? 'the node reboots' : `the node reboots for the patch run of ${command}`;
}

/**
 * ASSUMPTION session-log-cut: a log that is uploaded at the end of a session is lost where the node goes down or cannot be reached
 * then; what was streamed is there.
 */
function logsOf(asked: Asked, isCut: boolean): readonly WrittenLog[] {
  return logTargets(asked).map((target) => ({
    target,
    loss:
      logLoss(target, asked)?.why ??
      (isCut && !target.isStreamed ? 'the session was cut before its log was uploaded' : null),
  }));
}

export interface Machine {
  /** Null: the file starts none. */
  readonly sessions: Sessions | null;
}
