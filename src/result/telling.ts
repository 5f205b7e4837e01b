/** One node for each of the most frequent causes: what it met, so that a cause is more than a word. */
import type { Verdict } from '../capabilities/patch-manager/approval.ts';
import type { ReportedCompliance } from '../capabilities/patch-manager/compliance-reports.ts';
import { isLacking } from '../capabilities/patch-manager/exposure.ts';
import { patchOperationOf } from '../capabilities/patch-manager/facts.ts';
import { isReplacedOnNode, verdictCode } from '../capabilities/patch-manager/verdicts.ts';
import type { CauseId } from '../capability/causes.ts';
import { type Moment, momentIn } from './moments.ts';
import type { RunOutcome } from './outcome.ts';

export interface TellingNode {
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

export function tellingNode(outcome: RunOutcome, node: number, cause: CauseId): TellingNode {
  const { simulation, nodes, patchManager, scenario } = outcome;
  const { fleet } = simulation;
  const group = fleet.groupOf(node);
  const subnet = group.subnet === null ? undefined : scenario.subnets.get(group.subnet);
  return {
    node: fleet.nameOf(node),
    cause,
    os: group.os,
    tags: fleet.tagsOf(node),
    subnet: subnet === undefined ? null : { ...subnet, endpoints: [...subnet.endpoints] },
    instanceProfile: nodes.access.profiles[fleet.profileOf(node)]?.name ?? null,
    activation: group.hybridActivation,
    agentVersion: group.agent.version,
    pingStatus: nodes.pingStatus(node),
    compliance: patchManager.reports.complianceOf(node),
    reboots: fleet.rebootCountOf(node),
    lastRun: lastRunOn(outcome, node),
    lacking: lackingPatch(outcome, node, cause),
  };
}

function lastRunOn(outcome: RunOutcome, node: number): LastRun | null {
  const { commands } = outcome.runCommand;
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

/** As the baseline stands at the end. Null: what it lacks concerns no baseline, or it only awaits a reboot. */
function lackingPatch(outcome: RunOutcome, node: number, cause: CauseId): LackingPatch | null {
  const { patchManager, scenario } = outcome;
  const { catalogue, cohort, flags, patchCount } = patchManager.stock.blockOf(node);
  const verdicts = patchManager.verdictTable.at(
    patchManager.baselines.of(node),
    catalogue,
    scenario.endMs - 1,
  );
  const base = (node - cohort.first) * patchCount;
  const places = catalogue.patches.map((_, place) => place).slice(0, verdicts.releasedCount);
  const lacking = places.filter(
    (place) =>
      isLacking(flags[base + place]!) &&
      !isReplacedOnNode(verdicts, flags, base, place) &&
      verdicts.codes[place] !== verdictCode.notSelected,
  );
  const wanted = { PATCH_REJECTED: verdictCode.rejected, BASELINE_NOT_APPROVED: verdictCode.delayed };
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
