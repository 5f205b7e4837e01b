/** Calls of `actions`: each goes through a client that backs off where it is throttled. */
import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import type { Caller, Denial } from './access.ts';
import { callerOfAction } from './callers.ts';
import {
  deleteParameter,
  deleteParameters,
  describeParameters,
  getParameter,
  getParameterHistory,
  getParameters,
  getParametersByPath,
  labelParameterVersion,
  putParameter,
  unlabelParameterVersion,
} from './calls.ts';
import { throttled } from './client.ts';
import { parameterFacts } from './events.ts';
import type { ParameterStore } from './machine.ts';
import { parameterStoreModelOf } from './model.ts';
import type { CallRecord } from './records.ts';
import { isRefusal, type Refusal, refusalText } from './refusal.ts';
import type { Read } from './request.ts';
import type { LimitedCall } from './throughput.ts';

type Told = Pick<CallRecord, 'parameters' | 'invalid'>;

const nothing: Told = { parameters: [], invalid: [] };

export class ParameterOperator {
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private readonly store: ParameterStore;

  constructor(simulation: Simulation, store: ParameterStore) {
    this.simulation = simulation;
    this.store = store;
    const read = (made: Read, action: Action): void =>
      this.send(
        made.call,
        action,
        made.names,
        (caller, account) => store.read(account, caller, made),
        made.pageSize,
      );
    this.calls = new Calls(simulation, parameterFacts, [
      onCall(putParameter, (made, action) =>
        this.send('PutParameter', action, [made.name], (caller, account) => {
          const written = store.put(account, caller, made);
          if (isRefusal(written)) return written;
          const { name, type, versions } = written;
          const { version } = versions.at(-1)!;
          return { parameters: [{ name, version, type, isDecrypted: false }], invalid: [] };
        }),
      ),
      onCall(getParameter, read),
      onCall(getParameters, read),
      onCall(getParametersByPath, read),
      onCall(getParameterHistory, read),
      onCall(describeParameters, read),
      onCall(labelParameterVersion, (made, action) =>
        this.send('LabelParameterVersion', action, [made.name], (_, account) => {
          const invalid = store.label(account, made);
          return isRefusal(invalid) ? invalid : { parameters: [], invalid };
        }),
      ),
      onCall(unlabelParameterVersion, (made, action) =>
        this.send('UnlabelParameterVersion', action, [made.name], (_, account) => {
          const invalid = store.unlabel(account, made);
          return isRefusal(invalid) ? invalid : { parameters: [], invalid };
        }),
      ),
      onCall(deleteParameters, ({ names }, action) =>
        this.send('DeleteParameters', action, names, (_, account) => ({
          parameters: [],
          invalid: names.filter((name) => isRefusal(store.delete(account, name))),
        })),
      ),
      onCall(deleteParameter, ({ name }, action) =>
        this.send('DeleteParameter', action, [name], (_, account) => {
          const deleted = store.delete(account, name);
          return isRefusal(deleted) ? deleted : nothing;
        }),
      ),
    ]);
  }

  private send(
    call: LimitedCall,
    action: Action,
    names: readonly string[],
    perform: (caller: Caller, account: string) => Told | Refusal | Denial,
    pageSize = 1,
  ): void {
    const { scenario, kernel, random, facts } = this.simulation;
    const { id, account = '' } = action;
    const requestedMs = kernel.nowMs;
    const stream = random.stream('parameter-store/backoff', id);
    let throttledCount = 0;
    let attempts = 0;
    const finish = (answer: Told | Refusal | Denial): void => {
      const refusal = isRefusal(answer) ? answer : null;
      const { parameters, invalid } = isRefusal(answer) ? nothing : answer;
      const record: CallRecord = {
        id,
        call,
        by: action.as ?? null,
        names,
        requestedMs,
        endedMs: kernel.nowMs,
        attempts,
        throttled: throttledCount,
        status: refusal?.error ?? 'Success',
        refusal,
        parameters,
        invalid,
      };
      this.store.calls.push(record);
      facts.of(parameterFacts).callEnded.tell(record);
      if (refusal !== null) this.calls.refuse(action, refusalText(refusal));
    };
    /** Each page is a call of its own, and may be throttled as any other. `known`: what the first has returned. */
    const ask = (page: number, known: Told | null): void =>
      this.store.client.send({
        call,
        account,
        model: parameterStoreModelOf(scenario),
        draw: (attempt) => stream.uniform(0, attempt, page),
        onThrottled: (attempt) => {
          throttledCount += 1;
          attempts += 1;
          facts.of(parameterFacts).callThrottled.tell(id, call, attempt);
        },
        answer: (attempt) => {
          if (attempt === null) return finish(throttled);
          attempts += 1;
          const answer = known ?? perform(callerOfAction(action, scenario), account);
          const isLast = isRefusal(answer) || (page + 1) * pageSize >= answer.parameters.length;
          if (isLast) finish(answer);
          else ask(page + 1, answer);
        },
      });
    ask(0, null);
  }
}
