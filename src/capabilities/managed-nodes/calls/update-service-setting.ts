/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html */
import { trusts } from '../../../aws/iam.ts';
import { type CallReading, call } from '../../../cloudformation/call-spec.ts';
import { iamRole } from '../../../cloudformation/world-resources/roles.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { InstanceProfile, Role } from '../../../world/identity.ts';
import { accountNamed, type InstanceTier } from '../../../world/scenario.ts';
import { defaultHostManagementProfile } from '../rules-credentials.ts';

const tierSetting = '/ssm/managed-instance/activation-tier';
const roleSetting = '/ssm/managed-instance/default-ec2-instance-management-role';

/** Of capabilities that no answer depends on yet. */
const otherSettings = [
  '/ssm/appmanager/appmanager-enabled',
  '/ssm/automation/customer-script-log-destination',
  '/ssm/automation/customer-script-log-group-name',
  '/ssm/automation/enable-adaptive-concurrency',
  '/ssm/documents/console/public-sharing-permission',
];

export type SettingChange =
  | { readonly of: 'capability'; readonly setting: string; readonly value: string }
  | { readonly of: 'tier'; readonly tier: InstanceTier }
  | { readonly of: 'host management'; readonly role: InstanceProfile };

export const updateServiceSetting = call({
  call: 'UpdateServiceSetting',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html',
  is: 'Changes a setting of Systems Manager in the account and Region',
  fields: () => ({
    SettingId: text(`a service setting, such as ${tierSetting}, or its ARN`, { min: 1, max: 1000 }),
    SettingValue: text('the new value', { min: 1, max: 4096 }),
  }),
  refusals({ SettingId, SettingValue: value }, reading) {
    if (SettingId instanceof Unknown) return;
    const { path, context, references } = reading;
    const setting = settingNamed(SettingId, reading);
    const ofCapability = references.serviceSettings.find(({ id }) => id === setting);
    const settings = [
      tierSetting,
      roleSetting,
      ...references.serviceSettings.map(({ id }) => id),
      ...otherSettings,
    ];
    if (!settings.includes(setting)) {
      const message = `expected a service setting of this account and Region, such as ${tierSetting}, found ${describe(SettingId)}`;
      const help = suggestion(setting, settings);
      return context.error([...path, 'SettingId'], 'unknown-setting', message, {
        awsError: 'ServiceSettingNotFound',
        help,
      });
    }
    if (otherSettings.includes(setting)) {
      const { message, options } = notSimulated({
        name: `the service setting ${setting}`,
        touches: 'no answer depends on it',
        instead: 'nothing: it may stay in the file',
      });
      return context.warning([...path, 'SettingId'], 'no-effect', message, options);
    }
    if (value instanceof Unknown) return;
    const at = [...path, 'SettingValue'];
    const values = setting === tierSetting ? ['standard', 'advanced'] : ofCapability?.values;
    if (values?.includes(value) === false) {
      const message = `expected ${values.join(' or ')}, found ${describe(value)}`;
      const help = suggestion(value, values);
      context.error(at, 'bad-value', message, { awsError: 'ValidationException', help });
    }
    if (setting === roleSetting) refuseRole(value, at, reading);
  },
  build({ SettingId, SettingValue: value }, reading): SettingChange | undefined {
    const setting = settingNamed(SettingId, reading);
    if (setting === tierSetting) return { of: 'tier', tier: value === 'advanced' ? 'advanced' : 'standard' };
    const isOfCapability = reading.references.serviceSettings.some(({ id }) => id === setting);
    if (isOfCapability) return { of: 'capability', setting, value };
    if (setting !== roleSetting) return undefined;
    const role = roleNamed(value, reading);
    if (role === undefined) return { of: 'host management', role: defaultHostManagementProfile };
    const { roleName, managedPolicies, statements } = role;
    return { of: 'host management', role: { name: roleName, managedPolicies, statements } };
  },
  passesRole: (change) => (change.of === 'host management' ? change.role.name : null),
});

/** An ARN of another account or Region stays as it is: there is no such setting here. */
function settingNamed(id: string, { id: action, context }: CallReading): string {
  const { id: account, region } = accountNamed(context, context.accountOf(action));
  const [, where, setting] =
    /^arn:aws[a-z-]*:ssm:([a-z0-9-]+:[0-9]{12}):servicesetting(\/.+)$/.exec(id) ?? [];
  return setting !== undefined && where === `${region}:${account}` ? setting : id;
}

/** `service-role/NAME`, or `NAME`. */
function roleNamed(value: string, { references }: CallReading): Role | undefined {
  const name = value.split('/').at(-1);
  return [...references.nouns(iamRole).values()].find((one) => one.roleName === name);
}

/**
 * The role that AWS makes in the console, or one of the file that Systems Manager may assume.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
function refuseRole(value: string, at: CallReading['path'], reading: CallReading): void {
  const { context, references } = reading;
  const role = roleNamed(value, reading);
  const awsError = 'ValidationException';
  if (role === undefined && value.split('/').at(-1) !== defaultHostManagementProfile.name) {
    const known = [...references.nouns(iamRole).values()].map(({ roleName }) => roleName);
    const message = `expected the name of a role, such as service-role/${defaultHostManagementProfile.name}, found ${describe(value)}`;
    const help = suggestion(value, [...known, defaultHostManagementProfile.name]);
    context.error(at, 'unknown-role', message, { awsError, help });
  } else if (role !== undefined && !trusts(role, 'ssm.amazonaws.com')) {
    const message = `expected a role that ssm.amazonaws.com may assume; the trust policy of ${role.logicalId} does not allow it`;
    context.error(at, 'untrusted-role', message, { awsError });
  }
}
