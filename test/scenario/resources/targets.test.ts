/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-resourcegroups-group.html */
import { describe, expect, test } from 'vitest';
import { onlyError, readAction } from './reading.ts';

type Properties = Readonly<Record<string, unknown>>;

function groupOf(Query: unknown, properties: Properties = {}) {
  const Properties = { Name: 'nodes', ResourceQuery: { Type: 'TAG_FILTERS_1_0', Query }, ...properties };
  return { Nodes: { Type: 'AWS::ResourceGroups::Group', Properties } };
}

/** A command sent to the group: its targets, and what is said of it. */
function sentTo(resources: unknown, ...criteria: readonly object[]) {
  const Targets = [{ Key: 'resource-groups:Name', Values: ['nodes'] }, ...criteria];
  return readAction('SendCommand', { DocumentName: 'Known', Targets }, resources);
}

describe('AWS::ResourceGroups::Group', () => {
  test('the tags of a query must all hold; a tag without values may have any', () => {
    const TagFilters = [{ Key: 'Environment', Values: ['prod', 'test'] }, { Key: 'Owner' }];
    expect(sentTo(groupOf({ TagFilters }))).toMatchObject({
      problems: [],
      actions: [
        {
          made: {
            targets: [
              {
                key: 'resource-group',
                name: 'nodes',
                query: [
                  { tagKey: 'Environment', values: ['prod', 'test'] },
                  { tagKey: 'Owner', values: [] },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test('a group of EC2 instances only leaves hybrid nodes out', () => {
    const { actions } = sentTo(groupOf({ ResourceTypeFilters: ['AWS::EC2::Instance'] }));
    expect(actions[0]?.made).toMatchObject({
      targets: [
        { key: 'resource-group', query: [] },
        { key: 'resource-types', values: ['AWS::EC2::Instance'] },
      ],
    });
  });

  test('a group that holds no nodes is a warning', () => {
    const { problems } = sentTo(groupOf({ ResourceTypeFilters: ['AWS::S3::Bucket'] }));
    expect(problems).toMatchObject([{ severity: 'warning', code: 'no-node-type' }]);
  });

  test.each([
    ['no query', { ResourceQuery: undefined }],
    ['the query of a stack', { ResourceQuery: { Type: 'CLOUDFORMATION_STACK_1_0' } }],
  ])('a group with %s is not simulated', (_, properties) => {
    const read = readAction(
      'SendCommand',
      { DocumentName: 'Known', InstanceIds: ['web-0001'] },
      groupOf({}, properties),
    );
    expect(onlyError(read)).toMatchObject({ code: 'unsupported' });
  });
});

describe('resource groups as targets', () => {
  test.each([
    ['two groups', { Key: 'resource-groups:Name', Values: ['nodes', 'nodes'] }],
    [
      'six types',
      { Key: 'resource-groups:ResourceTypeFilters', Values: Array(6).fill('AWS::EC2::Instance') },
    ],
    [
      'a type that cannot be one',
      { Key: 'resource-groups:ResourceTypeFilters', Values: ['AWS::EC2::Instance', 'EC2'] },
    ],
  ])('AWS refuses %s', (_, criterion) => {
    expect(onlyError(sentTo(groupOf({}), criterion))).toMatchObject({ awsError: 'ValidationException' });
  });
});
