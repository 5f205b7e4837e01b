import { simulateYaml } from '../../support/simulate.ts';

/** Four nodes with edge-agent 1.0 and one command; nothing is drawn. */
export function world({
  node = 'os: AMAZON_LINUX_2023',
  software = '{ edge-agent: 1.0.0 }',
  parameters = '',
  model = '',
  more = '',
  manifest = '{ amazon: { _any: { _any: { file: a.zip } } } }',
  count = 4,
  limits = '',
  end = '2d',
}: {
  node?: string;
  software?: string;
  parameters?: string;
  model?: string;
  more?: string;
  manifest?: string;
  count?: number;
  limits?: string;
  end?: string;
} = {}): string {
  return `
start: 2026-03-02T00:00:00Z
end: ${end}
fleet:
  web: { count: ${count}, ${node}, software: ${software}, tags: { App: web } }
resources:
  Agent:
    Type: AWS::SSM::Document
    Properties:
      Name: edge-agent
      DocumentType: Package
      Content:
        schemaVersion: "2.0"
        version: 2.0.0
        packages: ${manifest}
        files: { a.zip: { checksums: { sha256: abc } } }
model:
  distributor: { check: 10s, uninstall: 30s }
  packages:
    edge-agent: { run: 2m, fails: 0%, versions: { 1.0.0: {} }${model} }
actions:
  - id: go
    at: 2026-03-02T01:00:00Z
    SendCommand:
      DocumentName: AWS-ConfigureAWSPackage
      Targets: [{ Key: "tag:App", Values: [web] }]
      ${limits}
      Parameters: { action: [Install], name: [edge-agent]${parameters} }
${more}`;
}

export function packageOf(text: string) {
  const { result, metric, journal } = simulateYaml(text);
  const events = journal
    .filter(({ event }) => event.startsWith('distributor/'))
    .map(
      ({ event, at, node, ...rest }) =>
        `${at.slice(11, 19)} ${node} ${event.slice(12)} ${Object.values(rest).join(' ')}`,
    );
  return { result, of: (name: string) => metric(`package.edge-agent.${name}`), events };
}
