import { expect, test } from 'vitest';
import { load } from '../../scenario/load-text.ts';

const scenario = (parameters: string) => `
start: 2026-03-02T00:00:00Z
end: 1d
fleet: { web: { count: 2, os: AMAZON_LINUX_2023, tags: { App: web } } }
actions:
  - id: up
    at: 2026-03-02T09:00:00Z
    SendCommand:
      DocumentName: AWS-ConfigureAWSPackage
      Targets: [{ Key: "tag:App", Values: [web] }]
      Parameters: { ${parameters} }
`;

test.each([
  ['action', 'name: [AmazonCloudWatchAgent]'],
  ['name', 'action: [Install]'],
  ['name', 'action: [Install], name: []'],
])('AWS refuses a command without %s, and so does the loader', (missing, parameters) => {
  const loaded = load(scenario(parameters));
  expect('problems' in loaded ? loaded.problems.map(({ message }) => message) : []).toEqual([
    `missing: expected the parameter ${missing} of AWS-ConfigureAWSPackage`,
  ]);
});
