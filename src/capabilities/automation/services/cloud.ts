/** What of AWS an execution may make or change that is no node: images, snapshots, stacks. */
import type { Value, ValueMap } from '../content/runbook.ts';

export interface CloudObject {
  readonly kind: 'image' | 'snapshot' | 'stack' | 'volume';
  readonly id: string;
  readonly name: string;
  state: string;
  readonly createdMs: number;
  /** What a description of it has besides. */
  readonly details: ValueMap;
}

export class Cloud {
  private readonly objects = new Map<string, CloudObject>();

  clear(): void {
    this.objects.clear();
  }

  add(object: CloudObject): void {
    this.objects.set(object.id, object);
  }

  find(idOrName: string): CloudObject | undefined {
    return this.objects.get(idOrName) ?? [...this.objects.values()].find(({ name }) => name === idOrName);
  }

  remove(id: string): void {
    this.objects.delete(id);
  }

  of(kind: CloudObject['kind']): readonly CloudObject[] {
    return [...this.objects.values()].filter((one) => one.kind === kind);
  }
}

/** What AWS refuses: its error's name and its words. */
export class ApiError {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

export type Answer = Value | ApiError;
