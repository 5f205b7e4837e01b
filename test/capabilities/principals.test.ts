/** Who makes calls of `actions`, and what AWS refuses of them. */
import { describe, expect, test } from 'vitest';
import { weighsResourceOf } from '../../src/aws/authorization.ts';
import { capabilities } from '../../src/capabilities/index.ts';
import { deniedCalls } from '../../src/capability/denied-calls.ts';
import { permissionOf } from '../../src/cloudformation/call-spec.ts';
import { notesOf } from '../../src/result/notes.ts';
import { found, lintText, messages } from '../lint/lint-text.ts';
import { errorsOf, printed, scenarioOf, warningsOf } from '../scenario/load-text.ts';
import { simulateYaml } from '../support/simulate.ts';

const head = `
start: 2025-01-01T00:00:00Z
end: 1d
account: { id: "111111111111" }
accounts: { europe: { id: "222222222222", region: eu-west-1 } }
fleet:
  web: { count: 3, os: AMAZON_LINUX_2, tags: { Role: web } }
  new: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none }
`;
const resources = `
resources:
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sts:AssumeRole" }] }
      Policies: [{ PolicyName: all, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }]
  Stop:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Content:
        schemaVersion: "0.3"
        assumeRole: "{{ AutomationAssumeRole }}"
        parameters: { InstanceId: { type: StringList }, AutomationAssumeRole: { type: String, default: "" } }
        mainSteps: [{ name: stop, action: "aws:changeInstanceState", inputs: { InstanceIds: "{{ InstanceId }}", DesiredState: stopped } }]
  Topic: { Type: AWS::SNS::Topic }
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Schedule: "cron(0 12 * * ? *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true } }
  Daily: { Type: AWS::SSM::Association, Properties: { Name: AWS-RunPatchBaseline, Targets: [{ Key: "tag:Role", Values: [web] }], ScheduleExpression: "rate(1 day)", Parameters: { Operation: [Scan] } } }
  Base: { Type: AWS::SSM::PatchBaseline, Properties: { Name: base, OperatingSystem: AMAZON_LINUX_2 } }
`;
const principal = (...actions: readonly string[]) =>
  `principals: { oncall: { statements: { Effect: Allow, Action: ${JSON.stringify(actions)} } } }\n`;
const act = (call: string, more = '', hour = '03') =>
  `actions:\n  - { id: act, at: 2025-01-01T${hour}:00:00Z, as: oncall${more}, ${call} }\n`;
const user = 'User: arn:aws:iam::111111111111:user/oncall is not authorized to perform:';

const none = (action: string) => `because no identity-based policy allows the ${action} action`;
const patching = (region: string) => `arn:aws:ssm:${region}::document/AWS-RunPatchBaseline`;
const send =
  'SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } }';
const stop = (more = '') =>
  `StartAutomationExecution: { DocumentName: !Ref Stop, Parameters: { InstanceId: [web-0001]${more} } }`;

const errorsBefore = (file: string) => [...deniedCalls(scenarioOf(file)).values()].map(({ error }) => error);

/** What a principal who may do these lacks for the call; null: nothing. */
function denied(call: string, ...allowed: readonly string[]): string | null {
  const file = head + resources + principal(...allowed) + act(call);
  return errorsBefore(file)[0] ?? null;
}

