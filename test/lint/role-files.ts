/** Roles, and what has them, for templates. */
export interface RoleParts {
  readonly services?: string;
  readonly policies?: string;
  readonly more?: string;
}

export const role = (
  name: string,
  { services = 'ec2.amazonaws.com', policies = '[]', more = '' }: RoleParts,
) => `  ${name}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ${services} }, Action: "sts:AssumeRole" }]
      ManagedPolicyArns: ${policies}
${more}`;

export const profile = `  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties: { Roles: [!Ref Nodes] }
`;

export const association = `  Scan:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-RunPatchBaseline
      Parameters: { Operation: [Scan] }
      Targets: [{ Key: "tag:Role", Values: [web] }]
`;

export const task = (type: string, role = 'ServiceRoleArn: !GetAtt Tasks.Arn') => `  Task:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: mw-1, TaskType: ${type}, TaskArn: AWS-RunPatchBaseline, ${role} }
`;

export const template = (...resources: readonly string[]) => `Resources:\n${resources.join('')}`;
export const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
export const nodes = (parts: RoleParts) => template(role('Nodes', parts), profile, association);
