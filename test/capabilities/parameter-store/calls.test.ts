import { expect, test } from 'vitest';
import { loadYaml, simulateYaml } from '../../support/simulate.ts';

const head = `
start: 2026-03-01T00:00:00Z
end: 1d
fleet:
  web: { count: 1, os: AMAZON_LINUX_2023 }
`;

const calls = (yaml: string) => simulateYaml(`${head}${yaml}`).result.parameterCalls;

test('a version begins at 1, and a read names one by its number or label', () => {
  const told = calls(`
actions:
  - { id: a, at: 2026-03-01T01:00:00Z, PutParameter: { Name: /app/url, Value: one, Type: String } }
  - { id: b, at: 2026-03-01T01:01:00Z, PutParameter: { Name: /app/url, Value: two, Overwrite: true } }
  - { id: c, at: 2026-03-01T01:02:00Z, LabelParameterVersion: { Name: /app/url, ParameterVersion: 1, Labels: [live, 1st] } }
  - { id: d, at: 2026-03-01T01:03:00Z, GetParameter: { Name: "/app/url:live" } }
  - { id: e, at: 2026-03-01T01:04:00Z, GetParameter: { Name: /app/url } }
  - { id: f, at: 2026-03-01T01:05:00Z, GetParameter: { Name: "/app/url:7" } }
  - { id: g, at: 2026-03-01T01:06:00Z, GetParameters: { Names: [/app/url, /app/none] } }
  - { id: h, at: 2026-03-01T01:07:00Z, GetParameterHistory: { Name: /app/url } }
  - { id: i, at: 2026-03-01T01:08:00Z, GetParametersByPath: { Path: / , Recursive: true } }
  - { id: j, at: 2026-03-01T01:09:00Z, DeleteParameter: { Name: /app/url } }
  - { id: k, at: 2026-03-01T01:10:00Z, GetParameter: { Name: /app/url } }
  - { id: l, at: 2026-03-01T01:11:00Z, GetParameter: { Name: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } }
`);
  const of = (id: string) => told.find((one) => one.id === id)!;
  expect(of('a').parameters).toEqual([{ name: '/app/url', version: 1, type: 'String' }]);
  expect(of('b').parameters[0]!.version).toBe(2);
  expect(of('c').invalid).toEqual(['1st']);
  expect(of('d').parameters[0]!.version).toBe(1);
  expect(of('e').parameters[0]!.version).toBe(2);
  expect(of('f').status).toBe('ParameterVersionNotFound');
  expect(of('g')).toMatchObject({ status: 'Success', invalid: ['/app/none'] });
  expect(of('h').parameters.map(({ version }) => version)).toEqual([1, 2]);
  expect(of('i').parameters).toHaveLength(1);
  expect(of('j').status).toBe('Success');
  expect(of('k').status).toBe('ParameterNotFound');
  expect(of('l').status).toBe('Success');
});

test('DescribeParameters lists what its filters let through, by its own right, and no value', () => {
  const filter = (key: string, value: string, option = '') =>
    `ParameterFilters: [{ Key: "${key}", Values: ["${value}"]${option && `, Option: ${option}`} }]`;
  // One a minute: AWS takes three a second.
  const lists = [
    ['all', ''],
    ['type', filter('Type', 'StringList')],
    ['level', filter('Path', '/app')],
    ['deep', filter('Path', '/app', 'Recursive')],
    ['name', filter('Name', 'pass', 'Contains')],
    ['tag', filter('tag:Env', 'prod')],
    ['key', filter('KeyId', 'alias/aws/ssm')],
    ['old', 'Filters: [{ Key: Name, Values: [/app/url] }]'],
    ['none', '', ', as: reader'],
    ['star', '', ', as: lister'],
  ]
    .map(
      ([id, more, as = ''], index) =>
        `  - { id: ${id}, at: 2026-03-01T01:1${index}:00Z${as}, DescribeParameters: { ${more} } }`,
    )
    .join('\n');
  const told = calls(`
resources:
  A: { Type: AWS::SSM::Parameter, Properties: { Name: /app/url, Type: String, Value: v, Tags: { Env: prod } } }
  B: { Type: AWS::SSM::Parameter, Properties: { Name: /app/db/hosts, Type: StringList, Value: "a,b" } }
  C: { Type: AWS::SSM::Parameter, Properties: { Name: /app/db/password, Type: SecureString, Value: v } }
principals:
  reader: { statements: [{ Effect: Allow, Action: "ssm:DescribeParameters", Resource: "arn:aws:ssm:*:*:parameter/app/*" }] }
  lister: { statements: [{ Effect: Allow, Action: "ssm:DescribeParameters", Resource: "*" }] }
actions:
${lists}
  - { id: path, at: 2026-03-01T01:00:00Z, GetParametersByPath: { Path: /app, Recursive: true, ${filter('Type', 'String')} } }
`);
  const of = (id: string) => told.find((one) => one.id === id)!;
  expect(of('all').parameters).toEqual([
    { name: '/app/db/hosts', version: 1, type: 'StringList' },
    { name: '/app/db/password', version: 1, type: 'SecureString' },
    { name: '/app/url', version: 1, type: 'String' },
  ]);
  const names = (id: string) => of(id).parameters.map(({ name }) => name);
  expect(names('type')).toEqual(['/app/db/hosts']);
  expect(names('level')).toEqual(['/app/url']);
  expect(names('deep')).toHaveLength(3);
  expect(names('name')).toEqual(['/app/db/password']);
  expect(names('tag')).toEqual(['/app/url']);
  expect(names('key')).toEqual(['/app/db/password']);
  expect(names('old')).toEqual(['/app/url']);
  expect(of('none').status).toBe('AccessDeniedException');
  expect(of('star').status).toBe('Success');
  expect(names('path')).toEqual(['/app/url']);
});