describe('a principal', () => {
  test('without the action of a call is refused when it makes it, and nothing changes', () => {
    const run = simulateYaml(head + principal('ssm:List*') + act(send));
    const error = `AccessDeniedException: ${user} ssm:SendCommand on resource: ${patching('us-east-1')} ${none('ssm:SendCommand')}`;
    expect(run.events('run-command/action-refused')).toMatchObject([
      { at: '2025-01-01T03:00:00.000Z', action: 'act', error },
    ]);
    expect(run.events('run-command/command-requested')).toEqual([]);
    expect(run.number('command.act.targets')).toBe(0);
    expect(notesOf(run.outcome)).toContainEqual({
      text: `act: AWS refuses SendCommand with ${error}; nothing has changed.`,
      page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html',
    });
  });

  test('is told once: a call that the view of its capability tells is no note', () => {
    const notes = (call: string) => notesOf(simulateYaml(head + principal('ssm:List*') + act(call)).outcome);
    expect(notes('StartSession: { Target: web-0001 }')).toEqual([]);
    expect(notes('GetParameter: { Name: a }')).toEqual([]);
    expect(notes(send)).toHaveLength(1);
  });

  test('with the action makes the call, as someone without a name does', () => {
    expect(simulateYaml(head + principal('ssm:send*') + act(send)).number('command.act.succeeded')).toBe(1);
    const nameless = act(send).replace(' as: oncall,', '');
    expect(simulateYaml(head + principal('ssm:List*') + nameless).number('command.act.succeeded')).toBe(1);
  });

  test('without policies may do nothing, and a Deny overrules what a managed policy allows', () => {
    const of = (policies: string) =>
      deniedCalls(scenarioOf(`${head}principals: { oncall: ${policies} }\n${act(send)}`)).size;
    expect(of('{ tags: { Team: ops } }')).toBe(1);
    expect(of('{ policies: [AmazonSSMFullAccess] }')).toBe(0);
    expect(of('{ policies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }')).toBe(0);
    const deny = 'statements: { Effect: Deny, Action: "ssm:SendCommand" }';
    expect(of(`{ policies: [AmazonSSMFullAccess], ${deny} }`)).toBe(1);
  });

  test('calls as a user of the account in which the call is made', () => {
    const file =
      head + principal('ssm:List*') + act(send, ', account: europe').replace('web-0001', 'web-0002');
    expect(errorsBefore(file)).toEqual([
      'AccessDeniedException: User: arn:aws:iam::222222222222:user/oncall is not authorized to perform: ssm:SendCommand on resource: arn:aws:ssm:eu-west-1::document/AWS-RunPatchBaseline because no identity-based policy allows the ssm:SendCommand action',
    ]);
  });

  test('that is not usable is refused with its place', () => {
    const named = (name: string) =>
      printed(`${head}principals: { oncall: {} }\n${act(send).replace('as: oncall', `as: ${name}`)}`);
    expect(named('oncal')).toContain('expected a name under principals, found "oncal"');
    expect(named('oncal')).toContain('help: did you mean oncall?');
    expect(errorsOf(`${head}principals: { "on call": {} }\n`)).toEqual(['9:15 bad-value']);
    expect(errorsOf(`${head}principals: { oncall: { policy: [a] } }\n`)).toEqual(['9:25 unknown-key']);
    expect(
      errorsOf(`${head}principals: { oncall: { statements: { Effect: Permit, Action: "*" } } }\n`),
    ).toEqual(['9:47 bad-value']);
    expect(warningsOf(`${head}principals: { oncall: { policies: [Nothing] } }\n`)).toEqual([
      '9:36 unknown-policy',
    ]);
    expect(printed(`${head}principal: { oncall: {} }\n`)).toContain('did you mean principals?');
  });

  test('does not inject events: that is no call of AWS', () => {
    const file = `${head}principals: { oncall: {} }\n${act('inject: { source: aws.ec2, detail-type: x, detail: {} }')}`;
    expect(printed(file)).toContain('actions[0].as: expected no principal: inject is no call of AWS');
  });
});

