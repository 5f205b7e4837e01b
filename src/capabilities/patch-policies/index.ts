/** Quick Setup patch policies: associations that scan and install, with baselines of their own. */
import { define } from '../../capability/capability.ts';
import { factSet } from '../../capability/facts.ts';
import { policyLint } from './lint/index.ts';
import { configurationManager } from './resources.ts';

export const patchPolicies = define({
  name: 'patch-policies',
  facts: factSet('patch-policies', {}),
  takesPart: () => false,
  resources: [configurationManager],
  meanings: {
    ConfigurationDefinitions:
      'What Quick Setup deploys; a patch policy has the type AWSQuickSetupType-PatchPolicy',
    'ConfigurationDefinitions[].id': 'The id that Quick Setup gave it',
    'ConfigurationDefinitions[].Type':
      'The type of what is deployed; only AWSQuickSetupType-PatchPolicy is simulated',
    LocalDeploymentAdministrationRoleArn: 'The role that deploys it in its own account',
    LocalDeploymentExecutionRoleName: 'The role that is assumed for it',
    TypeVersion: 'The version of the type',
  },
  lint: policyLint,
  start: () => ({}),
});
