/**
 * What a template leaves to a deployment, to another file or to a macro, and lint therefore cannot check.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html
 */
import type { Resource } from '../capability/lint/resource.ts';
import type { Subject } from '../capability/lint/subject.ts';
import { rawAt } from '../capability/lint/written.ts';
import type { Report, Rule } from '../capability/lint-rule.ts';
import { depthMax, functionName, referencesIn } from '../cloudformation/declared.ts';
import type { Value } from '../cloudformation/value.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';

function checkUnseen(subject: Subject, report: Report): void {
  const { root, kind, resources } = subject;
  if (kind !== 'template') return;
  reportTransforms(root['Transform'], report);
  for (const section of ['Resources', 'Conditions', 'Outputs']) {
    for (const path of expandedIn(root[section], [section])) reportExpanded(path, report);
  }
  for (const resource of resources) reportElsewhere(resource, report);
  if (!subject.isAboutNodes) return;
  const own = new Set(subject.ownResources);
  for (const resource of resources) reportOpen(resource, own.has(resource), subject, report);
  reportParameters(subject, report);
}

/** Transforms that only add functions, which are evaluated or reported where they stand. */
const addingFunctions = ['AWS::LanguageExtensions'];

function reportTransforms(raw: unknown, report: Report): void {
  for (const transform of Array.isArray(raw) ? raw : [raw]) {
    const name = isMap(transform) ? transform['Name'] : transform;
    if (typeof name !== 'string' || addingFunctions.includes(name)) continue;
    const makes = name.startsWith('AWS::Serverless')
      ? 'resources that it creates from AWS::Serverless types'
      : 'what it adds or changes';
    report(['Transform'], `the transform ${name} runs at deployment: ${makes} were not checked`, {
      help: 'to check the result too, lint the processed template: aws cloudformation get-template --template-stage Processed',
    });
  }
}

/** Where a loop or an inclusion is, whatever it would become. */
function expandedIn(raw: unknown, path: DataPath, depth = 0): DataPath[] {
  if (depth > depthMax || typeof raw !== 'object' || raw === null) return [];
  return Object.entries(raw).flatMap(([key, value]) => {
    const at = [...path, Array.isArray(raw) ? Number(key) : key];
    return /^Fn::(ForEach::|Transform$)/.test(key) ? [at] : expandedIn(value, at, depth + 1);
  });
}

function reportExpanded(path: DataPath, report: Report): void {
  const name = String(path.at(-1));
  const isLoop = name.startsWith('Fn::ForEach::');
  const what = path.length === 2 ? `the ${String(path[0]).toLowerCase()}` : 'the values';
  report(
    path,
    isLoop
      ? `${name} was not expanded: ${what} that it creates were not checked`
      : `Fn::Transform runs at deployment: ${what} that it adds were not checked`,
    {
      at: 'key',
      help: 'lint the processed template: aws cloudformation get-template --template-stage Processed',
    },
  );
}

function reportElsewhere({ logicalId, type, at }: Resource, report: Report): void {
  if (type === 'AWS::CloudFormation::Stack') {
    report(at, `${logicalId} is a nested stack: the template that it deploys was not checked`, {
      at: 'key',
      help: 'lint that template by itself',
    });
  } else if (type.endsWith('::MODULE')) {
    report(at, `${logicalId} is a module: the resources that it contains were not checked`, {
      at: 'key',
      help: 'lint the template of the module by itself',
    });
  }
}

/** One finding for each resource, at the first value that is open. */
function reportOpen(resource: Resource, isOwn: boolean, subject: Subject, report: Report): void {
  const { logicalId, path } = resource;
  const { root, stack } = subject;
  const looked = isOwn ? null : (subject.asked.get(resource) ?? new Set<string>());
  const places = openIn(stack.evaluation.valueOf(rawAt(root, path), path), subject);
  const open = places.flatMap((at) => {
    const key = String(at[path.length] ?? 'Properties');
    const reasons = looked === null || looked.has(key) ? reasonsIn(rawAt(root, at), subject) : [];
    return reasons.length === 0 ? [] : [{ at, key, reasons }];
  });
  const [first] = open;
  if (first === undefined) return;
  const keys = [...new Set(open.map(({ key }) => key))];
  const reasons = [...new Set(open.flatMap((one) => one.reasons))];
  const isOne = keys.length === 1;
  report(
    first.at,
    `${listed(keys)} of ${logicalId} ${isOne ? 'depends' : 'depend'} on ${listed(reasons)}, which only a deployment decides: ` +
      `${isOne ? 'it was' : 'they were'} not checked in full`,
    { help: 'to check the values too, write them into the file, or as defaults of Parameters' },
  );
}

/** Where values are that cannot be known from the file; a resource of the file is known by its name. */
function openIn(value: Value, subject: Subject): DataPath[] {
  switch (value.kind) {
    case 'unknown':
      return [value.path];
    case 'resource':
      return isMadeElsewhere(value.logicalId, subject) ? [value.path] : [];
    case 'list':
      return value.items.flatMap((item) => openIn(item, subject));
    case 'map':
      return [...value.entries.values()].flatMap((item) => openIn(item, subject));
    default:
      return [];
  }
}

/** A custom resource and a nested stack return what no template says. */
function isMadeElsewhere(logicalId: string, subject: Subject): boolean {
  return /^(Custom::|AWS::CloudFormation::(CustomResource|Stack)$)/.test(
    subject.named(logicalId)?.type ?? '',
  );
}

/** What decides it. Parameters without a default are told once for all. */
function reasonsIn(raw: unknown, subject: Subject): string[] {
  if (typeof raw === 'string') return /\{\{resolve:[^}]*\}\}/.test(raw) ? ['{{resolve:…}}'] : [];
  if (typeof raw !== 'object' || raw === null) return [];
  const name = isMap(raw) ? functionName(raw) : null;
  const argument = name === null ? undefined : (raw as PlainMap)[name];
  if (name === 'Fn::If') {
    const condition = Array.isArray(argument) && typeof argument[0] === 'string' ? argument[0] : '…';
    return [`the condition ${condition}`];
  }
  if (name !== null && neverWorkedOut.includes(name)) return [name];
  const named = name === null ? [] : [...referencesIn(raw)];
  return [
    ...named.filter((one) => isMadeElsewhere(one, subject)).map((one) => `what ${one} returns`),
    ...Object.values(raw).flatMap((value) => reasonsIn(value, subject)),
  ];
}

function reportParameters({ root, parameters, ownResources }: Subject, report: Report): void {
  const used = referencesIn(...ownResources.map(({ path }) => rawAt(root, path)));
  const isEmpty = (name: string): boolean => rawAt(root, ['Parameters', name, 'Default']) === '';
  const open = [...parameters].filter(([name, value]) => value === null && used.has(name) && !isEmpty(name));
  if (open.length === 0) return;
  const names = open.map(([name]) => name);
  report(
    ['Parameters', names[0]!],
    `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no default in this file: settings that use ` +
      `${names.length === 1 ? 'it' : 'them'} were not checked`,
    { at: 'key', help: 'to check these settings too, give the parameters a Default' },
  );
}

const neverWorkedOut = ['Fn::ImportValue', 'Fn::Cidr', 'Fn::GetAZs', 'Fn::Length', 'Fn::ToJsonString'];

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export const unseenRules: readonly Rule[] = [
  {
    id: 'not-checked',
    place: 470,
    severity: 'note',
    finds:
      'what lint cannot check: loops, transforms, nested stacks, modules, conditions, values that a deployment fills in',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html',
    check: checkUnseen,
  },
];
