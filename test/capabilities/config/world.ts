/** A quiet world with a rule, its remediation and resources that a fault makes noncompliant. */
import type { Simulated } from '../../support/simulate.ts';
import { at, type Sections, simulate } from '../quiet-world.ts';

export const patchCheck = 'EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK';

export const rule = (id = 'Patched', identifier = patchCheck, more = '') =>
  `  ${id}: { Type: "AWS::Config::ConfigRule", Properties: { Source: { Owner: AWS, SourceIdentifier: ${identifier} }${more} } }\n`;

export const remediation = (more = '', id = 'Repair', target = 'Fix') =>
  `  ${id}: { Type: "AWS::Config::RemediationConfiguration", Properties: { ConfigRuleName: !Ref Patched, TargetType: SSM_DOCUMENT, TargetId: ${target},
    Automatic: true${more}, Parameters: { AutomationAssumeRole: { StaticValue: { Values: ["arn:aws:iam::123456789012:role/repair"] } },
      InstanceId: { ResourceValue: { Value: RESOURCE_ID } } } } }\n`;

/** All at one time. */
export function broken(count: number, clock = '1', more = ''): string {
  const one = (index: number) =>
    `{ id: break-${index}, at: ${at(clock)}, action: breakRule, rule: Patched, resource: { type: "AWS::SSM::PatchCompliance", id: web-${String(index).padStart(4, '0')} }${more} }`;
  return `[${Array.from({ length: count }, (_, index) => one(index + 1)).join(', ')}]`;
}

export interface Parts extends Sections {
  /** Of the runbook `Fix`. */
  readonly fix?: string;
}

export function remedied(
  properties: string,
  { fix = '{ run: 5s, fails: 100% }', ...sections }: Parts,
  set: string[] = [],
): Simulated {
  return simulate(
    {
      fleet: '{ web: { count: 10, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      resources: `\n${rule()}${remediation(properties)}`,
      end: at('3'),
      ...sections,
    },
    { set: [`model.documents.Fix=${fix}`, ...set] },
  );
}
