/** Documents of Systems Manager by name, and the parameters that they take. */
import { inventedDocuments } from '../aws/invented-names.ts';
import { parametersNamed } from '../aws/parameter-references.ts';
import { filledIn } from '../aws/pseudo-parameters.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { notSimulated } from '../diagnostics/not-simulated.ts';
import { describe } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import { itemsIn, type Partly, Unknown } from '../fields/unknown.ts';
import type { Distribution } from '../kernel/distributions.ts';
import type { PlatformType } from '../world/operating-systems.ts';
import type { ParameterFile } from './parameter-file.ts';

/** What a document is for: the agent on nodes, Automation, change requests, or a session. */
export type RunnableType = 'Command' | 'Automation' | 'Automation.ChangeTemplate' | 'Session';

export interface DocumentSpec {
  readonly name: string;
  /** As `DocumentType` has it, also of one that nothing runs, such as Package. Null: the document was refused. */
  readonly type: string | null;
  /** Null: it exists, and is not simulated; with what to use instead. */
  readonly parameters: Readonly<Record<string, ParameterRule>> | null;
  readonly instead?: string;
  /** Not all of its parameters are known: those of other names are taken. */
  readonly takesOthers?: boolean;
  /** Steps that `model.documents` may describe one by one. */
  readonly stepNames?: readonly string[];
  /** Of several associations with it, one is in effect on a node. */
  readonly isOnePerNode?: true;
  /** How it runs on a node. Absent: like a document that nothing is known of. */
  readonly run?: RunSpec;
  /**
   * How long it takes on one target unless `model.documents` says otherwise. Absent: it is simulated step by step, or not
   * at all.
   */
  readonly usualTime?: Distribution;
}

export interface RunSpec {
  readonly platforms: readonly PlatformType[];
  readonly minimumAgentVersion: string | null;
  /** Seconds that a step may run unless the run says otherwise. */
  readonly executionTimeoutSeconds: number;
  /** The parameter that says otherwise. */
  readonly timeoutParameter: string | null;
  /** Of one whose steps have limits of their own: all of them together. It goes before the two above. */
  readonly timeoutSeconds?: (parameters: Parameters) => number;
  /** Whether the capability performs a run with these parameters; others take as long as `model.documents` says. */
  readonly isPerformed?: (parameters: Parameters) => boolean;
  /** What its exit codes mean, as far as AWS says. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

export interface ParameterRule {
  readonly isRequired?: true;
  /** Required, and a run depends on it. */
  readonly isDecisive?: true;
  readonly allowed?: readonly string[];
  readonly pattern?: RegExp;
  readonly expected?: string;
  /** It is the address of a file, which the scenario's `files` names. */
  readonly file?: ParameterFile<unknown>;
}

export type Parameters = Readonly<Record<string, readonly string[]>>;

/** The name alone of an ARN: `arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline`, of a function or state machine. */
export function documentName(nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const parts = nameOrArn.split(':');
  // A Lambda ARN may end in a version or an alias.
  const name = parts[2] === 'lambda' ? parts[6] : parts.at(-1)!.split('/').at(-1);
  return name === undefined || name === '' ? nameOrArn : name;
}

interface WrittenRun {
  readonly name: string;
  readonly namePath: DataPath;
  /** Undefined: they could not be read, which has been reported. */
  readonly parameters: Partly<Parameters> | undefined;
  readonly parametersPath: DataPath;
  /** What its sender runs. Null: either, or what is no document, such as a function. */
  readonly type: RunnableType | null;
  /** With which AWS refuses a document of another type; absent: that of the type. */
  readonly awsError?: string;
  /** The parameters of a task may have pseudo parameters, which its window fills in. */
  readonly isWindowTask?: boolean;
}

/** Those that targets fill in have values that only a run knows. */
export function withFilled(parameters: Partly<Parameters>, names: readonly string[]): Partly<Parameters> {
  if (parameters instanceof Unknown || names.length === 0) return parameters;
  return { ...parameters, ...Object.fromEntries(names.map((name) => [name, new Unknown([])])) };
}

