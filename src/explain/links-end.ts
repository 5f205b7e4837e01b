/** The last links: the reboot that puts patches into effect, and the report that tells of them. */
import { power } from '../world/node-records.ts';
import * as cli from './aws-cli.ts';
import type { Link, LinkState } from './explanation.ts';
import { linkOf } from './link.ts';
import { stateBehind } from './links-window.ts';
import type { Situation } from './situation.ts';
import { stepsAbout, stepsIn, stepsMax } from './steps.ts';
import { utc } from './words.ts';

export function rebootLink(situation: Situation): Link {
  const { outcome, node, attempt, journal } = situation;
  const { fleet } = outcome.simulation;
  const count = fleet.rebootCountOf(node);
  const option = attempt?.command?.request.parameters['RebootOption']?.[0] ?? 'RebootIfNeeded';
  const isOver = attempt?.kind === 'sent' && attempt.status === 'Success';
  const state: LinkState = isOver ? 'ok' : stateBehind(situation, 'reboot');
  return linkOf(situation, 'reboot', {
    state,
    found: [
      `${count === 0 ? 'no reboot' : count === 1 ? '1 reboot' : `${count} reboots`} in the run`,
      ...(attempt?.kind === 'sent' ? [`RebootOption ${option}`] : []),
      ...(fleet.powerOf(node) === power.lost ? ['it has not come back from its last reboot'] : []),
    ],
    details: stepsIn(journal, stepsAbout.reboot).slice(-stepsMax),
    console: 'Patch Manager, Compliance reporting: no patch Installed pending reboot',
    cli: fleet.powerOf(node) === power.lost ? cli.machine(situation) : cli.patchState(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html',
  });
}

export function reportLink(situation: Situation): Link {
  const { outcome, node, journal, isPatched } = situation;
  const { reports } = outcome.patchManager;
  const compliance = reports.complianceOf(node);
  const last = journal.findLast(({ event }) => event === 'patch-manager/compliance-reported');
  const counts = (
    ['INSTALLED', 'MISSING', 'FAILED', 'INSTALLED_PENDING_REBOOT', 'INSTALLED_REJECTED'] as const
  )
    .map((state) => `${state} ${reports.countOf(state, node)}`)
    .join(', ');
  const isSilent = compliance === 'UNSPECIFIED_DATA';
  return linkOf(situation, 'report', {
    state: isSilent ? 'not reached' : 'ok',
    found: isSilent
      ? ['it has never reported: UNSPECIFIED_DATA, which no filter for non-compliant nodes finds']
      : [
          `last reported: ${compliance} (${counts})`,
          last === undefined
            ? 'that report is from before the run'
            : `uploaded at ${utc(Date.parse(last.at))}`,
          ...(compliance === 'COMPLIANT' && !isPatched
            ? [
                'COMPLIANT, and not patched: a report is as old as its last scan, and what is not approved or not yet is not missing in it',
              ]
            : []),
          ...(compliance === 'NON_COMPLIANT' && isPatched
            ? ['NON_COMPLIANT, and patched: nothing has scanned it since']
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
  });
}
