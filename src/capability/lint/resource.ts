/** Resources and calls of a file, whatever they are of. */
import type { Value } from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';

export interface Resource {
  readonly logicalId: string;
  /** `AWS::SSM::MaintenanceWindow` */
  readonly type: string;
  /** A map; empty if it has none. */
  readonly properties: Value;
  /** Of its properties. */
  readonly path: DataPath;
  /** Of the resource itself. */
  readonly at: DataPath;
}

/** An operator's call in a scenario. */
export interface ActionCall {
  readonly id: string;
  /** `SendCommand` */
  readonly call: string;
  readonly request: Value;
  readonly path: DataPath;
}
