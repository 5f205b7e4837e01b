/**
 * Calls of an operator that change nodes: tags and activations.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 */

import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import { power } from '../../world/node-records.ts';
import { createActivation } from './calls/create-activation.ts';
import { addTagsToResource, createTags, deleteTags, removeTagsFromResource } from './calls/tags.ts';
import { nodeFacts } from './events.ts';
import type { ManagedNodes } from './machine.ts';

type Tags = Readonly<Record<string, string>>;
type TagChange = (tags: Tags) => Tags;

/** Which nodes a call may tag: EC2 instances with EC2's calls, hybrid nodes with those of Systems Manager. */
type TaggedNodes = 'ec2' | 'hybrid';

export class NodeOperator {
  readonly calls: Calls;
  private readonly simulation: Simulation;

  constructor(simulation: Simulation, nodes: ManagedNodes) {
    this.simulation = simulation;
    this.calls = new Calls(
      simulation,
      'managed-nodes/action-due',
      [
        onCall(createActivation, (activation) => nodes.openActivation(activation)),
        onCall(createTags, ({ resources, tags }, action) =>
          this.changeTags(action, 'ec2', resources, adding(tags)),
        ),
        onCall(addTagsToResource, ({ resources, tags }, action) =>
          this.changeTags(action, 'hybrid', resources, adding(tags)),
        ),
        onCall(deleteTags, ({ resources, tags }, action) =>
          this.changeTags(action, 'ec2', resources, removing(tags)),
        ),
        onCall(removeTagsFromResource, ({ resources, tags }, action) =>
          this.changeTags(action, 'hybrid', resources, removing(tags)),
        ),
      ],
      simulation.facts.of(nodeFacts).actionRefused,
    );
  }

  start(): void {
    this.calls.start();
  }

  private changeTags(
    action: Action,
    tagged: TaggedNodes,
    resources: readonly string[],
    change: TagChange,
  ): void {
    const { fleet, names, facts } = this.simulation;
    const found = resources.map((resource) => names.find(resource));
    const exists = (node: number) =>
      tagged === 'hybrid'
        ? fleet.groupOf(node).hybridActivation !== null && fleet.isRegistered(node)
        : fleet.groupOf(node).hybridActivation === null && fleet.powerOf(node) !== power.notLaunched;
    const isRefused = found.some((node) => node === undefined || !exists(node));
    if (isRefused) {
      const error = tagged === 'hybrid' ? 'InvalidResourceId' : 'InvalidID';
      return this.calls.refuse(action, error);
    }
    for (const node of found) {
      fleet.tagChanges.set(node!, change(fleet.tagsOf(node!)));
      facts.of(nodeFacts).tagsChanged.tell(node!);
    }
  }
}

function adding(added: Tags): TagChange {
  return (tags) => ({ ...tags, ...added });
}

/** A value of null removes the key whatever its value. */
function removing(removed: Readonly<Record<string, string | null>>): TagChange {
  return (tags) =>
    Object.fromEntries(
      Object.entries(tags).filter(([key, value]) => {
        const wanted = removed[key];
        return wanted === undefined || (wanted !== null && wanted !== value);
      }),
    );
}
