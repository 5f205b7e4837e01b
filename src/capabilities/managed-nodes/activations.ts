/**
 * Hybrid activations: how many nodes each lets in, and until when.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html
 */
import { fail } from '../../kernel/assert.ts';
import type { Activation } from '../../world/identity.ts';

/** Null: it lets one more node in. Nodes that registered before are not affected by expiry or limit. */
export function activationBlock(
  activation: Activation | undefined,
  registeredCount: number,
  nowMs: number,
): 'ACTIVATION_EXPIRED' | 'ACTIVATION_FULL' | 'CREDENTIALS_PENDING' | null {
  if (activation === undefined || nowMs < activation.createdMs) return 'CREDENTIALS_PENDING';
  if (nowMs >= activation.expiresMs) return 'ACTIVATION_EXPIRED';
  return registeredCount >= activation.registrationLimit ? 'ACTIVATION_FULL' : null;
}

export class Activations {
  private readonly declared: ReadonlyMap<string, Activation>;
  private readonly created = new Map<string, Activation>();
  private readonly registeredCounts = new Map<string, number>();

  constructor(declared: ReadonlyMap<string, Activation>) {
    this.declared = declared;
  }

  clear(): void {
    this.created.clear();
    this.registeredCounts.clear();
  }

  /** CreateActivation: an operator's, during the run. It counts anew. */
  add(activation: Activation): void {
    this.created.set(activation.name, activation);
    this.registeredCounts.delete(activation.name);
  }

  find(name: string): Activation | undefined {
    return this.created.get(name) ?? this.declared.get(name);
  }

  block(name: string, nowMs: number): ReturnType<typeof activationBlock> {
    return activationBlock(this.find(name), this.registeredCounts.get(name) ?? 0, nowMs);
  }

  /** One more node is in. */
  use(name: string): Activation {
    this.registeredCounts.set(name, (this.registeredCounts.get(name) ?? 0) + 1);
    return this.find(name) ?? fail(`a node registered by ${name}, which does not exist`);
  }
}
