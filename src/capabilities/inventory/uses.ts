/** Whether a file collects inventory: a run that does not does nothing for it. */
import type { RunSource } from '../../capability/run-source.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { sourcesOfVersions } from '../state-manager/facts.ts';
import { gatherInventory } from './documents.ts';

/** Associations that collect, as they are created and as updates make them. */
export const collectors = oncePer((scenario: Scenario): readonly RunSource[] =>
  sourcesOfVersions(scenario).filter(({ document }) => document === gatherInventory),
);

const writers = ['PutInventory', 'DeleteInventory'];

export const putsInventory = ({ actions }: Pick<Scenario, 'actions'>): boolean =>
  actions.some(({ call }) => writers.includes(call));

export const usesInventory = oncePer(
  (scenario: Scenario): boolean => collectors(scenario).length > 0 || putsInventory(scenario),
);
