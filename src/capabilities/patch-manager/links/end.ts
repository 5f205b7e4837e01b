/** The last links: the reboot that puts patches into effect, and the report that tells of them. */
import * as cli from '../../../aws/cli.ts';
import type { Attempt } from '../../../capability/attempts.ts';
import {
  type LinkFound,
  type LinkSpec,
  type LinkState,
  lastSteps,
  stateBehind,
} from '../../../capability/links.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import type { Situation } from '../../../capability/situation.ts';
import { power } from '../../../world/node-records.ts';
import { utc } from '../../../world/time.ts';
import { commandOf } from '../../run-command/facts.ts';
import { patchManagerView } from '../machine.ts';
import { overrideWords } from '../override-words.ts';

export const endLinks: readonly LinkSpec[] = [
  { name: 'reboot', title: 'Reboot', stage: 'reboot', place: 10, tell: rebootLink },
  { name: 'report', title: 'Report', stage: 'reboot', place: 20, isAlwaysTold: true, tell: reportLink },
];

export function rebootOptionOf(simulation: Simulation, attempt: Attempt | null): string | undefined {
  return commandOf(simulation, attempt)?.request.parameters['RebootOption']?.[0];
}

function rebootLink(situation: Situation): LinkFound {
  const { simulation, node, attempt } = situation;
  const { fleet } = simulation;
  const count = fleet.rebootCountOf(node);
  const option = rebootOptionOf(simulation, attempt) ?? 'RebootIfNeeded';
  const isOver = attempt?.kind === 'sent' && attempt.status === 'Success';
  const state: LinkState = isOver ? 'ok' : stateBehind(situation, 'reboot');
  return {
    state,
    found: [
      `${count === 0 ? 'no reboot' : count === 1 ? '1 reboot' : `${count} reboots`} in the run`,
      ...(attempt?.kind === 'sent' ? [`RebootOption ${option}`] : []),
      ...(fleet.powerOf(node) === power.lost ? ['it has not come back from its last reboot'] : []),
    ],
    details: lastSteps(situation, 'reboot'),
    console: 'Patch Manager, Compliance reporting: no patch Installed pending reboot',
    cli: fleet.powerOf(node) === power.lost ? cli.machine(situation) : cli.patchState(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html',
  };
}

function reportLink(situation: Situation): LinkFound {
  const { simulation, node, journal, isPatched } = situation;
  const { reports } = simulation.views.of(patchManagerView);
  const compliance = reports.complianceOf(node);
  const last = journal.findLast(({ event }) => event === 'patch-manager/compliance-reported');
  const counts = (
    ['INSTALLED', 'MISSING', 'FAILED', 'INSTALLED_PENDING_REBOOT', 'INSTALLED_REJECTED'] as const
  )
    .map((state) => `${state} ${reports.countOf(state, node)}`)
    .join(', ');
  const isSilent = compliance === 'UNSPECIFIED_DATA';
  return {
    state: isSilent ? 'not reached' : 'ok',
    found: isSilent
      ? [
          'it has never reported: UNSPECIFIED_DATA, which a filter for non-compliant nodes does not find',
          ...notUploadedWords(situation),
        ]
      : [
          `last reported: ${compliance} (${counts})`,
          last === undefined
            ? 'that report is from before the run'
            : `uploaded at ${utc(Date.parse(last.at))}`,
          ...notUploadedWords(situation),
          ...(compliance === 'COMPLIANT' && !isPatched
            ? [
                'COMPLIANT, but not up to date: a report is as old as the last scan, and a patch that is not approved does not count as missing',
              ]
            : []),
          ...(compliance === 'NON_COMPLIANT' && isPatched
            ? ['NON_COMPLIANT, but up to date: no scan has run since then']
            : []),
        ],
    console: `Patch Manager, Compliance reporting: ${
      { COMPLIANT: 'Compliant', NON_COMPLIANT: 'Non-compliant', UNSPECIFIED_DATA: 'the node is missing' }[
        compliance
      ]
    }`,
    cli:
      reports.countOf('MISSING', node) + reports.countOf('FAILED', node) > 0
        ? cli.patches(situation, ['Missing', 'Failed'])
        : cli.patchState(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-data-overwrites.html',
  };
}

/** Why the report is older than the last run. */
function notUploadedWords({ simulation, node }: Situation): string[] {
  const run = simulation.views.of(patchManagerView).reports.unreported.get(node);
  return run === undefined ? [] : [`since then ${overrideWords(run)}`];
}
