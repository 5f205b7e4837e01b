/**
 * AWS-ConfigureAWSPackage: what Distributor performs, whichever capability sends it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html
 */
import type { DocumentSpec, ParameterRule, Parameters } from '../../cloudformation/document-spec.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export const configurePackage = 'AWS-ConfigureAWSPackage';

/** The agent's 2.3.274.0 is the first with Distributor: https://github.com/aws/amazon-ssm-agent/releases/tag/2.3.274.0 */
export const distributorSince = '2.3.274.0';

export type InstallationType = 'Uninstall and reinstall' | 'In-place update';

const usualTime: Distribution = { family: 'lognormal', mean: 120_000, sd: 60_000 };

/** The agent hands them to the scripts as environment variables. */
const jsonObject: ParameterRule = {
  pattern: /^(\s*|\s*\{[\s\S]*\}\s*)$/,
  expected: 'a JSON object such as {"SSM_REGION": "eu"}, or nothing',
};

export const distributorDocuments: readonly DocumentSpec[] = [
  {
    name: configurePackage,
    type: 'Command',
    usualTime,
    parameters: {
      action: { isRequired: true, isDecisive: true, allowed: ['Install', 'Uninstall'] },
      additionalArguments: jsonObject,
      installationType: { allowed: ['Uninstall and reinstall', 'In-place update'] },
      name: { isRequired: true, isDecisive: true },
      version: {},
    },
    run: {
      platforms: ['Linux', 'Windows'],
      minimumAgentVersion: distributorSince,
      executionTimeoutSeconds: 3600,
      timeoutParameter: null,
      isPerformed: () => true,
    },
  },
];

/** What a run is asked to do. */
export interface PackageRequest {
  readonly action: 'Install' | 'Uninstall';
  readonly installationType: InstallationType;
  readonly name: string;
  /** Null: the default version. */
  readonly version: string | null;
}

/**
 * `Uninstall and reinstall` unless the run says otherwise; an empty version is the default one. A package that another account
 * shares is named by its ARN.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html
 */
export function requestIn(parameters: Parameters): PackageRequest {
  const first = (name: string) => parameters[name]?.[0] ?? '';
  const version = first('version');
  return {
    action: first('action') === 'Uninstall' ? 'Uninstall' : 'Install',
    installationType:
      first('installationType') === 'In-place update' ? 'In-place update' : 'Uninstall and reinstall',
    name: documentName(first('name')),
    version: version === '' || version === 'latest' ? null : version,
  };
}
