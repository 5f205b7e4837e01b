/** What is on a node now, in the shape of each type of inventory. */

import type { Simulation } from '../../capability/simulation.ts';
import { softwareOn } from '../../capability/software.ts';
import type { FleetState } from '../../world/fleet-state.ts';
import { power } from '../../world/node-records.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import { installedPatchesView, reportsView } from '../patch-manager/facts.ts';
import { associationsView } from '../state-manager/facts.ts';
import type { Item } from './reports.ts';
import { instanceStatusOf } from './rules.ts';

const patchCounts = {
  InstalledCount: 'INSTALLED',
  InstalledOtherCount: 'INSTALLED_OTHER',
  InstalledPendingRebootCount: 'INSTALLED_PENDING_REBOOT',
  InstalledRejectedCount: 'INSTALLED_REJECTED',
  MissingCount: 'MISSING',
  FailedCount: 'FAILED',
} as const;

const agentName = 'amazon-ssm-agent';
const compliances = [null, 'COMPLIANT', 'NON_COMPLIANT'] as const;

/** A machine is there: launched, and not terminated. */
export function exists(fleet: FleetState, node: number): boolean {
  const state = fleet.powerOf(node);
  return state !== power.notLaunched && state !== power.terminated;
}

export class Truth {
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.nodes = simulation.views.of(nodesView);
  }

  /** Null: a run does not know what the type would say. */
  of(node: number, type: string): readonly Item[] | null {
    switch (type) {
      case 'AWS:Application':
        return this.applications(node);
      case 'AWS:AWSComponent':
        return [{ Name: agentName, Version: this.simulation.fleet.agentVersionOf(node) }];
      case 'AWS:WindowsUpdate':
        return this.windowsUpdates(node);
      case 'AWS:InstanceInformation':
        return this.instance(node);
      case 'AWS:Tag':
        return Object.entries(this.simulation.fleet.tagsOf(node)).map(([Key, Value]) => ({ Key, Value }));
      default:
        return null;
    }
  }

  /** What the service itself holds is as it is now, and its time that of what it is made from. Null: it holds nothing. */
  heldOf(node: number, type: string): { readonly items: readonly Item[]; readonly atMs: number } | null {
    const { fleet, kernel } = this.simulation;
    switch (type) {
      case 'AWS:InstanceInformation':
      case 'AWS:Tag':
        return fleet.isRegistered(node) ? { items: this.of(node, type)!, atMs: kernel.nowMs } : null;
      case 'AWS:PatchSummary':
      case 'AWS:PatchCompliance':
        return this.patches(node, type);
      case 'AWS:ComplianceItem':
        return this.held(this.compliance(node));
      case 'AWS:ComplianceSummary':
        return this.held(summaryOf(this.compliance(node)));
      default:
        return null;
    }
  }

  private held(items: readonly Item[]) {
    return items.length === 0 ? null : { items, atMs: this.simulation.kernel.nowMs };
  }

  private applications(node: number): readonly Item[] {
    return [...softwareOn(this.simulation, node)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([Name, Version]) => ({ Name, Version }));
  }

  private windowsUpdates(node: number): readonly Item[] {
    if (platformTypeOf(this.simulation.fleet.groupOf(node).os) !== 'Windows') return [];
    const { views } = this.simulation;
    return views
      .of(installedPatchesView)
      .installedOn(node)
      .map(({ id }) => ({ HotFixId: id }));
  }

  private instance(node: number): readonly Item[] {
    const { fleet, names } = this.simulation;
    const { os, hybridActivation } = fleet.groupOf(node);
    const state = fleet.powerOf(node);
    return [
      {
        AgentType: agentName,
        AgentVersion: fleet.agentVersionOf(node),
        ComputerName: fleet.nameOf(node),
        InstanceId: names.idOf(node),
        InstanceStatus: instanceStatusOf({
          isStopped: state === power.stopped,
          isTerminated: state === power.terminated,
          isOnline: this.nodes.pingStatus(node) === 'Online',
        }),
        PlatformName: os,
        PlatformType: platformTypeOf(os),
        ResourceType: hybridActivation === null ? 'EC2Instance' : 'ManagedInstance',
      },
    ];
  }

  private patches(node: number, type: string) {
    const reports = this.simulation.views.of(reportsView);
    const atMs = reports.uploadedMsOf(node);
    if (atMs === null) return null;
    const counts = Object.entries(patchCounts).map(([name, state]) => [
      name,
      String(reports.countOf(state, node)),
    ]);
    return { items: type === 'AWS:PatchSummary' ? [Object.fromEntries(counts)] : [], atMs };
  }

  private compliance(node: number): readonly Item[] {
    const { views } = this.simulation;
    const patch = views.of(reportsView).complianceOf(node);
    const ofPatches =
      patch === 'UNSPECIFIED_DATA'
        ? []
        : [{ ComplianceType: 'Patch', Id: 'Patch', Status: patch, Severity: 'UNSPECIFIED' }];
    const ofAssociations = views
      .of(associationsView)
      .associations.flatMap(({ id, bound, compliance, version }) => {
        const Status = bound[node] === 1 ? compliances[compliance[node]!] : null;
        const { severity: Severity } = version.definition;
        return Status == null ? [] : [{ ComplianceType: 'Association', Id: id, Status, Severity }];
      });
    return [...ofPatches, ...ofAssociations];
  }
}

/** One for each kind of compliance. */
function summaryOf(items: readonly Item[]): Item[] {
  return ['Patch', 'Association'].flatMap((ComplianceType) => {
    const own = items.filter((item) => item['ComplianceType'] === ComplianceType);
    const bad = own.filter(({ Status }) => Status === 'NON_COMPLIANT').length;
    const Status = bad > 0 ? 'NON_COMPLIANT' : 'COMPLIANT';
    const counts = { CompliantCount: String(own.length - bad), NonCompliantCount: String(bad) };
    return own.length === 0 ? [] : [{ ComplianceType, Status, ...counts }];
  });
}
