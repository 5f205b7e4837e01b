/** What lint finds of packages. */
import type { LintSpec, Rule } from '../../../capability/lint-rule.ts';
import { checkPlatforms, checkReinstalls, checkUnknown, checkUpdateScripts } from './runs.ts';

const deploying =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html';

const rules: readonly Rule[] = [
  {
    id: 'package-unknown',
    place: 910,
    severity: 'error',
    finds: 'a run of AWS-ConfigureAWSPackage for a package or a version that does not exist',
    source: deploying,
    check: checkUnknown,
  },
  {
    id: 'package-platform-missing',
    place: 911,
    severity: 'error',
    finds:
      'a package without a file for the platform, the release or the architecture of nodes that are to get it',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor.html#what-is-a-package-platforms',
    check: checkPlatforms,
  },
  {
    id: 'update-script-missing',
    place: 912,
    severity: 'error',
    finds: 'an In-place update of a package without an update script, or of one that AWS publishes',
    source: deploying,
    check: checkUpdateScripts,
  },
  {
    id: 'package-reinstall-at-once',
    place: 913,
    severity: 'warning',
    finds: 'an upgrade by uninstall and reinstall that takes a package away from all of its nodes at once',
    source: deploying,
    check: checkReinstalls,
  },
];

export const packageLint: LintSpec = { rules };
