/**
 * Functions of CloudFormation, in two uses. The loader's is strict: whatever cannot be worked out is refused. Lint's is lenient:
 * it is unknown.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
import { suggestion } from '../diagnostics/nearest.ts';
import { describe, isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { ProblemOptions } from '../fields/context.ts';
import { depthMax, functionName } from './declared.ts';
import { KeptValues } from './kept-values.ts';
import { listParametersOf, parametersOf, pseudoParametersOf } from './parameters.ts';
import { type Refuse, ResourceNames, type Surroundings } from './resource-names.ts';
import { outlineOf, textsOf, type Value } from './value.ts';

/** The functions of a scenario. A template may have all that are worked out here. */
const supportedInScenarios = ['Ref', 'Fn::GetAtt', 'Fn::Sub'];

/** What CloudFormation looks up when it deploys. */
const dynamicReference = /\{\{resolve:(ssm|ssm-secure|secretsmanager):[^}]*\}\}/;

/** How many arguments a function takes, at least and at most. */
const argumentCounts: Readonly<Record<string, readonly [number, number]>> = {
  'Fn::FindInMap': [3, 4],
  'Fn::If': [3, 3],
  'Fn::Join': [2, 2],
  'Fn::Select': [2, 2],
  'Fn::Split': [2, 2],
};

export class Evaluation {
  /** Parameters of a template, by name: the default, or null. */
  readonly parameters: ReadonlyMap<string, string | null>;
  private readonly surroundings: Surroundings;
  private readonly refuse: Refuse;
  private readonly isStrict: boolean;
  private readonly pseudoParameters: ReadonlyMap<string, string | readonly string[]>;
  private readonly lists: ReadonlySet<string>;
  private readonly kept: KeptValues;
  private readonly names: ResourceNames;

  constructor(surroundings: Surroundings, isStrict: boolean, refuse: Refuse) {
    this.isStrict = isStrict;
    this.surroundings = surroundings;
    this.refuse = refuse;
    this.kept = new KeptValues(surroundings);
    this.parameters = parametersOf(surroundings.root, (name) => this.kept.of(name, ''));
    this.lists = listParametersOf(surroundings.root);
    this.pseudoParameters =
      surroundings.deployed === null ? new Map() : pseudoParametersOf(surroundings.deployed);
    const known = new Set([...this.parameters.keys(), ...this.pseudoParameters.keys()]);
    this.names = new ResourceNames(surroundings, isStrict, refuse, known, (raw, path) =>
      this.valueOf(raw, path),
    );
  }

  valueOf(raw: unknown, path: DataPath, depth = 0): Value {
    if (raw === null) return { kind: 'absent', path };
    if (raw === undefined) return { kind: 'absent', path, isOmitted: true };
    if (typeof raw === 'string') {
      const text = raw.includes('{{resolve:') ? this.kept.in(raw, path) : raw;
      const isFilledIn = !this.isStrict && dynamicReference.test(text);
      return isFilledIn ? unknownAt(path) : { kind: 'text', text, path };
    }
    if (depth > depthMax) return this.fail(path, 'too-deep', `expected at most ${depthMax} levels`);
    if (Array.isArray(raw)) {
      const items = raw
        .map((item, index) => this.valueOf(item, [...path, index], depth + 1))
        .filter((item) => !isOmitted(item));
      return { kind: 'list', items, path };
    }
    if (!isMap(raw)) return unknownAt(path);
    const name = functionName(raw);
    if (name !== null) return this.applied(name, raw[name], path, depth);
    const entries = new Map<string, Value>();
    for (const [key, item] of Object.entries(raw)) {
      const value = this.valueOf(item, [...path, key], depth + 1);
      if (!isOmitted(value)) entries.set(key, value);
    }
    return { kind: 'map', entries, path };
  }

  private fail(path: DataPath, code: string, message: string, options?: ProblemOptions): Value {
    if (this.isStrict) this.refuse(path, code, message, options);
    return unknownAt(path);
  }

  /** CloudFormation refuses it, unless a function is where the argument belongs, as AWS::LanguageExtensions has it. */
  private malformed(argument: unknown, path: DataPath, message: string): Value {
    const items = Array.isArray(argument) ? argument : [argument];
    if (this.isStrict || !items.some((item) => isMap(item) && functionName(item) !== null)) {
      this.refuse(path, 'bad-value', message, { awsError: 'ValidationError' });
    }
    return unknownAt(path);
  }

