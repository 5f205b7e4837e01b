/**
 * One maintenance window over a fleet of the given size, or a year of weekly ones: how long a node takes, and how much
 * memory it costs. `fleet.ts 1000000 warm`, `fleet.ts 10000 year`.
 */
import { metricsOf } from '../../src/result/metrics.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { Simulator } from '../../src/simulate.ts';
import type { Scenario } from '../../src/world/scenario.ts';

function windowOver(nodeCount: number, isYear: boolean): Scenario {
  const text = `
name: bench
start: 2025-01-04T17:00:00Z
end: ${isYear ? '2026-01-04T17:00:00Z' : '2025-01-05T17:00:00Z'}
fleet:
  web: { count: ${nodeCount}, os: AMAZON_LINUX_2, tags: { Role: web }, patchedUntil: 2024-12-01 }
patches:
  P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, packages: [a], released: 2024-12-10, affects: 90% }
  P2: { os: [AMAZON_LINUX_2], classification: Security, severity: Important, packages: [b], released: 2024-12-12, fails: 1% }
patchStreams:
  al2: { os: [AMAZON_LINUX_2], every: { exponential: { mean: 12d } }, from: 2025-01-05, classification: { Security: 100% }, severity: { Important: 100% } }
resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: sunday, Schedule: "cron(0 18 ? * SAT *)", Duration: 12, Cutoff: 1, AllowUnassociatedTargets: false }
  Web:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref Sunday, ResourceType: INSTANCE, Targets: [{ Key: "tag:Role", Values: [web] }] }
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Sunday
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: 10%
      MaxErrors: 10%
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } }
`;
  const read = () => new TextEncoder().encode(text);
  const loaded = loadScenario({ file: 'bench.yaml', read, overrides: [] });
  if ('problems' in loaded) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.scenario;
}

const [count = '1000', kind = 'window'] = process.argv.slice(2);
const began = process.hrtime.bigint();
const secondsSince = (from: bigint) => Number(process.hrtime.bigint() - from) / 1e9;

const nodeCount = Number(count);
const rssBefore = process.memoryUsage().rss;
const cold = new Simulator(windowOver(nodeCount, kind === 'year')).run();
const seconds = secondsSince(began);
const bytesPerNode = (process.resourceUsage().maxRSS * 1024 - rssBefore) / nodeCount;
console.log(
  JSON.stringify({
    seconds,
    bytesPerNode: Math.round(bytesPerNode),
    succeeded: metricsOf(cold).get('task.Install.succeeded'),
    ...(kind === 'warm' ? { microsecondsPerNode: warmMicroseconds(nodeCount) } : {}),
  }),
);

/** Once the compiler has done its work: small fleets several times over, so that each size has as many nodes to do. */
function warmMicroseconds(nodeCount: number): number {
  const simulator = new Simulator(windowOver(nodeCount, false));
  const runCount = Math.max(1, Math.round(200_000 / nodeCount));
  const warmUpCount = Math.max(1, Math.round(50_000 / nodeCount));
  for (let run = 0; run < warmUpCount; run += 1) simulator.run(run);
  const from = process.hrtime.bigint();
  for (let run = 0; run < runCount; run += 1) simulator.run(run);
  return (secondsSince(from) * 1e6) / (runCount * nodeCount);
}
