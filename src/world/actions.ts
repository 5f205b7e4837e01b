import type { Limit } from '../aws/rate-control.ts';
import type { Target } from '../aws/targets.ts';
import type { PatchBaseline } from './baselines.ts';
import type { Activation } from './identity.ts';

/** An operator's call at an instant, in the API's own request shapes. */
export type Action = { readonly id: string; readonly atMs: number } & (
  | ({ readonly call: 'SendCommand' } & SendCommand)
  | {
      readonly call: 'CancelCommand';
      /** The id of the SendCommand action. */
      readonly commandId: string;
      /** Names or ids of nodes; empty: all. */
      readonly instanceIds: readonly string[];
    }
  | { readonly call: 'CreateActivation'; readonly activation: Activation }
  | {
      readonly call: 'UpdatePatchBaseline';
      readonly baselineId: string;
      /** The fields that change, already in the shape of a baseline. */
      readonly changes: Partial<PatchBaseline>;
    }
  | {
      readonly call: 'CreateTags' | 'AddTagsToResource';
      readonly resources: readonly string[];
      readonly tags: Readonly<Record<string, string>>;
    }
  | {
      readonly call: 'DeleteTags' | 'RemoveTagsFromResource';
      readonly resources: readonly string[];
      /** A value of null removes the key whatever its value. */
      readonly tags: Readonly<Record<string, string | null>>;
    }
);

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
export interface SendCommand {
  readonly documentName: string;
  /** Names or ids of nodes; empty when `targets` is used. */
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly maxConcurrency: Limit;
  readonly maxErrors: Limit;
  readonly timeoutSeconds: number;
  readonly hasOutputBucket: boolean;
}