  private applied(name: string, argument: unknown, path: DataPath, depth: number): Value {
    if (this.isStrict && !supportedInScenarios.includes(name)) {
      const expected = `expected one of ${supportedInScenarios.join(', ')}`;
      return this.fail(path, 'unsupported-function', expected, { help: `write what ${name} returns` });
    }
    const [least, most] = argumentCounts[name] ?? [0, 0];
    const count = Array.isArray(argument) ? argument.length : 0;
    if (least > 0 && (count < least || count > most)) {
      const expected = least === most ? String(least) : `${least} or ${most}`;
      return this.malformed(
        argument,
        path,
        `${name}: expected a list of ${expected}, found ${Array.isArray(argument) ? count : describe(argument)}`,
      );
    }
    switch (name) {
      case 'Ref':
        return this.referred(argument, path);
      case 'Fn::GetAtt':
        return this.attributeOf(argument, path);
      case 'Fn::Sub':
        return this.substituted(argument, path, depth);
      case 'Fn::Join':
        return this.joined(argument, path, depth);
      case 'Fn::Split':
        return this.split(argument, path, depth);
      case 'Fn::Select':
        return this.selected(argument, path, depth);
      case 'Fn::FindInMap':
        return this.looked(argument, path, depth);
      default:
        return unknownAt(path);
    }
  }

  private referred(name: unknown, path: DataPath): Value {
    if (typeof name !== 'string') {
      return this.malformed(name, path, `Ref: expected a logical id, found ${describe(name)}`);
    }
    if (name === 'AWS::NoValue') return { kind: 'absent', path, isOmitted: true };
    const pseudo = this.pseudoParameters.get(name);
    if (pseudo !== undefined) return typeof pseudo === 'string' ? textAt(path, pseudo) : listAt(path, pseudo);
    const parameter = this.parameters.get(name);
    if (typeof parameter === 'string') {
      if (!this.lists.has(name)) return textAt(path, parameter);
      return listAt(
        path,
        parameter.split(',').map((item) => item.trim()),
      );
    }
    const resource = this.names.find(name, path);
    if (resource === null) return unknownAt(path, `\${${name}}`);
    const isByArn = this.surroundings.types.get(resource.type)?.refersByArn === true;
    const returned = isByArn ? this.names.arnOf(resource) : this.names.nameOf(resource);
    const text = this.names.isDecidedElsewhere(resource) ? null : returned;
    return { kind: 'resource', logicalId: name, text, path };
  }

  private attributeOf(argument: unknown, path: DataPath): Value {
    const words = typeof argument === 'string' ? argument.split(/\.(.*)/s).slice(0, 2) : argument;
    if (!Array.isArray(words) || words.length !== 2 || typeof words[0] !== 'string') {
      const message = 'Fn::GetAtt: expected a logical id and an attribute, such as !GetAtt Role.Arn';
      return this.malformed(argument, path, message);
    }
    return this.attribute(words[0], words[1], path);
  }

  private attribute(logicalId: string, attribute: unknown, path: DataPath): Value {
    const resource = this.names.find(logicalId, path);
    if (resource === null) return unknownAt(path);
    const names = this.surroundings.types.get(resource.type);
    // Of an attribute that a template computes nothing is known.
    if (!this.isStrict && typeof attribute !== 'string') return unknownAt(path);
    if (names !== undefined && !(typeof attribute === 'string' && names.attributes.includes(attribute))) {
      this.refuse(
        path,
        'unknown-attribute',
        `expected an attribute of ${resource.type}: ${names.attributes.join(', ')}; found ${describe(attribute)}`,
        {
          awsError: 'ValidationError',
          help: suggestion(typeof attribute === 'string' ? attribute : '', names.attributes),
        },
      );
      return unknownAt(path);
    }
    if (this.names.isDecidedElsewhere(resource)) return { kind: 'resource', logicalId, text: null, path };
    const text = /Arn$/.test(String(attribute))
      ? this.names.arnOf(resource)
      : this.names.named(resource, String(attribute));
    return { kind: 'resource', logicalId, text, path };
  }

