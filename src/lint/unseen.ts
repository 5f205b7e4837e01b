/**
 * What a template leaves to a deployment, to another file or to a macro, and lint therefore cannot check.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html
 */
import type { Resource } from '../capability/lint/resource.ts';
import type { Subject } from '../capability/lint/subject.ts';
import { rawAt } from '../capability/lint/written.ts';
import type { Report, Rule } from '../capability/lint-rule.ts';
import { depthMax } from '../cloudformation/declared.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';

function checkUnseen(subject: Subject, report: Report): void {
  const { root, kind, resources } = subject;
  if (kind !== 'template') return;
  reportTransforms(root['Transform'], report);
  for (const section of ['Resources', 'Conditions', 'Outputs']) {
    for (const path of expandedIn(root[section], [section])) reportExpanded(path, report);
  }
  for (const resource of resources) reportElsewhere(resource, report);
  for (const resource of subject.ownResources) reportOpen(resource, subject, report);
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

interface OpenValue {
  readonly path: DataPath;
  readonly because: string;
}

/** One finding for each resource, at the first value that is open. */
function reportOpen({ logicalId, path }: Resource, { root }: Subject, report: Report): void {
  const open = openIn(rawAt(root, path), path);
  const [first] = open;
  if (first === undefined) return;
  const keys = [...new Set(open.map((one) => String(one.path[path.length] ?? 'Properties')))];
  const reasons = [...new Set(open.map(({ because }) => because))].join(' and ');
  const isOne = keys.length === 1;
  report(
    first.path,
    `${listed(keys)} of ${logicalId} ${isOne ? 'depends' : 'depend'} on ${reasons}, which only a deployment decides: ` +
      `${isOne ? 'it was' : 'they were'} not checked in full`,
    { help: 'to check the values too, write them into the file, or as defaults of Parameters' },
  );
}

function openIn(raw: unknown, path: DataPath, depth = 0): OpenValue[] {
  if (typeof raw === 'string') {
    const name = /\{\{resolve:[^}]*\}\}/.exec(raw)?.[0];
    return name === undefined ? [] : [{ path, because: '{{resolve:…}}' }];
  }
  if (depth > depthMax || typeof raw !== 'object' || raw === null) return [];
  return Object.entries(raw).flatMap(([key, value]): OpenValue[] => {
    const at = [...path, Array.isArray(raw) ? Number(key) : key];
    if (key === 'Fn::If') {
      const name = Array.isArray(value) && typeof value[0] === 'string' ? value[0] : '…';
      return [{ path, because: `the condition ${name}` }];
    }
    if (key === 'Fn::ImportValue') return [{ path, because: 'Fn::ImportValue' }];
    return openIn(value, at, depth + 1);
  });
}

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
