/**
 * Functions of CloudFormation as far as a file alone decides them: references to resources, parameters with a default, text
 * put together from those. Everything else is unknown.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import { textsOf, type Value } from './value.ts';

/** No policy or property nests deeper; the reader of the file has a limit of its own. */
const depthMax = 500;

export class Evaluation {
  /** By name: the default, or null. */
  readonly parameters: ReadonlyMap<string, string | null>;
  private readonly logicalIds: ReadonlySet<string>;
  /** Parameters whose text is a list. */
  private readonly lists: ReadonlySet<string>;
  private readonly mappings: unknown;

  constructor(root: PlainMap, resourcesKey: string) {
    this.parameters = parametersOf(root);
    this.lists = listParametersOf(root);
    this.mappings = root['Mappings'];
    const resources = root[resourcesKey];
    this.logicalIds = new Set(isMap(resources) ? Object.keys(resources) : []);
  }

  valueOf(raw: unknown, path: DataPath, depth = 0): Value {
    if (raw === null || raw === undefined) return { kind: 'null', path };
    if (typeof raw === 'string') return { kind: 'text', text: raw, path };
    if (depth > depthMax) return { kind: 'unknown', path };
    if (Array.isArray(raw)) {
      const items = raw
        .map((item, index) => this.valueOf(item, [...path, index], depth + 1))
        .filter((item) => !isNoValue(raw, item));
      return { kind: 'list', items, path };
    }
    if (!isMap(raw)) return { kind: 'unknown', path };
    const [key, ...others] = Object.keys(raw);
    if (
      key !== undefined &&
      others.length === 0 &&
      (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))
    ) {
      return this.applied(key, raw[key], path, depth);
    }
    const entries = new Map<string, Value>();
    for (const [name, item] of Object.entries(raw)) {
      if (isMap(item) && item['Ref'] === 'AWS::NoValue') continue;
      entries.set(name, this.valueOf(item, [...path, name], depth + 1));
    }
    return { kind: 'map', entries, path };
  }

  private applied(name: string, argument: unknown, path: DataPath, depth: number): Value {
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? this.referred(argument, path) : { kind: 'unknown', path };
      case 'Fn::GetAtt': {
        const id = Array.isArray(argument)
          ? argument[0]
          : typeof argument === 'string'
            ? argument.split('.')[0]
            : null;
        return typeof id === 'string' && this.logicalIds.has(id)
          ? { kind: 'resource', logicalId: id, path }
          : { kind: 'unknown', path };
      }
      case 'Fn::Sub':
        return this.substituted(argument, path);
      case 'Fn::Join':
        return this.joined(argument, path, depth);
      case 'Fn::Split':
        return this.split(argument, path, depth);
      case 'Fn::Select':
        return this.selected(argument, path, depth);
      case 'Fn::FindInMap':
        return this.looked(argument, path, depth);
      default:
        return { kind: 'unknown', path };
    }
  }

  private referred(name: string, path: DataPath): Value {
    if (this.logicalIds.has(name)) return { kind: 'resource', logicalId: name, path };
    const text = this.parameters.get(name);
    if (typeof text !== 'string') return { kind: 'unknown', path };
    if (!this.lists.has(name)) return { kind: 'text', text, path };
    const items = text.split(',').map((item): Value => ({ kind: 'text', text: item.trim(), path }));
    return { kind: 'list', items, path };
  }

  private split(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string') return { kind: 'unknown', path };
    const text = this.valueOf(argument[1], path, depth + 1);
    if (text.kind !== 'text') return { kind: 'unknown', path };
    const items = text.text.split(argument[0]).map((item): Value => ({ kind: 'text', text: item, path }));
    return { kind: 'list', items, path };
  }

  private selected(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument) || argument.length !== 2) return { kind: 'unknown', path };
    const index = this.valueOf(argument[0], path, depth + 1);
    const list = this.valueOf(argument[1], path, depth + 1);
    const item = list.kind === 'list' && index.kind === 'text' ? list.items[Number(index.text)] : undefined;
    return item === undefined ? { kind: 'unknown', path } : { ...item, path };
  }

  /** A mapping whose keys stand in the file. */
  private looked(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument) || argument.length !== 3) return { kind: 'unknown', path };
    let found = this.mappings;
    for (const raw of argument) {
      const key = this.valueOf(raw, path, depth + 1);
      if (key.kind !== 'text' || !isMap(found)) return { kind: 'unknown', path };
      found = found[key.text];
    }
    return found === undefined || isMap(found)
      ? { kind: 'unknown', path }
      : placedAt(path, this, found, depth);
  }

  private substituted(argument: unknown, path: DataPath): Value {
    const [template, own] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof template !== 'string') return { kind: 'unknown', path };
    let isKnown = true;
    const text = template.replaceAll(/\$\{(!?)([^}]*)\}/g, (whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      const given = isMap(own) ? own[name.trim()] : undefined;
      const value = typeof given === 'string' ? given : this.parameters.get(name.trim());
      if (typeof value === 'string') return value;
      isKnown = false;
      return whole;
    });
    const only = /^\$\{([^}!.]+)(?:\.[^}]*)?\}$/.exec(template)?.[1];
    if (only !== undefined && this.logicalIds.has(only)) return { kind: 'resource', logicalId: only, path };
    return isKnown ? { kind: 'text', text, path } : { kind: 'unknown', path };
  }

  private joined(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string') return { kind: 'unknown', path };
    const list = this.valueOf(argument[1], path, depth + 1);
    if (list.kind !== 'list' || !list.items.every((item) => item.kind === 'text'))
      return { kind: 'unknown', path };
    const texts = textsOf(list);
    return { kind: 'text', text: texts.join(argument[0]), path };
  }
}

/** An item that is as if it had not been written. */
function isNoValue(list: readonly unknown[], { path }: Value): boolean {
  const item = list[path.at(-1) as number];
  return isMap(item) && item['Ref'] === 'AWS::NoValue';
}

/** What stands elsewhere in the file is pointed at where it is used. */
function placedAt(path: DataPath, evaluation: Evaluation, raw: unknown, depth: number): Value {
  const value = evaluation.valueOf(raw, path, depth + 1);
  if (value.kind !== 'list') return value;
  return { ...value, items: value.items.map((item) => ({ ...item, path })) };
}

function declarationsOf(root: PlainMap): [string, PlainMap][] {
  const declared = root['Parameters'];
  if (!isMap(declared)) return [];
  return Object.entries(declared).map(([name, raw]) => [name, isMap(raw) ? raw : {}]);
}

/**
 * Of a parameter that is kept in Parameter Store the default is its name there, not its value:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html
 */
function parametersOf(root: PlainMap): Map<string, string | null> {
  return new Map(
    declarationsOf(root).map(([name, { Type, Default }]) => {
      const isStored = typeof Type === 'string' && Type.startsWith('AWS::SSM::Parameter::');
      return [name, typeof Default === 'string' && Default !== '' && !isStored ? Default : null];
    }),
  );
}

function listParametersOf(root: PlainMap): Set<string> {
  const isList = ({ Type }: PlainMap): boolean =>
    typeof Type === 'string' && (Type === 'CommaDelimitedList' || Type.startsWith('List<'));
  return new Set(declarationsOf(root).flatMap(([name, declared]) => (isList(declared) ? [name] : [])));
}
