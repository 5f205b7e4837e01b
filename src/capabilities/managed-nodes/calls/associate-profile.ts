/** AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html */
import * as z from 'zod/mini';
import { type CallReading, call } from '../../../cloudformation/call-spec.ts';
import { instanceProfile } from '../../../cloudformation/world-resources/roles.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { map, text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';
import { refuseHybridNode } from './tags.ts';

/** What a group has whose profile is left out. */
const core = 'AmazonSSMManagedInstanceCore';

export const associateProfile = call({
  call: 'AssociateIamInstanceProfile',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html',
  is: 'Gives an EC2 instance that has none an instance profile',
  permission: 'ec2:AssociateIamInstanceProfile',
  /** The role in it: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permission-to-pass-iam-roles.html */
  passesRole: () => '',
  awsError: 'InvalidParameterValue',
  fields: () => ({
    IamInstanceProfile: map({
      Arn: z.optional(text('the ARN of an instance profile', { min: 1, max: 2048 })),
      Name: z.optional(text('the name of an instance profile', { min: 1, max: 256 })),
    }),
    InstanceId: text('an EC2 instance, such as web-0001'),
  }),
  refusals({ IamInstanceProfile: profile, InstanceId: id }, reading) {
    const { path, context } = reading;
    if (!(id instanceof Unknown)) {
      const help = 'a hybrid node has the role of its activation instead of an instance profile';
      refuseHybridNode(id, [...path, 'InstanceId'], context, {
        awsError: 'InvalidInstanceID.Malformed',
        help,
      });
    }
    if (profile instanceof Unknown) return;
    const { Arn, Name } = profile;
    const at = [...path, 'IamInstanceProfile'];
    if ((Arn === undefined) === (Name === undefined)) {
      const isMissing = Arn === undefined;
      const message = `expected either Name or Arn, found ${isMissing ? 'neither' : 'both'}`;
      const awsError = isMissing ? 'MissingParameter' : 'InvalidParameterCombination';
      context.error(at, isMissing ? 'missing-key' : 'contradiction', message, { awsError });
      return;
    }
    const key = Arn === undefined ? 'Name' : 'Arn';
    const given = Arn ?? Name;
    if (given === undefined || given instanceof Unknown) return;
    if (Arn !== undefined && profileOfArn(given) === null) {
      const message = 'expected an ARN, such as arn:aws:iam::123456789012:instance-profile/NAME';
      context.error([...at, key], 'bad-value', message, { awsError: 'InvalidParameterValue' });
    } else if (profileMeant(given, reading) === undefined) {
      const message = `expected a name under instanceProfiles, an AWS::IAM::InstanceProfile or ${core}, found ${describe(given)}`;
      const known = [...context.worldNames.instanceProfiles, ...names(reading), core];
      context.error([...at, key], 'unknown-reference', message, {
        awsError: 'InvalidParameterValue',
        help: suggestion(profileOfArn(given) ?? given, known),
      });
    }
  },
  build({ IamInstanceProfile: { Arn, Name }, InstanceId }, reading) {
    return { node: InstanceId, profile: profileMeant(Arn ?? Name ?? '', reading) ?? core };
  },
});

function profileOfArn(arn: string): string | null {
  return /^arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile\/(?:[^/]+\/)*([^/]+)$/.exec(arn)?.[1] ?? null;
}

/** As the scenario knows it: a name under `instanceProfiles`, or a logical id. */
function profileMeant(given: string, { context, references }: CallReading): string | undefined {
  const name = profileOfArn(given) ?? given;
  if (name === core || context.worldNames.instanceProfiles.includes(name)) return name;
  const declared = [...references.nouns(instanceProfile).values()];
  return declared.find((one) => one.name === name || one.profileName === name)?.name;
}

function names({ references }: CallReading): string[] {
  return [...references.nouns(instanceProfile).values()].map(({ name, profileName }) => profileName ?? name);
}
