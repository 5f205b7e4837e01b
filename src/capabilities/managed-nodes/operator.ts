/**
 * Calls of an operator that change nodes: tags and activations.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 */

import { type Simulation, scheduleActions } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import { power } from '../../world/node-records.ts';
import { nodeFacts } from './facts.ts';
import type { ManagedNodes } from './machine.ts';

/** What AWS would refuse at that moment, by action: an outcome, not bad input. */
export type RefusedAction = { readonly action: Action; readonly error: string; readonly atMs: number };

export class NodeOperator {
  readonly refused: RefusedAction[] = [];
  private readonly simulation: Simulation;
  private readonly nodes: ManagedNodes;
  private readonly due: EventType;

  constructor(simulation: Simulation, nodes: ManagedNodes) {
    this.simulation = simulation;
    this.nodes = nodes;
    const { kernel, scenario } = simulation;
    this.due = kernel.on('managed-nodes/action-due', (index) => this.act(scenario.actions[index]!));
  }

  start(): void {
    this.refused.length = 0;
    scheduleActions(this.simulation, handledHere, this.due);
  }

  private act(action: Action): void {
    switch (action.call) {
      case 'CreateActivation':
        this.nodes.openActivation(action.activation);
        return;
      case 'CreateTags':
      case 'AddTagsToResource':
        return this.changeTags(action, action.resources, (tags) => ({ ...tags, ...action.tags }));
      case 'DeleteTags':
      case 'RemoveTagsFromResource':
        return this.changeTags(action, action.resources, (tags) =>
          Object.fromEntries(
            Object.entries(tags).filter(([key, value]) => {
              const removed = action.tags[key];
              return removed === undefined || (removed !== null && removed !== value);
            }),
          ),
        );
      default:
        return;
    }
  }

  private changeTags(
    action: Action,
    resources: readonly string[],
    change: (tags: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  ): void {
    const { fleet, names, facts, kernel } = this.simulation;
    const wantsHybrid = action.call === 'AddTagsToResource' || action.call === 'RemoveTagsFromResource';
    const found = resources.map((resource) => names.find(resource));
    const exists = (node: number) =>
      wantsHybrid
        ? fleet.groupOf(node).hybridActivation !== null && fleet.isRegistered(node)
        : fleet.groupOf(node).hybridActivation === null && fleet.powerOf(node) !== power.notLaunched;
    const isRefused = found.some((node) => node === undefined || !exists(node));
    if (isRefused) {
      const error = wantsHybrid ? 'InvalidResourceId' : 'InvalidID';
      this.refused.push({ action, error, atMs: kernel.nowMs });
      facts.of(nodeFacts).actionRefused.tell(action.id, error);
      return;
    }
    for (const node of found) {
      fleet.tagChanges.set(node!, change(fleet.tagsOf(node!)));
      facts.of(nodeFacts).tagsChanged.tell(node!);
    }
  }
}

const handledHere = [
  'CreateActivation',
  'CreateTags',
  'AddTagsToResource',
  'DeleteTags',
  'RemoveTagsFromResource',
] as const;
