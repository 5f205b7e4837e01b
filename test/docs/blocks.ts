/** Parts of the documentation that the program itself can say, by the name of their block. */

import { capabilities } from '../../src/capabilities/index.ts';
import { exitCodeMeanings } from '../../src/capabilities/patch-manager/exit-codes.ts';
import type { AnyCapability } from '../../src/capability/capability.ts';
import { type CauseStage, causeStages, causesOf } from '../../src/capability/causes.ts';
import { Facts } from '../../src/capability/facts.ts';
import { fleetAndGroups } from '../../src/capability/metrics.ts';
import type { AnyModelSection } from '../../src/capability/model.ts';
import { withCapabilities } from '../../src/capability/registry.ts';
import { permissionOf } from '../../src/cloudformation/call-spec.ts';
import { worldResources } from '../../src/cloudformation/world-resources/index.ts';
import { rulesOf } from '../../src/lint/contributions.ts';
import type { MetricEntry } from '../../src/result/metric-table.ts';
import { metricNames } from '../../src/result/metrics.ts';
import { seriesMeanings } from '../../src/result/series.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { builtInDocuments, patchGroupKeysDefault } from '../../src/scenario/model.ts';
import { modelSectionsOf } from '../../src/scenario/read-model.ts';
import { sections } from '../../src/schema/sections.ts';
import type { Scenario } from '../../src/world/scenario.ts';
import { metricsByName } from '../support/metrics.ts';
import { fieldTable, kindOf, table, written } from './fields.ts';
import { optionBlocks } from './options.ts';
import { runbookBlocks } from './runbooks.ts';
import { simulatedBlocks } from './simulated.ts';

const allRules = rulesOf(capabilities);

export const blocks: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(
    Object.entries(sections(capabilities)).map(([path, schema]) => [path, () => fieldTable(path, schema)]),
  ),
  ...optionBlocks,
  ...runbookBlocks,
  ...simulatedBlocks,
  // Only what a patch by itself has not.
  'patchStreams.<name>': () => {
    const { 'patches.<id>': patch, 'patchStreams.<name>': stream } = sections(capabilities);
    return fieldTable('patchStreams.<name>', stream, fieldTable('patches.<id>', patch).split('\n').slice(2));
  },
  ...Object.fromEntries(
    modelSectionsOf(capabilities).map((section) => [`model.${section.name}`, () => modelKeys(section)]),
  ),
  'study-guide': studyGuide,
  documents: () =>
    table(
      ['document', '`run`', '`fails`'],
      [...builtInDocuments(capabilities)].map(([name, { run, failsShare }]) => [
        name,
        distributionText(run),
        `${failsShare * 100}%`,
      ]),
    ),
  events,
  'metrics of nodes': () =>
    metricsTable(({ family, subjects }) => isOfNodes(family) && subjects.pattern === ''),
  'other metrics': () =>
    metricsTable(
      ({ family }) => !isOfNodes(family) && family.foremost === undefined,
      ({ pattern }) => pattern,
    ),
  series: () =>
    table(
      ['series', 'unit', 'meaning'],
      seriesMeanings(capabilities).map(({ name, unit, meaning }) => [`\`${name}\``, unit, meaning]),
    ),
  'metrics of rollouts': () => metricsTable(({ subjects }) => subjects.pattern === 'task.<task>.'),
  'patch exit codes': () =>
    table(
      ['code', 'means'],
      Object.entries(exitCodeMeanings).map(([code, meaning]) => [code, meaning]),
    ),
  ...Object.fromEntries(causeStages.map((stage) => [`causes of ${stage}`, () => causesOfStage(stage)])),
  resources: () => knownKeys('resources'),
  actions: () => knownKeys('actions'),
  'lint rules': () =>
    table(
      ['rule', 'severity', 'finds', 'AWS'],
      allRules.map(({ id, severity, finds, source }) => [
        `[${id}](${id}.md)`,
        severity,
        finds,
        `[page](${source})`,
      ]),
    ),
};

function modelKeys({ keys }: AnyModelSection): string {
  return table(
    ['key', 'may be', 'default', 'why'],
    Object.entries(keys()).map(([name, { field, default: given, reason }]) => [
      `\`${name}\``,
      kindOf(field),
      written(given),
      linked(reason),
    ]),
  );
}

/** The name of an assumption leads to its paragraph. */
function linked(reason: string): string {
  return reason.replaceAll(/ASSUMPTION ([a-z-]+)/g, '[$1](assumptions.md#$1)');
}