/** Warns of what fleetsim does not know, and refuses parameters that the document does not take. */
export function refuseRun(
  { name, namePath, parameters, parametersPath, type, isWindowTask = false, ...run }: WrittenRun,
  spec: DocumentSpec | undefined,
  context: LoadContext,
): void {
  const refusal = documentRefusal(name, spec, type);
  if (refusal !== null) {
    const { code, message, help, awsError } = { ...refusal, ...run };
    context.error(namePath, code, message, { awsError, help });
  } else if (spec?.parameters === null) {
    const touches = 'it installs patches, which every answer would lack';
    const { message, options } = notSimulated({ name, touches, instead: `use ${spec.instead}` });
    context.error(namePath, 'unsupported-document', message, options);
  } else if (spec !== undefined) {
    if (parameters !== undefined && !(parameters instanceof Unknown)) {
      const { parameters: rules, takesOthers = false, type: own } = spec;
      const awsError = parametersError[own ?? ''];
      refuseParameters(
        { name, rules, takesOthers, awsError, isWindowTask },
        parameters,
        parametersPath,
        context,
      );
    }
  } else if (!context.isKnownDocument(name)) {
    const { message, options } = notSimulated({
      name,
      touches: 'what it does is unknown, and its status is assumed: each run ends at once and succeeds',
      instead: `say how long it runs and how often it fails: model.documents.${name}: { run: 2m, fails: 1% }`,
    });
    context.warning(namePath, 'unknown-document', message, options);
  }
}

export interface DocumentRefusal {
  readonly code: 'bad-target' | 'unknown-reference';
  readonly message: string;
  readonly help: string;
  readonly awsError: string;
}

/**
 * Why AWS does not run what has this name; null: it does, or nothing is known of it. `wanted` null: either type will do.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export function documentRefusal(
  name: string,
  spec: DocumentSpec | undefined,
  wanted: RunnableType | null,
): DocumentRefusal | null {
  const { awsError, help } = ofType[wanted ?? 'Command'];
  if (spec === undefined) {
    if (!Object.hasOwn(inventedDocuments, name)) return null;
    const use = `use ${inventedDocuments[name]}`;
    return { code: 'unknown-reference', message: `AWS has no document ${name}`, help: use, awsError };
  }
  const types: readonly (string | null)[] = wanted === null ? ['Command', 'Automation'] : [wanted];
  if (spec.type === null || types.includes(spec.type)) return null;
  const message = `expected a document of type ${types.join(' or ')}; ${name} is one of type ${spec.type}`;
  return { code: 'bad-target', message, help, awsError };
}

/** The errors of those calls, and of API_StartSession.html. */
const ofType: Readonly<Record<RunnableType, { readonly awsError: string; readonly help: string }>> = {
  Command: {
    awsError: 'InvalidDocument',
    help: 'nodes run documents of type Command: start a runbook as an execution of its own, or as a task of type AUTOMATION',
  },
  Automation: {
    awsError: 'AutomationDefinitionNotFoundException',
    help: 'name a runbook, such as one of your own with the step aws:runCommand',
  },
  'Automation.ChangeTemplate': {
    awsError: 'AutomationDefinitionNotFoundException',
    help: 'name a change template: a document of type Automation.ChangeTemplate',
  },
  Session: {
    awsError: 'InvalidDocument',
    help: 'leave DocumentName out for a shell, or name a document of type Session',
  },
};

/** What AWS answers to parameters that a document does not take. */
const parametersError: Readonly<Record<string, string>> = {
  Command: 'InvalidParameters',
  Automation: 'InvalidAutomationExecutionParametersException',
  'Automation.ChangeTemplate': 'InvalidAutomationExecutionParametersException',
  Session: 'InvalidParameters',
};

interface Taker {
  readonly name: string;
  readonly rules: Readonly<Record<string, ParameterRule>>;
  readonly awsError: string | undefined;
  readonly takesOthers: boolean;
  readonly isWindowTask: boolean;
}

