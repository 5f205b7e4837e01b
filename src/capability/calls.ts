/** The calls of a scenario's `actions` that a capability answers, when they come due. */
import { type CallSpec, madeBy } from '../cloudformation/call-spec.ts';
import type { Fields } from '../cloudformation/read-fields.ts';
import type { EventType } from '../kernel/kernel.ts';
import type { Action } from '../world/actions.ts';
import type { Fact } from './facts.ts';
import type { Note } from './notes.ts';
import type { Simulation } from './simulation.ts';

/** What happens when a call comes due. `place` is that of the action in the scenario. */
export interface CallHandler {
  readonly call: string;
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

/** What AWS refuses at the moment of a call: an outcome, not bad input. */
export interface RefusedCall {
  readonly action: Action;
  readonly error: string;
}

/** Of a call that has changed nothing, which is easily missed. */
export function refusalNotes({ refused }: Calls, page: string): Note[] {
  return refused.map(({ action, error }) => ({
    text: `${action.id}: AWS refuses ${action.call} with ${error}; nothing has changed.`,
    page,
  }));
}

export class Calls {
  readonly refused: RefusedCall[] = [];
  private readonly simulation: Simulation;
  private readonly handlers: ReadonlyMap<string, CallHandler>;
  private readonly due: EventType;
  private readonly told: Fact<string, string> | null;

  /** `event` is the name under which the kernel knows that a call comes due; `told` is told of those that AWS refuses. */
  constructor(
    simulation: Simulation,
    event: string,
    handlers: readonly CallHandler[],
    told: Fact<string, string> | null = null,
  ) {
    this.simulation = simulation;
    this.told = told;
    this.handlers = new Map(handlers.map((handler) => [handler.call, handler]));
    const { kernel, scenario } = simulation;
    this.due = kernel.on(event, (place) => {
      const action = scenario.actions[place]!;
      const handler = this.handlers.get(action.call);
      const error = handler?.foreign?.(action, scenario.homes) ?? null;
      if (error === null) handler?.handle(action, place);
      else this.refuse(action, error);
    });
  }

  refuse(action: Action, error: string): void {
    this.refused.push({ action, error });
    this.told?.tell(action.id, error);
  }

  start(): void {
    this.refused.length = 0;
    const { kernel, scenario } = this.simulation;
    scenario.actions.forEach(({ call, atMs }, place) => {
      if (this.handlers.has(call) && atMs >= scenario.startMs) kernel.schedule(atMs, this.due, place);
    });
  }
}