function studyGuide(): string {
  const rows: string[][] = [];
  for (const { name: section, keys } of modelSectionsOf(capabilities)) {
    for (const [name, { default: given, studyGuide: other, reason }] of Object.entries(keys())) {
      if (other !== undefined)
        rows.push([`\`model.${section}.${name}\``, written(given), written(other), reason]);
    }
  }
  const { aws, 'study-guide': guide } = patchGroupKeysDefault;
  rows.push([
    '`model.patchGroupKeys`',
    written(aws),
    written(guide),
    'AWS reads both tag keys; the guides know the one with a space',
  ]);
  return table(['key', '`rules: aws`', '`rules: study-guide`', 'why'], rows);
}

function distributionText(run: { readonly family: string }): string {
  const { family, ...parameters } = run;
  const given = Object.entries(parameters).map(([name, ms]) => `${name}: ${Number(ms) / 1000}s`);
  return `\`{ ${family}: { ${given.join(', ')} } }\``;
}

/** Anything asked of it is itself: enough to learn which fields an event has. */
const anything: never = new Proxy(() => anything, {
  get: (_, name) => (name === Symbol.toPrimitive ? (hint: string) => (hint === 'string' ? '' : 0) : anything),
}) as never;

function events(): string {
  const facts = new Facts();
  const rows = capabilities
    .flatMap((capability) => facts.allOf(capability.facts))
    .flatMap(({ kind: { name, meaning, describe } }) => {
      if (describe === null) return [];
      const fields = Object.keys(describe(anything, anything, anything));
      return [[`\`${name}\``, fields.map((field) => `\`${field}\``).join(', '), meaning]];
    });
  return table(['event', 'fields', 'says'], rows);
}

function causesOfStage(stage: CauseStage): string {
  const table = causesOf(capabilities);
  return table.ids
    .map((id) => ({ id, ...table.of(id) }))
    .filter((cause) => cause.stage === stage)
    .map(({ id, meaning, seen, advice }) => {
      const text = `${meaning} *Seen:* ${seen} *Do:* ${advice}`;
      return `### ${id}\n\n${wrapped(text, 120)}`;
    })
    .join('\n\n');
}

