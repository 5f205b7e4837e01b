/** What is asked of OpsCenter, whichever call, alarm, rule or step asks it. */
import type { DataValue } from './data.ts';

/** What asks: its kind for people, and the id under which the file has it. */
export interface Origin {
  readonly kind: 'call' | 'alarm' | 'rule' | 'step' | 'insight';
  readonly id: string;
}

/** What an OpsItem says, as far as it is given. */
export interface OpsItemFields {
  readonly title: string;
  readonly description: string;
  /** Where the problem comes from, such as EC2. */
  readonly source: string;
  readonly priority: number | null;
  readonly severity: string | null;
  readonly category: string | null;
  readonly data: Readonly<Record<string, DataValue>>;
  /** ARNs of topics. */
  readonly notifications: readonly string[];
  /** Ids of OpsItems. */
  readonly related: readonly string[];
  readonly type: string;
}

/** Who asks for an OpsItem. */
export interface Asker {
  /** Unique in the simulation: the id of the OpsItem is made from it, and its draws are named by it. */
  readonly id: string;
  readonly origin: Origin;
  /** Who makes the call: an ARN, a service, or the id of an action of someone who may do everything. */
  readonly by: string;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string | undefined;
  /** The node that it is about, by its index; null: it is about none, or its resources say which. */
  readonly node: number | null;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html */
export interface OpsItemRequest extends Asker {
  readonly fields: OpsItemFields;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html */
export interface OpsItemChange {
  /** Its id, the id of the action that made it, or the alarm or rule whose newest it is. */
  readonly item: string;
  readonly status?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: number | undefined;
  readonly severity?: string | undefined;
  readonly category?: string | undefined;
  readonly data?: Readonly<Record<string, DataValue>> | undefined;
  readonly dataToDelete?: readonly string[] | undefined;
  readonly notifications?: readonly string[] | undefined;
  readonly related?: readonly string[] | undefined;
}

export interface ChangeRequest {
  readonly change: OpsItemChange;
  readonly by: string;
  readonly account?: string | undefined;
}

/** What AWS answers. Who asks hands it in empty. */
export interface OpsItemAnswer {
  opsItemId: string | null;
  /** `OpsItemAlreadyExistsException: …`; null: AWS took the call. */
  error: string | null;
}

export function noAnswer(): OpsItemAnswer {
  return { opsItemId: null, error: null };
}
