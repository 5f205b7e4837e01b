/**
 * What one capability lets the others ask of its state. A view is declared in `facts.ts` with its interface, provided by
 * the machine, and asked by any machine. It changes nothing.
 */
import { fail } from '../kernel/assert.ts';

/** `Of` is the interface of the view; it has no value at run time. */
export interface View<Of> {
  readonly name: string;
  readonly of?: Of;
}

export function view<Of>(name: string): View<Of> {
  return { name };
}

/** The views of one simulation, by name. A machine asks for a view once. */
export class Views {
  private readonly provided = new Map<string, unknown>();
  private readonly makeOthers: () => void;

  /** `makeOthers` makes the machines of those that take no part in the run: they have learned of nothing. */
  constructor(makeOthers: () => void) {
    this.makeOthers = makeOthers;
  }

  provide<Of>({ name }: View<Of>, by: Of): void {
    this.provided.set(name, by);
  }

  of<Of>({ name }: View<Of>): Of {
    if (!this.provided.has(name)) this.makeOthers();
    return (this.provided.get(name) as Of | undefined) ?? fail(`no capability provides the view ${name}`);
  }
}
