/** Steps that wait for something elsewhere to be over: a command, another execution, a function. */
import type { Simulation } from '../../capability/simulation.ts';
import { functionFacts } from '../functions/facts.ts';
import { commandFacts } from '../run-command/facts.ts';
import type { Value } from './content/runbook.ts';

export class Waits {
  private readonly byId = new Map<string, ((outcome: Value) => void)[]>();

  constructor({ facts }: Simulation) {
    facts.of(commandFacts).commandFinished.listen(({ id, status }) => this.tell(id, { Status: status }));
    facts.of(functionFacts).invocationFinished.listen(({ request: { id }, hasFailed, answer }) => {
      this.tell(id, {
        Status: hasFailed ? 'Failed' : 'Success',
        ...(answer === undefined ? {} : { Answer: answer as Value }),
      });
    });
    facts
      .of(commandFacts)
      .commandRefused.listen(({ id }, error) => this.tell(id, { Status: 'Failed', Error: error }));
  }

  clear(): void {
    this.byId.clear();
  }

  add(id: string, then: (outcome: Value) => void): void {
    this.byId.set(id, [...(this.byId.get(id) ?? []), then]);
  }

  tell(id: string, outcome: Value): void {
    const waiting = this.byId.get(id);
    this.byId.delete(id);
    for (const then of waiting ?? []) then(outcome);
  }
}