test('UnlabelParameterVersion removes labels of that version only; DeleteParameters says which names it did not find', () => {
  const told = calls(`
actions:
  - { id: a, at: 2026-03-01T01:00:00Z, PutParameter: { Name: p, Value: one, Type: String } }
  - { id: b, at: 2026-03-01T01:01:00Z, PutParameter: { Name: p, Value: two, Overwrite: true } }
  - { id: c, at: 2026-03-01T01:02:00Z, LabelParameterVersion: { Name: p, ParameterVersion: 1, Labels: [live] } }
  - { id: d, at: 2026-03-01T01:03:00Z, UnlabelParameterVersion: { Name: p, ParameterVersion: 2, Labels: [live] } }
  - { id: e, at: 2026-03-01T01:04:00Z, GetParameter: { Name: "p:live" } }
  - { id: f, at: 2026-03-01T01:05:00Z, UnlabelParameterVersion: { Name: p, ParameterVersion: 1, Labels: [live] } }
  - { id: g, at: 2026-03-01T01:06:00Z, GetParameter: { Name: "p:live" } }
  - { id: h, at: 2026-03-01T01:07:00Z, UnlabelParameterVersion: { Name: p, ParameterVersion: 7, Labels: [live] } }
  - { id: i, at: 2026-03-01T01:08:00Z, DeleteParameters: { Names: [p, q] } }
  - { id: j, at: 2026-03-01T01:09:00Z, GetParameter: { Name: p } }
`);
  const of = (id: string) => told.find((one) => one.id === id)!;
  expect(of('d')).toMatchObject({ status: 'Success', invalid: ['live'] });
  expect(of('e').parameters[0]!.version).toBe(1);
  expect(of('f')).toMatchObject({ status: 'Success', invalid: [] });
  expect(of('g').status).toBe('ParameterVersionNotFound');
  expect(of('h').status).toBe('ParameterVersionNotFound');
  expect(of('i')).toMatchObject({ status: 'Success', invalid: ['q'] });
  expect(of('j').status).toBe('ParameterNotFound');
});

test('a second has 40 reads, whatever the call; the 41st is throttled, and its client tries again', () => {
  const reads = Array.from({ length: 41 }, (_, index) => {
    const call = index % 2 === 0 ? 'GetParameter: { Name: p }' : 'GetParameters: { Names: [p] }';
    return `  - { id: r${index}, at: 2026-03-01T01:00:00Z, ${call} }`;
  });
  const { result, number } = simulateYaml(`${head}
resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Name: p, Type: String, Value: v } }
actions:
${reads.join('\n')}
`);
  expect(number('parameterStore.throttled')).toBe(1);
  const throttled = result.parameterCalls.filter((one) => one.throttled > 0);
  expect(throttled).toMatchObject([{ id: 'r40', attempts: 2, status: 'Success' }]);
});

test('a path comes ten parameters to a page, and each page is a call', () => {
  const many = Array.from({ length: 25 }, (_, index) => {
    const properties = `{ Name: /app/p${index}, Type: String, Value: v }`;
    return `  P${index}: { Type: AWS::SSM::Parameter, Properties: ${properties} }`;
  });
  const told = calls(`
resources:
${many.join('\n')}
actions:
  - { id: path, at: 2026-03-01T01:00:00Z, GetParametersByPath: { Path: /app } }
  - { id: few, at: 2026-03-01T02:00:00Z, GetParametersByPath: { Path: /app, MaxResults: 5 } }
`);
  expect(told.map(({ attempts, parameters }) => [attempts, parameters.length])).toEqual([
    [3, 25],
    [5, 25],
  ]);
});

