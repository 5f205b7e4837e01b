/**
 * Calls of an operator that change nodes: tags, profiles, registrations, and the network and settings around them.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 */

import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import type { Action } from '../../world/actions.ts';
import { noProfile, power } from '../../world/node-records.ts';
import { associateProfile } from './calls/associate-profile.ts';
import { createActivation } from './calls/create-activation.ts';
import { createVpcEndpoint } from './calls/create-vpc-endpoint.ts';
import { deregisterManagedInstance } from './calls/deregister.ts';
import { addTagsToResource, createTags, deleteTags, removeTagsFromResource } from './calls/tags.ts';
import { updateServiceSetting } from './calls/update-service-setting.ts';
import { nodeFacts } from './events.ts';
import type { ManagedNodes } from './machine.ts';
import { type InstanceSeen, profileRefusal } from './rules-calls.ts';
import { tierRefusal } from './tiers.ts';

type Tags = Readonly<Record<string, string>>;
type TagChange = (tags: Tags) => Tags;

/** Which nodes a call may tag: EC2 instances with EC2's calls, hybrid nodes with those of Systems Manager. */
type TaggedNodes = 'ec2' | 'hybrid';

export class NodeOperator {
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private readonly nodes: ManagedNodes;

  constructor(simulation: Simulation, nodes: ManagedNodes) {
    this.simulation = simulation;
    this.nodes = nodes;
    const { fleet, facts, kernel } = simulation;
    facts.of(nodeFacts).tagsRequested.listen((node, changes) => {
      const kept = removing(changes)(fleet.tagsOf(node));
      const added = Object.entries(changes).filter(
        (change): change is [string, string] => change[1] !== null,
      );
      fleet.tagChanges.set(node, { ...kept, ...Object.fromEntries(added) });
      facts.of(nodeFacts).tagsChanged.tell(node);
    });
    facts.of(nodeFacts).profileRequested.listen((node, profile, by) => {
      const { credentials } = nodes;
      const known = credentials.access.profileIndex(profile);
      // A profile that is not in the file is taken to be set up well.
      const index =
        profile === null || known >= 0
          ? known
          : credentials.access.profileIndex('AmazonSSMManagedInstanceCore');
      credentials.setProfile(node, index, { id: by, occurrence: epochMinute(kernel.nowMs) });
    });
    this.calls = new Calls(simulation, nodeFacts, [
      onCall(createActivation, (activation, { account = '' }) => nodes.hybrid.open(activation, account)),
      onCall(deregisterManagedInstance, ({ node: name }, action) => {
        const node = this.nodeNamed(name, action);
        this.answer(
          action,
          node === undefined ? 'InvalidInstanceId' : nodes.hybrid.deregister(node, action.id),
        );
      }),
      onCall(associateProfile, ({ node, profile }, action) => this.associate(node, profile, action)),
      onCall(createVpcEndpoint, (request, action) => {
        this.answer(action, nodes.createEndpoint(request, action));
      }),
      onCall(updateServiceSetting, (change, action, place) => {
        if (change.of === 'host management') return nodes.setHostRole(change.role, action);
        const { account = '' } = action;
        if (change.of === 'capability') {
          return facts.of(nodeFacts).settingChanged.tell(change.setting, change.value, account);
        }
        const refusal = tierRefusal(change.tier, nodes.hybrid.tiers.countOf(account));
        this.answer(action, refusal);
        if (refusal === null) nodes.hybrid.tiers.change(account, change.tier, place);
      }),
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
    ]);
  }

  start(): void {
    this.calls.start();
  }

  private answer(action: Action, refusal: string | null): void {
    if (refusal !== null) this.calls.refuse(action, refusal);
  }

  /** Of the account and Region of the call: those of another it does not know. */
  private nodeNamed(name: string, { account = '' }: Action): number | undefined {
    const { fleet, names } = this.simulation;
    const node = names.find(name);
    return node !== undefined && (fleet.groupOf(node).account ?? '') === account ? node : undefined;
  }

  private associate(name: string, profile: string, action: Action): void {
    const { fleet } = this.simulation;
    const { credentials } = this.nodes;
    const node = this.nodeNamed(name, action);
    const state = node === undefined ? undefined : instanceStates.get(fleet.powerOf(node));
    const seen =
      state === undefined ? undefined : { state, hasProfile: fleet.profileOf(node!) !== noProfile };
    const refusal = profileRefusal(seen);
    if (refusal !== null) return this.calls.refuse(action, refusal);
    credentials.setProfile(node!, credentials.access.profileIndex(profile), { id: action.id, occurrence: 0 });
  }

  private changeTags(
    action: Action,
    tagged: TaggedNodes,
    resources: readonly string[],
    change: TagChange,
  ): void {
    const { fleet, facts } = this.simulation;
    const found = resources.map((resource) => this.nodeNamed(resource, action));
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

/** As EC2 has it: a machine that reboots, or does not come back from it, is running. One that was not launched is not there. */
const instanceStates: ReadonlyMap<number, InstanceSeen['state']> = new Map([
  [power.running, 'running'],
  [power.rebooting, 'running'],
  [power.lost, 'running'],
  [power.stopped, 'stopped'],
  [power.terminated, 'terminated'],
]);

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