  /** `${Name}`, `${Name.Attribute}`, `${AWS::Region}`; `${!Name}` is the text `${Name}`. */
  private substituted(argument: unknown, path: DataPath, depth: number): Value {
    const [template, given] = Array.isArray(argument) ? argument : [argument, undefined];
    const isPair = Array.isArray(argument);
    if (typeof template !== 'string' || (isPair && (argument.length !== 2 || !isMap(given)))) {
      const message = 'Fn::Sub: expected text, or a list of text and a map of its variables';
      return this.malformed(argument, path, message);
    }
    const variables = new Map<string, Value>();
    for (const [name, value] of Object.entries(isMap(given) ? given : {})) {
      variables.set(name, this.valueOf(value, path, depth + 1));
    }
    let isWhole = true;
    let only: Value | null = null;
    const text = template.replaceAll(/\$\{([^}]*)\}/g, (whole, inside: string) => {
      if (inside.startsWith('!')) return `\${${inside.slice(1)}}`;
      const name = inside.trim();
      const value = variables.get(name) ?? this.variable(name, path);
      if (value.kind === 'text') return value.text;
      if (value.kind === 'resource' && (this.isStrict || whole === template)) {
        only = value;
        return value.text ?? whole;
      }
      if (variables.has(name) && value.kind !== 'unknown') {
        this.fail(path, 'bad-value', `Fn::Sub: expected ${name} to be text`);
      }
      isWhole = false;
      return whole;
    });
    if (only !== null && /^\$\{[^}]*\}$/.test(template)) return { ...(only as Value), path };
    return isWhole ? textAt(path, text) : unknownAt(path, text);
  }

  private variable(name: string, path: DataPath): Value {
    const dot = name.indexOf('.');
    return dot < 0
      ? this.referred(name, path)
      : this.attribute(name.slice(0, dot), name.slice(dot + 1), path);
  }

  private joined(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string') return unknownAt(path);
    const list = this.valueOf(argument[1], path, depth + 1);
    if (list.kind !== 'list') return unknownAt(path);
    if (list.items.every(({ kind }) => kind === 'text')) return textAt(path, textsOf(list).join(argument[0]));
    return unknownAt(path, list.items.map((item) => outlineOf(item) ?? `\${}`).join(argument[0]));
  }

  private split(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument) || typeof argument[0] !== 'string') return unknownAt(path);
    const text = this.valueOf(argument[1], path, depth + 1);
    return text.kind === 'text' ? listAt(path, text.text.split(argument[0])) : unknownAt(path);
  }

  private selected(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument)) return unknownAt(path);
    const index = this.valueOf(argument[0], path, depth + 1);
    const list = this.valueOf(argument[1], path, depth + 1);
    const item = list.kind === 'list' && index.kind === 'text' ? list.items[Number(index.text)] : undefined;
    return item === undefined ? unknownAt(path) : { ...item, path };
  }

  /**
   * A value of a mapping, or the default where the mapping has no such key. The finding points at where it is used.
   *
   * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap-enhancements.html
   */
  private looked(argument: unknown, path: DataPath, depth: number): Value {
    if (!Array.isArray(argument)) return unknownAt(path);
    let found: unknown = this.surroundings.root['Mappings'];
    for (const raw of argument.slice(0, 3)) {
      const key = this.valueOf(raw, path, depth + 1);
      if (key.kind !== 'text' || (found !== undefined && !isMap(found))) return unknownAt(path);
      found = isMap(found) && Object.hasOwn(found, key.text) ? found[key.text] : undefined;
    }
    if (found === undefined && isMap(argument[3])) found = argument[3]['DefaultValue'];
    if (found === undefined || (isMap(found) && functionName(found) === null)) return unknownAt(path);
    const value = this.valueOf(found, path, depth + 1);
    if (value.kind !== 'list') return value;
    return { ...value, items: value.items.map((item) => ({ ...item, path })) };
  }
}

function textAt(path: DataPath, text: string): Value {
  return { kind: 'text', text, path };
}

function listAt(path: DataPath, texts: readonly string[]): Value {
  return { kind: 'list', items: texts.map((text) => textAt(path, text)), path };
}

function unknownAt(path: DataPath, outline: string | null = null): Value {
  return { kind: 'unknown', path, outline };
}

function isOmitted(value: Value): boolean {
  return value.kind === 'absent' && value.isOmitted === true;
}
