/** Whether Amazon Inspector scans the EC2 instances of the file: `model.inspector`. */
import { type ModelSection, modelIn } from '../../capability/model.ts';
import { boolean, once } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface InspectorModel {
  readonly enabled: boolean;
  /** In milliseconds. */
  readonly staleAfter: number;
}

export const inspectorModel: ModelSection<InspectorModel> = {
  name: 'inspector',
  is: 'Whether Amazon Inspector scans the EC2 instances, by what Inventory has of them',
  perNode: false,
  keys: once(() => ({
    enabled: {
      field: boolean(),
      is: 'Whether scanning of EC2 instances was enabled before the run, in every account of the file',
      default: 'false',
      reason: 'Inspector is off until an account enables it',
    },
    staleAfter: {
      field: duration(),
      is: 'How old the inventory of an instance is before Inspector stops scanning it',
      default: '7d',
      reason: 'AWS: STALE_INVENTORY after 7 days without inventory',
    },
  })),
};

export const inspectorModelOf = (scenario: Pick<Scenario, 'model'>): InspectorModel =>
  modelIn(scenario, inspectorModel);
