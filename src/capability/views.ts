/**
 * What one capability lets the others ask of its state. A view is declared in `facts.ts` with its interface, provided by
 * the machine, and taken by whoever needs it. It changes nothing.
 */
import { fail } from '../kernel/assert.ts';

/** `Of` is the interface of the view; it has no value at run time. */
export interface View<Of> {
  readonly name: string;
  readonly index: number;
  readonly of?: Of;
}

let viewCount = 0;

export function view<Of>(name: string): View<Of> {
  viewCount += 1;
  return { name, index: viewCount };
}

/** The views of one simulation. */
export class Views {
  private readonly provided: unknown[] = [];

  provide<Of>({ index }: View<Of>, by: Of): void {
    this.provided[index] = by;
  }

  of<Of>({ index, name }: View<Of>): Of {
    return (this.provided[index] as Of | undefined) ?? fail(`no capability provides the view ${name}`);
  }
}
