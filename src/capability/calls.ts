/** The calls of a scenario's `actions` that a capability answers, when they come due. */
import { type CallSpec, madeBy } from '../cloudformation/call-spec.ts';
import type { Fields } from '../cloudformation/read-fields.ts';
import type { EventType } from '../kernel/kernel.ts';
import type { Action } from '../world/actions.ts';
import { denialNow } from './denied-calls.ts';
import { type Fact, type FactKind, type FactSet, fact } from './facts.ts';
import type { Denial, Simulation } from './simulation.ts';

/** What happens when a call comes due. `place` is that of the action in the scenario. */
export interface CallHandler {
  readonly call: string;
  /** Where AWS documents it. */
  readonly page: string;
  readonly handle: (action: Action, place: number) => void;
  /** What AWS answers where the call names a resource of another account or Region; null: it names none. */
  readonly foreign?: (action: Action, homes: ReadonlyMap<string, string>) => string | null;
}

export function onCall<Name extends string, F extends Fields, Made>(
  spec: CallSpec<Name, F, Made>,
  handle: (made: Made, action: Action, place: number) => void,
): CallHandler {
  return {
    call: spec.call,
    page: spec.page,
    handle(action, place) {
      const made = madeBy(action, spec);
      if (made !== undefined) handle(made, action, place);
    },
    foreign(action, homes) {
      const made = madeBy(action, spec);
      const ids = made === undefined ? [] : (spec.names?.ids(made) ?? []);
      const isForeign = ids.some((id) => (homes.get(id) ?? '') !== (action.account ?? ''));
      return isForeign ? spec.names!.error : null;
    },
  };
}

/** In the journal of a capability. */
export function actionRefused(capability: string): FactKind<string, string, void> {
  return fact(
    `${capability}/action-refused`,
    'AWS refused the call of this action, with this error.',
    (action: string, error: string) => ({ action, error }),
  );
}

export class Calls {
  private readonly simulation: Simulation;
  private readonly handlers: ReadonlyMap<string, CallHandler>;
  private readonly due: EventType;
  private readonly told: Fact<string, string>;

  constructor(
    simulation: Simulation,
    facts: FactSet<{ readonly actionRefused: FactKind<string, string, void> }>,
    handlers: readonly CallHandler[],
  ) {
    this.simulation = simulation;
    this.told = simulation.facts.of(facts).actionRefused;
    this.handlers = new Map(handlers.map((handler) => [handler.call, handler]));
    const { kernel, scenario } = simulation;
    this.due = kernel.on(`${facts.name}/action-due`, (place) => {
      const action = scenario.actions[place]!;
      const handler = this.handlers.get(action.call);
      const denial = action.as === undefined ? null : denialNow(action, simulation);
      const error = denial?.error ?? handler?.foreign?.(action, scenario.homes) ?? null;
      if (error === null) handler?.handle(action, place);
      else this.refuse(action, error, denial);
    });
  }

  refuse(action: Action, error: string, denial: Denial | null = null): void {
    const { page } = this.handlers.get(action.call)!;
    this.simulation.refused.push({ action, error, page, denial });
    this.told.tell(action.id, error);
  }

  start(): void {
    const { kernel, scenario } = this.simulation;
    scenario.actions.forEach(({ call, atMs }, place) => {
      if (this.handlers.has(call) && atMs >= scenario.startMs) kernel.schedule(atMs, this.due, place);
    });
  }
}
