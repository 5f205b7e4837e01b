/** One node for each of the most frequent causes: what it met, so that a cause is more than a word. */

import type { Moment } from '../../blocks/times.ts';
import type { CauseId } from '../../capability/causes.ts';
import { momentIn } from '../../capability/moments.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { reachesRepositories } from '../../world/network.ts';
import { nodesView } from '../managed-nodes/facts.ts';
import { commandsView } from '../run-command/facts.ts';
import type { Verdict } from './approval.ts';
import type { ReportedCompliance } from './compliance-reports.ts';
import { isLacking } from './exposure.ts';
import type { PatchManager } from './machine.ts';
import { patchOperationOf } from './rules.ts';
import { isReplacedOnNode, verdictCode } from './verdicts.ts';

export interface ExampleNode {
  readonly node: string;
  readonly cause: CauseId;
  readonly os: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Null: an open network. */
  readonly subnet: {
    readonly name: string;
    readonly route: string;
    readonly endpoints: readonly string[];
    readonly egress: string;
    readonly repositories: string;
  } | null;
  readonly instanceProfile: string | null;
  readonly activation: string | null;
  readonly agentVersion: string;
  readonly pingStatus: 'Online' | 'ConnectionLost' | null;
  readonly compliance: ReportedCompliance;
  readonly reboots: number;
  /** The last AWS-RunPatchBaseline that meant it: an Install if there was one, else a Scan. */
  readonly lastRun: LastRun | null;
  /** A patch that it lacks; the one the cause is about where there is one. */
  readonly lacking: LackingPatch | null;
}

export interface LastRun {
  readonly operation: 'Install' | 'Scan';
  /** `task Install`, `command monday-by-hand`. */
  readonly sender: string;
  readonly status: string;
  readonly exitCode: number;
  /** Null: it was never sent to. */
  readonly sent: Moment | null;
  readonly ended: Moment | null;
}

export interface LackingPatch {
  readonly id: string;
  readonly verdict: Verdict;
  readonly released: Moment;
  readonly approvedFrom: Moment | null;
}

export function exampleOf(
  patches: PatchManager,
  simulation: Simulation,
  node: number,
  cause: CauseId,
): ExampleNode {
  const { fleet, scenario, views } = simulation;
  const nodes = views.of(nodesView);
  const group = fleet.groupOf(node);
  const subnet = group.subnet === null ? undefined : scenario.subnets.get(group.subnet);
  return {
    node: fleet.nameOf(node),
    cause,
    os: group.os,
    tags: fleet.tagsOf(node),
    subnet:
      subnet === undefined
        ? null
        : {
            ...subnet,
            endpoints: [...subnet.endpoints],
            repositories: reachesRepositories(subnet, group.os) ? 'reachable' : 'unreachable',
          },
    instanceProfile: nodes.profileOf(node)?.name ?? null,
    activation: group.hybridActivation,
    agentVersion: fleet.agentVersionOf(node),
    pingStatus: nodes.pingStatus(node),
    compliance: patches.reports.complianceOf(node),
    reboots: fleet.rebootCountOf(node),
    lastRun: lastRunOn(simulation, node),
    lacking: lackingPatch(patches, simulation, node, cause),
  };
}

function lastRunOn({ views }: Simulation, node: number): LastRun | null {
  const { commands } = views.of(commandsView);
  const find = (operation: LastRun['operation']) =>
    commands.findLast(
      (one) => patchOperationOf(one.request.source) === operation && one.positionOf(node) >= 0,
    );
  const command = find('Install') ?? find('Scan');
  if (command === undefined) return null;
  const { source } = command.request;
  const position = command.positionOf(node);
  const moment = (atMs: number) => (atMs === 0 ? null : momentIn(source.timezone, atMs));
  return {
    operation: patchOperationOf(source) ?? 'Scan',
    sender: `${source.kind} ${source.id}`,
    status: command.statusOf(position),
    exitCode: command.exitCodes[position]!,
    sent: moment(command.sentMs[position]!),
    ended: moment(command.endedMs[position]!),
  };
}

/** As the baseline is at the end. Null: what it lacks concerns no baseline, or it only awaits a reboot. */
function lackingPatch(
  patches: PatchManager,
  { scenario }: Simulation,
  node: number,
  cause: CauseId,
): LackingPatch | null {
  const { catalogue, cohort, flags, patchCount } = patches.stock.blockOf(node);
  const verdicts = patches.approvals.at(node, scenario.endMs - 1);
  const base = (node - cohort.first) * patchCount;
  const places = catalogue.patches.map((_, place) => place).slice(0, verdicts.releasedCount);
  const lacking = places.filter(
    (place) =>
      isLacking(flags[base + place]!) &&
      !isReplacedOnNode(verdicts, flags, base, place) &&
      verdicts.counts[place] === 1,
  );
  const wanted = {
    PATCH_REJECTED: verdictCode.rejected,
    BASELINE_NOT_APPROVED: verdictCode.delayed,
    BASELINE_DOES_NOT_SELECT: verdictCode.notSelected,
  };
  const code = wanted[cause as keyof typeof wanted] ?? verdictCode.approved;
  const place = lacking.find((one) => verdicts.codes[one] === code) ?? lacking[0];
  if (place === undefined) return null;
  const { verdict, approvedAtMs } = verdicts.judgements[place]!;
  return {
    id: catalogue.patches[place]!.id,
    verdict,
    released: momentIn('UTC', catalogue.patches[place]!.releasedMs),
    approvedFrom: approvedAtMs === null ? null : momentIn('UTC', approvedAtMs),
  };
}