/** Broken between words. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

function isOfNodes({ subjects }: MetricEntry['family']): boolean {
  return subjects === fleetAndGroups;
}

function metricsTable(
  isWanted: (entry: MetricEntry) => boolean,
  prefix: (subjects: MetricEntry['subjects']) => string = () => '',
): string {
  return table(
    ['metric', 'unit', 'meaning', 'better'],
    metricsByName.entries
      .filter(isWanted)
      .map(({ subjects, metric: { name, unit, meaning, better } }) => [
        `\`${prefix(subjects)}${name}\``,
        unit,
        meaning,
        better,
      ]),
  );
}

const runbookArn = 'arn:aws:ssm:us-east-1:123456789012:automation-definition/Fix';

/** Every name of a run with one group, window, task and command, as docs/metrics.md writes it, in its order. */
export function metricNamesOfPlaceholders(): string[] {
  const task = { logicalId: '<task>', targetGroups: [] };
  const window = { logicalId: '<window>', schedule: { timezone: 'UTC' }, tasks: [task] };
  const step = { name: '<step>', action: 'aws:sleep', inputs: {}, steps: [] };
  const scenario = {
    fleet: [{ name: '<group>', account: '<account>' }],
    accounts: new Map([['<account>', { region: '<region>' }]]),
    homes: new Map(),
    patches: [{ id: '<id>', severity: '<severity>' }],
    patchStreams: [],
    metricsNamed: [
      'patch.<id>.hoursToScanned',
      'severity.<severity>.hoursTo95',
      'severity.<severity>.withinDays.7.percent',
    ],
    faults: [{ association: '<id>' }],
    nouns: new Map<string, unknown>([
      ['AWS::SSM::MaintenanceWindow', new Map([['<window>', window]])],
      [
        'AWS::SSM::Association',
        new Map([
          [
            '<id>',
            { documentName: 'AWS-GatherSoftwareInventory', target: {}, parameters: {}, locations: [] },
          ],
        ]),
      ],
      ['AWS::Events::Rule', new Map([['<rule>', { logicalId: '<rule>', targets: [{ arn: runbookArn }] }]])],
      ['AWS::CloudWatch::Alarm', new Map([['<alarm>', { logicalId: '<alarm>', actions: { ALARM: [] } }]])],
      [
        'AWS::SSM::Document',
        new Map<string, object>([
          [
            '<calendar>',
            {
              name: '<calendar>',
              type: 'ChangeCalendar',
              content: {
                text: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x\r\nX-CALENDAR-TYPE:DEFAULT_OPEN\r\nEND:VCALENDAR',
              },
            },
          ],
          ['Fix', { name: 'Fix', type: 'Automation', content: { parameters: {}, steps: [step] } }],
        ]),
      ],
      ['AWS::SSM::ResourceDataSync', new Map([['<X>', { logicalId: '<X>', bucket: 'copy' }]])],
      ['AWS::SNS::Topic', new Map([['<Topic>', {}]])],
      ['AWS::Config::ConfigRule', new Map([['<rule>', {}]])],
      [
        'AWS::Config::RemediationConfiguration',
        new Map([['<remediation>', { logicalId: '<remediation>', document: 'Fix', parameters: {} }]]),
      ],
    ]),
    actions: [
      { call: 'SendCommand', id: '<id>', made: {} },
      { call: 'StartSession', id: '<id>', made: {} },
      { call: 'PutInventory', id: '<id>', made: {} },
      { call: 'CreateOpsItem', id: '<id>', made: { fields: { severity: '<severity>', data: {} } } },
      { call: 'StartChangeRequestExecution', id: '<id>', made: {} },
    ],
    model: {
      given: ['operators'],
      documents: new Map(),
      sections: {
        stateManager: { maxConcurrency: '100%' },
        packages: { '<package>': {} },
        inspector: { enabled: true },
        licenseManager: { enabled: true, rules: { '<license>': {} } },
        parameterStore: { atBoot: ['<name>'] },
        operators: { '<name>': {} },
      },
    },
    modelByOs: new Map(),
  } as unknown as Scenario;
  const names = metricNames(withCapabilities(scenario, capabilities)).map((name) =>
    name
      .replace(/^(cause|unmanaged)\.[A-Z0-9_]+$/, '$1.<CAUSE>')
      .replace(/^automation\.<(rule|remediation)>/, 'automation.<id>')
      .replace(/withinDays\.7/, 'withinDays.<days>')
      .replace(/^.+\.drifted\./, '<source>.drifted.'),
  );
  return [...new Set(names)];
}

export function metricNamesOfMeanings(): string[] {
  return metricsByName.entries.map(({ subjects, metric }) => subjects.pattern + metric.name);
}

const resourcesOf = ({ resources = [] }: AnyCapability) => resources;
const callsOf = ({ calls = [] }: AnyCapability) => calls;

/** AWS's names have AWS's meanings: only which of them are read needs saying. The loader itself is asked. */
function knownKeys(what: 'resources' | 'actions'): string {
  const types = {
    resources: [...capabilities.flatMap(resourcesOf), ...worldResources].map(({ type, page }) => [
      type,
      page,
    ]),
    actions: capabilities.flatMap(callsOf).map((spec) => [spec.call, spec.page, quoted(permissionOf(spec))]),
  }[what];
  return table(
    what === 'resources' ? ['type', 'properties'] : ['call', 'permission', 'parameters'],
    types.map(([name, url, ...more]) => [
      `[\`${name}\`](${url})`,
      ...more,
      keysOf(what, name!)
        .map((key) => `\`${key}\``)
        .join(', '),
    ]),
  );
}

const quoted = (permission: string | null) => (permission === null ? 'none' : `\`${permission}\``);

const unlikely = 'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq';

function keysOf(what: 'resources' | 'actions', name: string): string[] {
  const part =
    what === 'resources'
      ? `resources: { R: { Type: "${name}", Properties: { ${unlikely}: 1 } } }`
      : `actions: [{ at: 2025-01-01, ${name}: { ${unlikely}: 1 } }]`;
  const text = `start: 2025-01-01\nend: 1d\nfleet: { web: { count: 1, os: UBUNTU } }\n${part}\n`;
  const loaded = loadScenario({
    file: 'asked.yaml',
    read: () => new TextEncoder().encode(text),
    overrides: [],
  });
  if (!('problems' in loaded)) throw new Error(`${name} takes anything`);
  const help = loaded.problems.find(({ code }) => code === 'unknown-key')?.help ?? '';
  const keys = /^known keys here: (.*)$/.exec(help)?.[1];
  if (keys === undefined) throw new Error(`${name} does not say what it knows: ${help}`);
  return keys.split(', ').sort();
}
