/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html */
import { describe, expect, test } from 'vitest';
import { messages } from '../../../lint/lint-text.ts';

describe('output-lost', () => {
  const task = (more: string) => `Parameters: { Bucket: { Type: String } }
Resources:
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: mw-0123456789abcdef0
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] }${more} } }
`;

  test.each([
    [', OutputS3BucketName: logs', 0],
    [', OutputS3BucketName: !Ref Bucket', 0],
    [', CloudWatchOutputConfig: { CloudWatchOutputEnabled: true }', 0],
    [', CloudWatchOutputConfig: { CloudWatchOutputEnabled: false }', 1],
    [', CloudWatchOutputConfig: { CloudWatchLogGroupName: patching }', 1],
    [', CloudWatchOutputConfig: { CloudWatchOutputEnabled: !Ref Logs }', 0],
    [', OutputS3BucketName: !Ref AWS::NoValue', 1],
    ['', 1],
  ])('with %j', (more, count) => {
    expect(messages('output-lost', task(more))).toHaveLength(count);
  });

  test('the first 24,000 characters are kept, for 30 days', () => {
    expect(messages('output-lost', task(''))).toEqual([
      expect.stringContaining('keeps only the first 24,000 characters of its output, for 30 days'),
    ]);
  });

  test('what a scan says is in the compliance data', () => {
    expect(messages('output-lost', task('').replace('Install]', 'Scan]'))).toEqual([]);
  });
});