describe('the action of IAM', () => {
  test('is that of the service and the call, one for each call', () => {
    const specs = capabilities.flatMap(({ calls = [] }) => calls);
    const permissions = specs.map((spec) => [spec.call, permissionOf(spec)] as const);
    for (const [call, permission] of permissions.filter(([call]) => call !== 'inject'))
      expect(permission).toMatch(new RegExp(`^(ssm|ec2|events|config):${call}$`));
    const others = permissions.flatMap(([, one]) => (one === null || one.startsWith('ssm:') ? [] : [one]));
    expect(others.sort()).toEqual([
      'config:StartRemediationExecution',
      'ec2:AssociateIamInstanceProfile',
      'ec2:CreateTags',
      'ec2:CreateVpcEndpoint',
      'ec2:DeleteTags',
      'events:PutEvents',
    ]);
  });

  test('has its Resource weighed just where the call says what it is asked about', () => {
    for (const spec of capabilities.flatMap(({ calls = [] }) => calls)) {
      const permission = permissionOf(spec) ?? '';
      const asks = spec.open((typed) => typed.asks !== undefined);
      if (permission.startsWith('ssm:'))
        expect([permission, weighsResourceOf(permission)]).toEqual([permission, asks ? 'all' : 'none']);
    }
    expect(weighsResourceOf('ssm:GetDocument')).toBe('none');
  });

  test('of EC2 is refused as EC2 does: UnauthorizedOperation', () => {
    const tag = 'CreateTags: { Resources: [web-0001], Tags: [{ Key: a, Value: b }] }';
    expect(denied(tag, 'ssm:*')).toBe(
      `UnauthorizedOperation: ${user} ec2:CreateTags ${none('ec2:CreateTags')}`,
    );
    expect(denied(tag, 'ec2:CreateTags')).toBeNull();
  });

  const passing: readonly (readonly [string, string, string])[] = [
    [
      'an instance profile',
      'ec2:AssociateIamInstanceProfile',
      'AssociateIamInstanceProfile: { InstanceId: new-0001, IamInstanceProfile: { Name: AmazonSSMManagedInstanceCore } }',
    ],
    ['the role of an activation', 'ssm:CreateActivation', 'CreateActivation: { IamRole: Runner }'],
    [
      'the role of a runbook',
      'ssm:StartAutomationExecution',
      stop(', AutomationAssumeRole: [!GetAtt Runner.Arn]'),
    ],
    [
      'the role of notifications',
      'ssm:SendCommand',
      `${send.slice(0, -1)}, ServiceRoleArn: !GetAtt Runner.Arn, NotificationConfig: { NotificationArn: !Ref Topic } }`,
    ],
    [
      'the role of a task',
      'ssm:RegisterTaskWithMaintenanceWindow',
      'RegisterTaskWithMaintenanceWindow: { WindowId: !Ref Night, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, ServiceRoleArn: !GetAtt Runner.Arn, Targets: [{ Key: InstanceIds, Values: [web-0001] }], MaxConcurrency: "1", MaxErrors: "0", TaskInvocationParameters: { RunCommand: { Parameters: { Operation: [Scan] } } } }',
    ],
    [
      'the role of Default Host Management',
      'ssm:UpdateServiceSetting',
      'UpdateServiceSetting: { SettingId: /ssm/managed-instance/default-ec2-instance-management-role, SettingValue: service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole }',
    ],
  ];
  test.each(passing)('iam:PassRole is needed to hand on %s', (_, permission, call) => {
    expect(denied(call, permission)).toContain(`${user} iam:PassRole`);
    expect(denied(call, permission, 'iam:PassRole')).toBeNull();
  });

  test('iam:PassRole is not needed where no role is handed on', () => {
    expect(denied(stop(), 'ssm:StartAutomationExecution')).toBeNull();
    expect(denied(send, 'ssm:SendCommand')).toBeNull();
    expect(
      denied(
        'UpdateServiceSetting: { SettingId: /ssm/managed-instance/activation-tier, SettingValue: advanced }',
        'ssm:UpdateServiceSetting',
      ),
    ).toBeNull();
  });
});

