/**
 * Values of the data type aws:ec2:image: AWS looks at them some minutes after it has answered the call.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html#parameter-ami-validation
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { PutRequest } from './store.ts';

type Validated = (account: string, request: PutRequest, exception: string | null) => void;

export class Validations {
  private readonly simulation: Simulation;
  private readonly takesMs: number;
  private readonly pending: { readonly account: string; readonly request: PutRequest }[] = [];
  private readonly due: EventType;

  /** ASSUMPTION image-validation: an id of the right form is that of an image of the account. */
  constructor(simulation: Simulation, takesMs: number, validated: Validated) {
    this.simulation = simulation;
    this.takesMs = takesMs;
    this.due = simulation.kernel.on('parameter-store/image-validated', (index) => {
      const { account, request } = this.pending[index]!;
      const isImage = /^ami-([0-9a-z]{8}|[0-9a-z]{17})$/.test(request.value);
      validated(account, request, isImage ? null : 'Unable to Describe Resource');
    });
  }

  clear(): void {
    this.pending.length = 0;
  }

  add(account: string, request: PutRequest): void {
    const { kernel } = this.simulation;
    const index = this.pending.push({ account, request }) - 1;
    kernel.schedule(kernel.nowMs + this.takesMs, this.due, index);
  }
}
