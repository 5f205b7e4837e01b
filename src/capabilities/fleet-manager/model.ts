/** `model.explorer`: how old what Explorer shows is. */
import { type ModelSection, modelIn } from '../../capability/model.ts';
import { once } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Scenario } from '../../world/scenario.ts';

/** In milliseconds. */
export interface ExplorerModel {
  readonly lag: number;
  readonly dropAfter: number;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/Explorer-troubleshooting.html */
export const explorerModel: ModelSection<ExplorerModel> = {
  name: 'explorer',
  is: 'How old what Explorer shows of the nodes is',
  perNode: false,
  keys: once(() => ({
    lag: {
      field: duration(),
      is: 'Age of what it shows',
      default: '6h',
      reason: 'AWS: changes can take up to six hours to appear; the longest is what a reader has to expect',
    },
    dropAfter: {
      field: duration(),
      is: 'How long it goes on to show instances that are stopped or terminated',
      default: '24h',
      reason: 'AWS: they are removed after 24 hours',
    },
  })),
};

export const explorerModelOf = (scenario: Pick<Scenario, 'model'>): ExplorerModel =>
  modelIn(scenario, explorerModel);