describe('a refused call', () => {
  const refused = (call: string) => simulateYaml(head + resources + principal('ssm:List*') + act(call));

  test('of a window leaves it as it was', () => {
    const run = refused('UpdateMaintenanceWindow: { WindowId: !Ref Night, Enabled: false }');
    expect(run.events('maintenance-windows/action-refused')).toHaveLength(1);
    expect(run.events('maintenance-windows/window-opened')).toHaveLength(1);
    expect(run.events('maintenance-windows/window-changed')).toEqual([]);
  });

  test('of an association makes none, and leaves those that are', () => {
    const made = refused(
      'CreateAssociation: { Name: AWS-RunPatchBaseline, Targets: [{ Key: "tag:Role", Values: [web] }], Parameters: { Operation: [Scan] } }',
    );
    expect(made.events('state-manager/association-created')).toEqual([]);
    expect(made.number('association.act.targets')).toBe(0);
    const changed = refused(
      'UpdateAssociation: { AssociationId: !Ref Daily, ScheduleExpression: "rate(30 minutes)" }',
    );
    expect(changed.events('state-manager/association-updated')).toEqual([]);
  });

  test('on events, remediations, profiles and baselines has no effect', () => {
    for (const [call, event] of [
      [
        'PutEvents: { Entries: [{ Source: com.example, DetailType: x, Detail: "{}" }] }',
        'event-bridge/action-refused',
      ],
      [
        'AssociateIamInstanceProfile: { InstanceId: new-0001, IamInstanceProfile: { Name: AmazonSSMManagedInstanceCore } }',
        'managed-nodes/action-refused',
      ],
      ['RegisterDefaultPatchBaseline: { BaselineId: !Ref Base }', 'patch-manager/action-refused'],
      [stop(), 'automation/action-refused'],
    ] as const) {
      const run = refused(call);
      expect([call, run.events(event).length]).toEqual([call, 1]);
    }
    expect(refused(stop()).result.automations).toEqual([]);
  });

  test('is found by lint before the run, in the same words', () => {
    const file = head + resources + principal('ssm:List*') + act(send);
    expect(messages('call-not-allowed', file)).toEqual([
      `error: AWS will refuse SendCommand with AccessDeniedException: ${user} ssm:SendCommand on resource: ${patching('us-east-1')} ${none('ssm:SendCommand')}`,
    ]);
    expect(found(file, 'call-not-allowed')).toEqual(['31:46 call-not-allowed']);
    expect(found(head + resources + principal('ssm:*') + act(send), 'call-not-allowed')).toEqual([]);
  });
});

describe('an execution that a principal starts', () => {
  const started = (allowed: readonly string[], more = '') =>
    simulateYaml(head + resources + principal('ssm:StartAutomationExecution', ...allowed) + act(stop(more)));

  test('calls in the name of the principal where the runbook has no role', () => {
    const run = started([]);
    expect(run.result.automations).toMatchObject([{ status: 'Failed' }]);
    const failure = run.events('automation/step-finished').find(({ status }) => status === 'Failed')?.[
      'failure'
    ];
    expect(failure).toContain(`UnauthorizedOperation: ${user} ec2:StopInstances`);
    expect(started(['ec2:*']).result.automations).toMatchObject([{ status: 'Success' }]);
  });

  test('calls in the name of its role, which the principal may pass', () => {
    const role = ', AutomationAssumeRole: [!GetAtt Runner.Arn]';
    expect(started(['iam:PassRole'], role).result.automations).toMatchObject([{ status: 'Success' }]);
    expect(started([], role).events('automation/action-refused')).toMatchObject([
      {
        error: `AccessDeniedException: ${user} iam:PassRole on resource: arn:aws:iam::111111111111:role/Runner ${none('iam:PassRole')}`,
      },
    ]);
  });
});

test('lint says from when on a call attaches the profile that a group lacks, unless AWS refuses the call', () => {
  const attach =
    'AssociateIamInstanceProfile: { InstanceId: new-0001, IamInstanceProfile: { Name: AmazonSSMManagedInstanceCore } }';
  const of = (...actions: readonly string[]) =>
    messages('profile-lacks-ssm', head + principal(...actions) + act(attach));
  const lacking = 'the group new has no instance profile: its nodes cannot be managed nodes';
  expect(of('ec2:AssociateIamInstanceProfile', 'iam:PassRole')).toEqual([
    `note: ${lacking} until AssociateIamInstanceProfile gives them one: 1 of 1, the first at 2025-01-01 03:00:00 UTC`,
  ]);
  expect(of('ec2:AssociateIamInstanceProfile')).toEqual([`warning: ${lacking}`]);
});

