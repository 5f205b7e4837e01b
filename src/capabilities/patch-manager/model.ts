/** What AWS leaves open about patching: how long it takes, how often it fails, and what counts as exposed. */
import { type ModelSection, modelByGroup } from '../../capability/model.ts';
import { distribution, lognormal } from '../../fields/distribution-field.ts';
import { choice, listOf, once, text } from '../../fields/fields.ts';
import { share } from '../../fields/quantities.ts';
import { type Distribution, samplerOf } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface PatchingModel {
  readonly scan: Distribution;
  /** One patch that names no `install` of its own. */
  readonly install: Distribution;
  /** Share of installations of one patch that fail for no reason of the patch's. */
  readonly installFails: number;
  /** Of a patch whose own `fails` has hit the node, and which is not `sticky`. */
  readonly retry: 'succeeds' | 'drawnAnew';
  readonly rebootIfNeeded: 'anyInstalled' | 'required';
  readonly reportBeforeReboot: 'installed' | 'pendingReboot';
}

export const patchingModel: ModelSection<PatchingModel> = {
  name: 'patching',
  is: 'How long patching takes, and how often it fails',
  perNode: true,
  keys: once(() => ({
    scan: {
      field: distribution(),
      is: 'One scan',
      default: lognormal('30s', '15s'),
      reason: 'ASSUMPTION patching-durations: measure yours and put them here',
    },
    install: {
      field: distribution(),
      is: 'One patch that names no `install` of its own',
      default: lognormal('1m', '30s'),
      reason: 'one patch that names no `install` of its own; ASSUMPTION patching-durations',
    },
    installFails: {
      field: share(),
      is: 'Share of installations that fail for no reason of the patch',
      default: '0.2%',
      reason: 'an installation fails now and then for no reason of the patch: locks, disks, repositories',
    },
    retry: {
      field: choice('succeeds', 'drawnAnew'),
      is: 'What the next attempt does where a patch has failed by its own `fails` and is not `sticky`',
      words: { succeeds: 'It succeeds', drawnAnew: 'It fails with the same share, drawn anew' },
      default: 'succeeds',
      reason:
        'ASSUMPTION failed-patch-retry: the node was prepared meanwhile; what fails again by itself is `sticky`, or `drawnAnew`',
    },
    rebootIfNeeded: {
      field: choice('anyInstalled', 'required'),
      is: 'When RebootIfNeeded reboots',
      words: { anyInstalled: 'If any patch was installed', required: 'If a patch with `reboot: true` was' },
      default: 'anyInstalled',
      studyGuide: 'required',
      reason: 'AWS: RebootIfNeeded reboots if any patch was installed; the guides, if one requires it',
    },
    reportBeforeReboot: {
      field: choice('installed', 'pendingReboot'),
      is: 'What the report of an Install on Linux and macOS, uploaded before its reboot, says of what was just installed',
      words: { installed: 'INSTALLED', pendingReboot: 'INSTALLED_PENDING_REBOOT, until the next scan' },
      default: 'installed',
      reason:
        'ASSUMPTION report-before-reboot: code that AWS published reports INSTALLED, since the reboot is coming',
    },
  })),
};

/** How patching goes in each group, ready to be drawn from. */
export function patchingModels(scenario: Scenario) {
  return modelByGroup(scenario, patchingModel, ({ scan, install, ...others }) => ({
    scan: samplerOf(scan),
    install: samplerOf(install),
    ...others,
  }));
}
export type CompiledPatching = ReturnType<typeof patchingModels>[number];

export interface ExposureModel {
  readonly severities: readonly string[];
}

export const exposureModel: ModelSection<ExposureModel> = {
  name: 'exposure',
  is: 'What counts as exposed',
  perNode: false,
  keys: once(() => ({
    severities: {
      field: listOf(text('a severity')),
      is: 'Severities of the patches that exposure counts',
      default: ['Critical', 'Important'],
      reason: 'the severities that patch policies commonly single out',
    },
  })),
};
