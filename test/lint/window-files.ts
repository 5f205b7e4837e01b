/** A template and a scenario with one window, one target and one task, of which a test says what is different. */

export interface Differences {
  /** Lines of the window besides its Name; each replaces the usual one of that key. */
  readonly window?: Readonly<Record<string, string>>;
  readonly task?: Readonly<Record<string, string>>;
  /** Parameters of the document. */
  readonly parameters?: string;
  /** Beside `Parameters`. */
  readonly invocation?: string;
  /** Further resources, indented by two. */
  readonly more?: string;
}

const usualWindow = {
  Schedule: 'cron(0 5 ? * SUN *)',
  Duration: '4',
  Cutoff: '1',
  AllowUnassociatedTargets: 'false',
};

const usualTask = {
  TaskType: 'RUN_COMMAND',
  TaskArn: 'AWS-RunPatchBaseline',
  Priority: '1',
  MaxConcurrency: '10%',
  MaxErrors: '5%',
  Targets: '[{ Key: WindowTargetIds, Values: [!Ref Nodes] }]',
};

/** An empty text leaves the key out. */
function lines(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `      ${key}: ${value}\n`)
    .join('');
}

function resources({ window = {}, task = {}, parameters, invocation, more = '' }: Differences): string {
  const given = parameters ?? 'Operation: [Install], RebootOption: [RebootIfNeeded]';
  return `  Night:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: night
${lines({ ...usualWindow, ...window })}  Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      WindowId: !Ref Night
      ResourceType: INSTANCE
      Targets: [{ Key: "tag:Patch Group", Values: [web] }]
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
${lines({ ...usualTask, ...task })}${
  given === ''
    ? ''
    : `      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters:
          ${invocation ?? 'Comment: patches'}
          Parameters: { ${given} }
`
}${more}`;
}

export function template(differences: Differences = {}, head = ''): string {
  return `${head}Resources:\n${resources(differences)}`;
}

/** Of nodes with one patch that takes `install`, a scan of a minute and a reboot of four. */
export function scenario(
  { count = 10, install = '10m' }: { readonly count?: number; readonly install?: string },
  differences: Differences = {},
  head = '',
): string {
  return `version: 1
start: 2026-01-01T00:00:00Z
end: 14d
fleet:
  web: { count: ${count}, os: AMAZON_LINUX_2023, tags: { Patch Group: web }, patchedUntil: 2025-12-01 }
patches:
  ALAS2023-2025-1234:
    os: [AMAZON_LINUX_2023]
    classification: Security
    severity: Critical
    packages: [openssl]
    released: 2025-12-10T00:00:00Z
    install: ${install}
${head}resources:
${resources(differences)}`;
}