test('a client gives up after three attempts, with ThrottlingException: Rate exceeded', () => {
  const writes = Array.from({ length: 30 }, (_, index) => {
    const put = `PutParameter: { Name: p${index}, Type: String, Value: v }`;
    return `  - { id: w${index}, at: 2026-03-01T01:00:00Z, ${put} }`;
  });
  const { result } = simulateYaml(`${head}
actions:
${writes.join('\n')}
`);
  const failed = result.parameterCalls.filter(({ status }) => status !== 'Success');
  expect(failed.length).toBeGreaterThan(10);
  expect(failed[0]).toMatchObject({ status: 'ThrottlingException', error: 'Rate exceeded', attempts: 3 });
});

const secure = `
resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" }]
  Secret: { Type: AWS::SSM::Parameter, Properties: { Name: /db/password, Type: SecureString, Value: s, KeyId: !Ref Key } }
  Default: { Type: AWS::SSM::Parameter, Properties: { Name: /db/user, Type: SecureString, Value: s } }
principals:
  reader: { statements: [{ Effect: Allow, Action: "ssm:GetParameter*", Resource: "*" }] }
  both: { statements: [{ Effect: Allow, Action: ["ssm:GetParameter*", "kms:Decrypt"], Resource: "*" }] }
  blocked:
    statements:
      - { Effect: Allow, Action: ["ssm:GetParameter*"], Resource: "*" }
      - { Effect: Deny, Action: ["kms:*"], Resource: "*" }
  writer: { statements: [{ Effect: Allow, Action: ["ssm:PutParameter", "kms:Encrypt"], Resource: "*" }] }
actions:
  - { id: lacks, at: 2026-03-01T01:00:00Z, as: reader, GetParameter: { Name: /db/password, WithDecryption: true } }
  - { id: sealed, at: 2026-03-01T01:00:00Z, as: reader, GetParameter: { Name: /db/password } }
  - { id: may, at: 2026-03-01T01:00:00Z, as: both, GetParameter: { Name: /db/password, WithDecryption: true } }
  - { id: default, at: 2026-03-01T01:00:00Z, as: reader, GetParameter: { Name: /db/user, WithDecryption: true } }
  - { id: denied, at: 2026-03-01T01:00:00Z, as: blocked, GetParameter: { Name: /db/user, WithDecryption: true } }
  - { id: write, at: 2026-03-01T02:00:00Z, as: writer, PutParameter: { Name: /db/password, Value: t, Overwrite: true } }
  - { id: large, at: 2026-03-01T03:00:00Z, as: writer, PutParameter: { Name: /db/password, Value: t, Overwrite: true, Tier: Advanced } }
  - { id: none, at: 2026-03-01T04:00:00Z, as: writer, GetParameter: { Name: /db/user } }
`;

test('a SecureString needs two rights, and the answer says which one lacks', () => {
  const { result, number } = simulateYaml(`${head}${secure}`);
  const of = (id: string) => result.parameterCalls.find((one) => one.id === id);
  expect(of('lacks')).toMatchObject({
    status: 'AccessDeniedException',
    lacks: 'kms:Decrypt',
    because: 'no statement of reader allows kms:Decrypt',
    error:
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to ' +
      'access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)',
  });
  expect(of('sealed')).toMatchObject({ status: 'Success' });
  expect(of('may')).toMatchObject({ status: 'Success' });
  // The default key serves every principal of the account.
  expect(of('default')).toMatchObject({ status: 'Success' });
  expect(of('denied')).toMatchObject({ because: 'principals.blocked.statements.1 denies kms:Decrypt' });
  expect(of('write')).toMatchObject({ status: 'Success' });
  expect(of('large')).toMatchObject({ status: 'AccessDeniedException', lacks: 'kms:GenerateDataKey' });
  expect(number('parameterStore.denied')).toBe(4);
});

test('a right may name the parameter that it is for', () => {
  const told = simulateYaml(`${head}
resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Name: /app/url, Type: String, Value: v } }
principals:
  narrow: { statements: [{ Effect: Allow, Action: "ssm:GetParameter*", Resource: "arn:aws:ssm:us-east-1:123456789012:parameter/app/*" }] }
actions:
  - { id: own, at: 2026-03-01T01:00:00Z, as: narrow, GetParameter: { Name: /app/url } }
  - { id: other, at: 2026-03-01T01:00:00Z, as: narrow, GetParameters: { Names: [/app/url, /db/url] } }
`);
  expect(told.result.parameterCalls).toMatchObject([
    { id: 'own', status: 'Success' },
    { id: 'other', status: 'AccessDeniedException', lacks: 'ssm:GetParameters' },
  ]);
  expect(told.events('parameter-store/action-refused')).toMatchObject([
    { action: 'other', error: expect.stringContaining('parameter/db/url') },
  ]);
});

