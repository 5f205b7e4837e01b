/** A world in which everything takes a round time and nothing happens by itself: tests add the one thing they are about. */
import { type Simulated, type SimulateOptions, simulateYaml } from '../support/simulate.ts';

const startMs = Date.UTC(2025, 0, 1);

/** `at('1:02:30')`: hours, minutes and seconds after the start, as a scenario writes them. */
export function at(clock: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return new Date(startMs + ((hours * 60 + minutes) * 60 + seconds) * 1000).toISOString();
}

/** Sections of a scenario, each in YAML's flow style or as indented lines. */
export type Sections = Readonly<Record<string, string>>;

const quiet: Sections = {
  start: at('0'),
  end: '1d',
  fleet: '{ web: { count: 1, os: AMAZON_LINUX_2 } }',
};

const quietModel = `
  rateControl: { dispatch: sliding, order: listed }
  runCommand: { delivery: 1s, cancellation: 1s }
  maintenanceWindows: { startLag: 0s }
  agent: { registration: 2m, credentialRetry: 25m, credentialValidity: 1h, defaultHostManagement: 30m }
  patching: { scan: 10s, install: 1m, reboot: 5m, installFails: 0%, rebootFails: 0% }`;

/** The sections given, the quiet world's for the rest. `model` adds to the quiet one by `--set`. */
export function world(sections: Sections): string {
  const all = { ...quiet, model: quietModel, ...sections };
  return Object.entries(all)
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n');
}

export function simulate(sections: Sections, options: SimulateOptions = {}): Simulated {
  return simulateYaml(world(sections), options);
}

/** The world as it stands `clock` after the start. */
export function simulateUntil(clock: string, sections: Sections, options: SimulateOptions = {}): Simulated {
  return simulate({ ...sections, end: at(clock) }, options);
}

/** When each fact of one kind happened, such as `managed-nodes/node-came-online`, as `H:MM:SS` after the start. */
export function timesOf(run: Simulated, event: string, node?: string): string[] {
  return run
    .events(event)
    .filter((one) => node === undefined || one.node === node)
    .map((one) => clockOf(one.at));
}

function clockOf(iso: string): string {
  const seconds = (Date.parse(iso) - startMs) / 1000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export function nodeOf(run: Simulated, name: string): Simulated['result']['nodes'][number] {
  const found = run.result.nodes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

/** A baseline that approves everything at once, for Amazon Linux 2 unless told otherwise. */
export function approveAll(os = 'AMAZON_LINUX_2', more = ''): string {
  return `{ Type: AWS::SSM::PatchBaseline, Properties: { Name: all-${os}, OperatingSystem: ${os}, DefaultBaseline: true${more},
    ApprovalRules: { PatchRules: [ { ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [ { Key: CLASSIFICATION, Values: ["*"] } ] } } ] } } }`;
}

/** AWS-RunPatchBaseline by hand, on nodes with the tag `Fleet: web`, or on `where`. */
export function patch(
  operation: 'Install' | 'Scan',
  clock: string,
  options: { id?: string; where?: string; parameters?: string; more?: string } = {},
): string {
  const id = options.id ?? `${operation.toLowerCase()}-${clock.replaceAll(':', '-')}`;
  const where = options.where ?? 'Targets: [{ Key: "tag:Fleet", Values: [web] }]';
  return `{ id: ${id}, at: ${at(clock)}, SendCommand: { DocumentName: AWS-RunPatchBaseline, ${where},
    Parameters: { Operation: [${operation}]${options.parameters ?? ''} }, MaxConcurrency: 100%, MaxErrors: 100%${options.more ?? ''} } }`;
}

/** A patch of Amazon Linux 2, released before the start. */
export function released(id: string, more = ''): string {
  return `${id}: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01${more} }`;
}
