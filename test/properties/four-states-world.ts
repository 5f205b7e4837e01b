/** Random worlds for the twin of the four states: every duration is round, so that only what the test is about happens. */
const dayMs = 86_400_000;
export const startMs = Date.UTC(2025, 0, 1);

export type Os = 'AMAZON_LINUX_2' | 'WINDOWS';

export interface World {
  readonly endMs: number;
  readonly groups: readonly {
    name: string;
    count: number;
    baseline: 'quick' | 'careful';
    joinsMs: number | null;
    os: Os;
  }[];
  readonly patches: readonly {
    id: string;
    os: Os;
    releasedMs: number;
    isSecurity: boolean;
    severity: string;
    supersedes: readonly string[];
  }[];
  readonly delayDays: Readonly<Record<'quick' | 'careful' | 'override', number>>;
  readonly rejected: readonly string[];
  /** Of the windows: which groups each of its tasks means, one after another, in order of priority. */
  readonly windows: Readonly<Record<string, readonly { id: string; groups: readonly string[] }[]>>;
  readonly manual: readonly {
    id: string;
    group: string;
    file: 'BaselineOverride' | 'InstallOverrideList' | null;
  }[];
  /** What the InstallOverrideList names. */
  readonly listed: readonly string[];
  readonly yaml: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A small generator of its own, so that a seed stays a scenario whatever the libraries do. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
/** What an operating system calls things. */
const words = {
  AMAZON_LINUX_2: { first: 'P1', security: 'Security', other: 'Bugfix', severity: 'SEVERITY' },
  WINDOWS: { first: 'KB5000001', security: 'SecurityUpdates', other: 'Updates', severity: 'MSRC_SEVERITY' },
} as const;
const severe = (os: Os) => ({ Key: words[os].severity, Values: ['Critical'] });
const security = (os: Os) => ({ Key: 'CLASSIFICATION', Values: [words[os].security] });

const files = { BaselineOverride: 'override.json', InstallOverrideList: 'list.yaml' } as const;

export function worldOf(seed: number): World {
  const random = randomFrom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <Of>(...among: readonly Of[]): Of => among[below(among.length)]!;
  const minute = (days: number) => startMs + below(days * 1440) * 60_000;
  const endMs = startMs + (2 + below(3)) * dayMs + pick(below(1440), 125, 140, 175) * 60_000;
  const groups: World['groups'] = ['a', 'b', 'c'].slice(0, 1 + below(3)).map((name) => ({
    name,
    count: 1 + below(7),
    baseline: pick('quick', 'careful'),
    joinsMs: random() < 0.15 ? minute(6) : null,
    os: pick<Os>('AMAZON_LINUX_2', 'AMAZON_LINUX_2', 'WINDOWS'),
  }));
  const patchesOf = (os: Os) => {
    const made = Array.from({ length: 2 + below(4) }, (_, index) => ({
      id: os === 'WINDOWS' ? `KB500000${index + 1}` : `P${index + 1}`,
      os,
      releasedMs: startMs + (below(13) - 8) * dayMs + below(1440) * 60_000,
      isSecurity: random() < 0.75,
      severity: pick('Critical', 'Critical', 'Important', 'Low'),
      fails: pick('0%', '0%', '30%', '100%'),
      supersedes: [] as string[],
    }));
    const [first, ...rest] = made;
    for (const one of rest) {
      if (one.releasedMs > first!.releasedMs && random() < 0.2) one.supersedes.push(first!.id);
    }
    return made;
  };
  const patches = [...patchesOf('AMAZON_LINUX_2'), ...patchesOf('WINDOWS')];
  const listed = patches.filter(() => random() < 0.5).map(({ id }) => id);
  const delayDays = { quick: 0, careful: 1 + below(5), override: 0 };
  const rejected = random() < 0.3 ? Object.values(words).map(({ first }) => first) : [];
  const group = () => pick(...groups).name;
  const windows = Object.fromEntries(
    ['First', 'Second'].slice(0, below(3)).map((name) => [
      name,
      Array.from({ length: 1 + below(2) }, (_, index) => ({
        id: `${name}${index}`,
        groups: [...new Set(random() < 0.4 ? [group(), group()] : [group()])],
      })),
    ]),
  );
  const manual = Array.from({ length: below(3) }, (_, index) => ({
    id: `manual${index}`,
    group: group(),
    file: pick(null, null, null, 'BaselineOverride' as const, 'InstallOverrideList' as const),
  }));
  const limits = () => ({ MaxConcurrency: pick('1', '2', '100%'), MaxErrors: pick('0', '1', '100%') });
  const targets = (name: string) => [{ Key: 'tag:G', Values: [name] }];
  const reboot = () => [pick('RebootIfNeeded', 'RebootIfNeeded', 'RebootIfNeeded', 'NoReboot')];
  const baseline = (os: Os, name: 'quick' | 'careful') => ({
    Type: 'AWS::SSM::PatchBaseline',
    Properties: {
      Name: name,
      OperatingSystem: os,
      PatchGroups: [name],
      ApprovalRules: {
        PatchRules: [
          {
            ApproveAfterDays: delayDays[name],
            PatchFilterGroup: {
              PatchFilters: name === 'quick' ? [security(os), severe(os)] : [security(os)],
            },
          },
        ],
      },
      ...(name === 'careful' && rejected.length > 0 ? { RejectedPatches: [words[os].first] } : {}),
    },
  });
  const resources: Record<string, object> = {
    Quick: baseline('AMAZON_LINUX_2', 'quick'),
    Careful: baseline('AMAZON_LINUX_2', 'careful'),
    QuickWindows: baseline('WINDOWS', 'quick'),
    CarefulWindows: baseline('WINDOWS', 'careful'),
  };
  for (const [name, tasks] of Object.entries(windows)) {
    resources[name] = {
      Type: 'AWS::SSM::MaintenanceWindow',
      Properties: {
        Name: name,
        Schedule: pick('cron(0 2 * * ? *)', 'cron(0 0/2 * * ? *)', 'at(2025-01-02T02:00:00)'),
        Duration: 2,
        Cutoff: pick(0, 1, 1),
        AllowUnassociatedTargets: true,
      },
    };
    tasks.forEach((task, index) => {
      task.groups.forEach((meant, place) => {
        resources[`${task.id}Nodes${place}`] = {
          Type: 'AWS::SSM::MaintenanceWindowTarget',
          Properties: { WindowId: { Ref: name }, ResourceType: 'INSTANCE', Targets: targets(meant) },
        };
      });
      resources[task.id] = {
        Type: 'AWS::SSM::MaintenanceWindowTask',
        Properties: {
          WindowId: { Ref: name },
          TaskType: 'RUN_COMMAND',
          TaskArn: 'AWS-RunPatchBaseline',
          Priority: index + 1,
          ...limits(),
          CutoffBehavior: pick('CANCEL_TASK', 'CONTINUE_TASK'),
          Targets: [
            {
              Key: 'WindowTargetIds',
              Values: task.groups.map((_, place) => ({ Ref: `${task.id}Nodes${place}` })),
            },
          ],
          TaskInvocationParameters: {
            MaintenanceWindowRunCommandParameters: {
              Parameters: { Operation: ['Install'], RebootOption: reboot() },
            },
          },
        },
      };
    });
  }
  const override = JSON.stringify(
    (['AMAZON_LINUX_2', 'WINDOWS'] as const).map((os) => ({
      Name: 'override',
      OperatingSystem: os,
      ApprovalRules: {
        PatchRules: [{ ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [security(os)] } }],
      },
    })),
  );
  const sent = manual.map(({ id, group: name, file }) => ({
    id,
    at: iso(minute(4)),
    SendCommand: {
      DocumentName: 'AWS-RunPatchBaseline',
      Targets: targets(name),
      Parameters: {
        Operation: ['Install'],
        RebootOption: reboot(),
        ...(file === null ? {} : { [file]: [`s3://bucket/${files[file]}`] }),
      },
      ...limits(),
    },
  }));
  const cancels = sent
    .filter(() => random() < 0.3)
    .map(({ id, at }) => ({
      id: `cancel-${id}`,
      at: iso(Date.parse(at) + below(40) * 60_000),
      CancelCommand: { CommandId: id },
    }));
  const faults = Array.from({ length: below(5) }, (_, index) => ({
    id: `fault${index}`,
    at: iso(pick(minute(4), startMs + dayMs * below(3) + (120 + below(60)) * 60_000)),
    nodes: { group: group() },
    action: pick(
      'stop',
      'start',
      'terminate',
      'reboot',
      'stopAgent',
      'startAgent',
      'cutNetwork',
      'restoreNetwork',
    ),
  }));
  const scenario = {
    name: 'twin',
    start: iso(startMs),
    end: iso(endMs),
    seed: seed,
    fleet: Object.fromEntries(
      groups.map(({ name, count, baseline: patchGroup, joinsMs, os }) => [
        name,
        {
          count,
          os,
          tags: { G: name, PatchGroup: patchGroup },
          patchedUntil: iso(startMs - 6 * dayMs),
          ...(joinsMs === null ? {} : { joins: iso(joinsMs) }),
        },
      ]),
    ),
    patches: Object.fromEntries(
      patches.map(({ id, releasedMs, isSecurity, ...patch }) => [
        id,
        {
          ...patch,
          released: iso(releasedMs),
          sticky: true,
          classification: isSecurity ? words[patch.os].security : words[patch.os].other,
          ...(patch.os === 'WINDOWS' ? { msrcSeverity: patch.severity } : {}),
        },
      ]),
    ),
    files: Object.fromEntries(Object.values(files).map((file) => [`s3://bucket/${file}`, `./${file}`])),
    model: {
      rateControl: { dispatch: pick('ramp', 'sliding') },
      runCommand: { delivery: '1s' },
      maintenanceWindows: { startLag: '0s', cutoff: pick('tasks', 'invocations') },
      agent: { registration: '2m' },
      patching: {
        scan: '10s',
        install: pick('1m', '10m', '50m'),
        reboot: '5m',
        installFails: '0%',
        rebootFails: '0%',
      },
    },
    resources,
    actions: [...sent, ...cancels],
    faults,
  };
  return {
    endMs,
    groups,
    patches,
    delayDays,
    rejected,
    windows,
    manual,
    yaml: JSON.stringify(scenario, null, 1),
    listed,
    files: {
      'override.json': override,
      'list.yaml': JSON.stringify({ patches: listed.map((id) => ({ id })) }),
    },
  };
}