test('a disabled key decrypts nothing, and neither does one whose policy names someone else', () => {
  const withKey = (key: string) =>
    calls(`
resources:
  Key: { Type: AWS::KMS::Key, Properties: ${key} }
  Secret: { Type: AWS::SSM::Parameter, Properties: { Name: s, Type: SecureString, Value: s, KeyId: !Ref Key } }
principals:
  both: { statements: [{ Effect: Allow, Action: ["ssm:GetParameter", "kms:Decrypt"], Resource: "*" }] }
actions:
  - { id: a, at: 2026-03-01T01:00:00Z, as: both, GetParameter: { Name: s, WithDecryption: true } }
`)[0]!;
  expect(withKey('{ Enabled: false }')).toMatchObject({
    status: 'InvalidKeyId',
    because: 'its key Key is disabled',
  });
  const policy = (principal: string) =>
    `{ KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: "${principal}" }, Action: "kms:Decrypt", Resource: "*" }] } }`;
  expect(withKey(policy('arn:aws:iam::123456789012:user/other'))).toMatchObject({
    lacks: 'kms:Decrypt',
    because: 'the policy of the key Key does not let both use kms:Decrypt',
  });
  expect(withKey(policy('arn:aws:iam::123456789012:user/both'))).toMatchObject({ status: 'Success' });
});

test('policies act at the next scan: an expired parameter is gone', () => {
  const { events, result } = simulateYaml(`${head}
resources:
  P:
    Type: AWS::SSM::Parameter
    Properties:
      Name: p
      Type: String
      Value: v
      Tier: Advanced
      Policies: >-
        [{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2026-03-01T05:10:00.000Z"}},
         {"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"2","Unit":"Hours"}},
         {"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"1","Unit":"Hours"}}]
actions:
  - { id: before, at: 2026-03-01T05:59:00Z, GetParameter: { Name: p } }
  - { id: after, at: 2026-03-01T06:01:00Z, GetParameter: { Name: p } }
`);
  expect(events('parameter-store/policy-acted').map(({ at, policy }) => [at.slice(11, 16), policy])).toEqual([
    ['01:00', 'NoChangeNotification'],
    ['04:00', 'ExpirationNotification'],
    ['06:00', 'Expiration'],
  ]);
  expect(result.parameterCalls.map(({ status }) => status)).toEqual(['Success', 'ParameterNotFound']);
});

test('a value of aws:ec2:image is looked at later: until then its version is absent', () => {
  const { events, result } = simulateYaml(`${head}
actions:
  - { id: good, at: 2026-03-01T01:00:00Z, PutParameter: { Name: golden, Type: String, DataType: "aws:ec2:image", Value: ami-12345abcde1234567 } }
  - { id: early, at: 2026-03-01T01:01:00Z, GetParameter: { Name: golden } }
  - { id: late, at: 2026-03-01T01:06:00Z, GetParameter: { Name: golden } }
  - { id: bad, at: 2026-03-01T02:00:00Z, PutParameter: { Name: other, Type: String, DataType: "aws:ec2:image", Value: none } }
  - { id: never, at: 2026-03-01T03:00:00Z, GetParameter: { Name: other } }
`);
  expect(result.parameterCalls.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'good Success',
    'early ParameterNotFound',
    'late Success',
    'bad Success',
    'never ParameterNotFound',
  ]);
  expect(events('parameter-store/parameter-changed').at(-1)).toMatchObject({
    exception: 'Unable to Describe Resource',
  });
});

test('an advanced parameter costs 0.05 dollars a month, and 10,000 interactions as much', () => {
  const { number } = simulateYaml(`${head}
resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Name: p, Type: String, Value: v, Tier: Advanced } }
actions:
  - { id: r, at: 2026-03-01T01:00:00Z, GetParameter: { Name: p } }
`);
  expect(number('parameterStore.monthlyCost')).toBeCloseTo(0.05 + 0.05 / 10_000, 10);
});

test('names that AWS refuses are refused when the file is read', () => {
  const put = (name: string) => () =>
    loadYaml(`${head}
actions:
  - { id: a, at: 2026-03-01T01:00:00Z, PutParameter: { Name: ${name}, Type: String, Value: v } }
`);
  expect(put('/aws/mine')).toThrow('No access to reserved parameter name: /aws/mine.');
  expect(put('a/b')).toThrow('fully qualified');
});
