/** Types of Systems Manager that exist and have no part in a simulation: of those that have, the registry knows. */
export interface TypeProperties {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * Their properties, from the page of each.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SSM.html
 */
export const propertiesNotSimulated: Readonly<Record<string, TypeProperties>> = {
  'AWS::SSM::ResourcePolicy': { required: ['Policy', 'ResourceArn'], optional: [] },
};