function refuseParameters(
  { name, rules, takesOthers, awsError, isWindowTask }: Taker,
  parameters: Readonly<Record<string, readonly Partly<string>[] | Unknown>>,
  path: DataPath,
  context: LoadContext,
): void {
  for (const [parameter, values] of Object.entries(parameters)) {
    const rule = Object.hasOwn(rules, parameter) ? rules[parameter] : undefined;
    if (rule === undefined && takesOthers) continue;
    if (rule === undefined) {
      const help = suggestion(parameter, Object.keys(rules));
      context.error([...path, parameter], 'unknown-key', `unknown parameter of ${name}`, {
        at: 'key',
        awsError,
        help,
      });
      continue;
    }
    for (const value of itemsIn(values)) {
      if (typeof value !== 'string') continue;
      const at = [...path, parameter];
      if (refuseLookup(rule, value, `${parameter} of ${name}`, at, context)) continue;
      refuseValue(rule, awsError, isWindowTask ? filledIn(value) : value, at, context);
    }
  }
  for (const [parameter, { isRequired, isDecisive }] of Object.entries(rules)) {
    const given = parameters[parameter];
    if (isRequired !== true || given instanceof Unknown || (given?.length ?? 0) > 0) continue;
    const message = `missing: expected the parameter ${parameter} of ${name}`;
    if (isDecisive) context.error(path, 'missing-key', message, { awsError });
    // The run does not depend on what a script says, so that a sketch may leave it out.
    else context.warning(path, 'missing-parameter', `${message}; AWS would answer ${awsError}`);
  }
}

/**
 * Whether the value is looked up when the document is sent, or when a stack is deployed. What Parameter Store has is known once the whole
 * file is; of the others nothing can be said, where the run depends on it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
function refuseLookup(
  rule: ParameterRule,
  value: string,
  what: string,
  path: DataPath,
  context: LoadContext,
): boolean {
  const lookups = value.match(/\{\{ *(?:ssm|ssm-secure|resolve):[^{}]*\}\}/g) ?? [];
  const name = lookups.find((one) => parametersNamed([one]).length === 0);
  if (name === undefined) return lookups.length > 0;
  const isDecisive = rule.allowed !== undefined || rule.pattern !== undefined;
  const { message, options } = notSimulated({
    name,
    touches: isDecisive
      ? `the run depends on ${what}, and AWS looks the value up only when it needs it`
      : `${what} is taken to be found; AWS fails the run where the parameter is missing or may not be read`,
    instead: 'write the value that it stands for',
  });
  if (isDecisive) context.error(path, 'unsupported-reference', message, options);
  else context.warning(path, 'unsupported-reference', message, options);
  return true;
}

function refuseValue(
  rule: ParameterRule,
  awsError: string | undefined,
  value: string,
  path: DataPath,
  context: LoadContext,
): void {
  if (rule.file !== undefined) warnOfMissingFile(value, path, context);
  const isAllowed =
    rule.allowed?.includes(value) ?? (rule.pattern && fits(rule.pattern, value, context)) ?? true;
  if (isAllowed) return;
  const expected = rule.expected ?? `one of ${(rule.allowed ?? []).join(', ')}`;
  context.error(path, 'bad-value', `expected ${expected}; found ${describe(value)}`, {
    awsError,
    help: rule.allowed === undefined ? undefined : suggestion(value, rule.allowed),
  });
}

/** Wherever AWS wants the id of an instance, the name of a node is taken: its id is of this shape. */
function fits(pattern: RegExp, value: string, context: LoadContext): boolean {
  if (pattern.test(value)) return true;
  const prefix = context.isHybridNodeName(value) ? 'mi-' : 'i-';
  return context.isNodeName(value) && pattern.test(`${prefix}${'0'.repeat(17)}`);
}

/** What lies at an address is said by the scenario's `files`. */
function warnOfMissingFile(address: string, path: DataPath, context: LoadContext): void {
  if (!/^(https|s3):/.test(address) || context.isFileAddress(address)) return;
  context.warning(path, 'unknown-address', 'files does not name this address: nodes find no file there', {
    help: `name what AWS would read: files: { "${address}": ./a-file-beside-the-scenario }`,
  });
}