describe('a policy with Resource and tags', () => {
  const statements = `statements: [{ Effect: Allow, Action: "ssm:SendCommand", Resource: "arn:aws:ssm:*:*:document/*" }, { Sid: OnlyWeb, Effect: Allow, Action: "ssm:SendCommand", Resource: "arn:aws:ec2:*:*:instance/*", Condition: { StringEquals: { "ssm:resourceTag/Role": web } } }]`;
  const file = (call: string, more = '') =>
    `${head}principals: { oncall: { ${statements}${more} } }\n${act(call)}`;
  const toNew = send.replace('web-0001', 'new-0001');

  test('allows a command to nodes with the tag, and no others', () => {
    expect(warningsOf(file(send))).toEqual([]);
    expect(simulateYaml(file(send)).number('command.act.succeeded')).toBe(1);
    const refusal =
      /is not authorized to perform: ssm:SendCommand on resource: arn:aws:ec2:us-east-1:111111111111:instance\/i-[0-9a-f]{17} because no identity-based/;
    expect(errorsBefore(file(toNew))).toEqual([expect.stringMatching(refusal)]);
    expect(simulateYaml(file(toNew)).events('run-command/action-refused')).toMatchObject([
      { error: expect.stringMatching(refusal) },
    ]);
  });

  test('is asked for every node that targets mean', () => {
    const all = send.replace('InstanceIds: [web-0001]', 'Targets: [{ Key: "tag:Role", Values: [web] }]');
    expect(simulateYaml(file(all)).number('command.act.targets')).toBe(3);
    const hybrid = all.replace('tag:Role", Values: [web]', 'tag-key", Values: [Role]');
    expect(deniedCalls(scenarioOf(file(hybrid))).size).toBe(0);
  });

  test('names the statement that denies', () => {
    const deny = `, sessionPolicy: [{ Effect: Allow, Action: "*" }, { Sid: NotWeb, Effect: Deny, Action: "ssm:*", Resource: "*", Condition: { StringLike: { "ssm:resourceTag/Role": "w*" } } }]`;
    expect(lintText(file(send, deny)).findings.map(({ help }) => help)).toContain(
      'principals.oncall.sessionPolicy.1 (NotWeb) denies it: change it, or make the call as another principal',
    );
    const text = notesOf(simulateYaml(file(send, deny)).outcome).map((note) => note.text);
    expect(text.join(' ')).toContain(
      'with an explicit deny in a session policy; nothing has changed. The statement that denies it: principals.oncall.sessionPolicy.1 (NotWeb).',
    );
  });

  test('is mended in the session policy where that allows too little', () => {
    const narrow = ', sessionPolicy: [{ Effect: Allow, Action: "ssm:List*" }]';
    expect(lintText(file(send, narrow)).findings.map(({ help }) => help)).toContain(
      'add a statement to principals.oncall.sessionPolicy that allows it',
    );
  });

  test('is weighed with the tags of the moment, of which lint knows nothing', () => {
    const tagged = file(toNew).replace(
      'actions:\n',
      'actions:\n  - { id: tag, at: 2025-01-01T02:00:00Z, CreateTags: { Resources: [new-0001], Tags: [{ Key: Role, Value: web }] } }\n',
    );
    expect(deniedCalls(scenarioOf(tagged)).size).toBe(0);
    expect(simulateYaml(tagged).events('run-command/action-refused')).toEqual([]);
    const late = tagged.replace('T02:00:00Z', 'T04:00:00Z');
    expect(simulateYaml(late).events('run-command/action-refused')).toHaveLength(1);
  });
});
