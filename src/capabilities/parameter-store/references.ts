/**
 * References in parameters of documents. AWS looks them up when the document is sent, in the name of the sender, and then holds the value to
 * the document's own rules. A SecureString is refused.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-param-runcommand.html
 */
import {
  hasReference,
  itemsOfList,
  parametersNamed,
  wholeReference,
  withReferences,
} from '../../aws/parameter-references.ts';
import { documentSpec } from '../../capability/documents.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import type { ParameterRule } from '../../cloudformation/document-spec.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { roleMeant } from '../../cloudformation/world-resources/roles.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Caller } from './access.ts';
import { anyone, callerOfAction, callerOfRole } from './callers.ts';
import { putParameter } from './calls.ts';
import { selectorOf, storedName } from './names.ts';
import { type Looked, parametersView, type Sender } from './parameters-view.ts';
import { isPublicParameter } from './public-parameters.ts';
import type { Answer } from './reading.ts';
import { isRefusal, type Refusal, refusalText } from './refusal.ts';
import type { Read } from './request.ts';
import { parameter } from './resources.ts';
import type { PutRequest } from './store.ts';

/** A request to run a document, with what its references stand for; `error`: what AWS answers instead. */
export function sendsFor<
  Request extends { readonly source: RunSource; readonly parameters: RunSource['parameters'] },
>(
  { views }: Pick<Simulation, 'views'>,
  request: Request,
): { readonly request: Request; readonly error: string | null } {
  if (!hasReference(request.parameters)) return { request, error: null };
  const { parameters, error } = views.of(parametersView).lookUp(request.source, request.parameters);
  const { source } = request;
  const resolved = { ...source, parameters, written: source.written ?? source };
  return { request: { ...request, parameters, source: resolved }, error };
}

type ReadAs = (account: string, caller: Caller, read: Read) => Answer | Refusal;

/** The agent's words for what it does not find and for what it may not have: amazon-ssm-agent, agent/parameterstore. */
export function lookUp(
  scenario: Scenario,
  source: Sender,
  parameters: RunSource['parameters'],
  read: ReadAs,
): Looked {
  const refused = (error: string): Looked => ({ parameters, error });
  const values = new Map<string, string | readonly string[]>();
  const invalid: string[] = [];
  const secure: string[] = [];
  for (const selector of parametersNamed(Object.values(parameters).flat())) {
    const request: Read = {
      call: 'GetParameters',
      names: [selector],
      withDecryption: false,
      isRecursive: false,
      pageSize: 10,
    };
    const answer = read(source.account ?? '', senderOf(scenario, source), request);
    if (isRefusal(answer)) return refused(refusalText(answer));
    if (answer.values.length === 0) invalid.push(selector);
    else if (answer.own[0]!.type === 'SecureString') secure.push(selector);
    else values.set(selector, inserted(answer.own[0]!.type, answer.values[0]!));
  }
  const unknown = invalid.filter((selector) => !isTakenToBeThere(scenario, source, selector));
  if (unknown.length > 0) return refused(notFoundWords(unknown));
  if (secure.length > 0)
    return refused(
      `InvalidParameters: Parameters [${secure.join(' ')}] of type SecureString are not supported`,
    );
  const misused = listWithinText(parameters, values);
  if (misused !== null) {
    const name = selectorOf(misused).name;
    return refused(`InvalidParameters: SSM parameter ${name} of type StringList cannot be used as a String`);
  }
  const looked = withReferences(parameters, (selector) => values.get(selector) ?? null);
  return { parameters: looked, error: ruleBroken(scenario, source, parameters, looked) };
}

/** A StringList is a list of items. */
function inserted(type: string | null, value: string): string | readonly string[] {
  return type === 'StringList' ? itemsOfList(value) : value;
}

/** A list that a text has more beside; null: there is none. */
function listWithinText(
  parameters: RunSource['parameters'],
  values: ReadonlyMap<string, string | readonly string[]>,
): string | null {
  const mixed = Object.values(parameters)
    .flat()
    .filter((text) => wholeReference(text) === null);
  return parametersNamed(mixed).find((selector) => Array.isArray(values.get(selector))) ?? null;
}

function notFoundWords(selectors: readonly string[]): string {
  return `InvalidParameters: Input contains invalid parameters [${selectors.join(' ')}]`;
}

/** Who makes the call, or the role in whose name a task or a rule sends. */
function senderOf(scenario: Scenario, { id, parent, role }: Sender): Caller {
  const action = parent === null ? scenario.actions.find((one) => one.id === id) : undefined;
  if (action !== undefined) return callerOfAction(action, scenario);
  const meant = role === null ? undefined : roleMeant(scenario.nouns, role);
  return meant === undefined ? anyone : callerOfRole(meant);
}

/** What the document allows in each parameter that had a reference. */
function ruleBroken(
  scenario: Scenario,
  { document }: Sender,
  written: RunSource['parameters'],
  looked: RunSource['parameters'],
): string | null {
  const rules = document === null ? null : (documentSpec(scenario, document)?.parameters ?? null);
  for (const [name, texts] of Object.entries(looked)) {
    const rule = rules?.[name];
    if (rule === undefined || !hasReference({ [name]: written[name]! })) continue;
    const broken = texts.find((text) => !isAllowed(rule, text));
    if (broken === undefined) continue;
    const missing = parametersNamed([broken]);
    return missing.length > 0
      ? notFoundWords(missing)
      : `InvalidParameters: ${brokenWords(name, broken, rule)}`;
  }
  return null;
}

function isAllowed({ allowed, pattern }: ParameterRule, text: string): boolean {
  return allowed?.includes(text) ?? pattern?.test(text) ?? true;
}

/** As AWS words it. */
function brokenWords(name: string, value: string, { allowed, pattern }: ParameterRule): string {
  const rule =
    allowed === undefined ? `not matching "${pattern?.source}"` : `not found in [${allowed.join(', ')}]`;
  return `Parameter "${name}" has value "${value}" ${rule}.`;
}

/**
 * A parameter that neither the file nor a call has is outside of the scenario: where nothing depends on its value it is taken to be
 * there, with a warning.
 */
function isTakenToBeThere(scenario: Scenario, source: Sender, selector: string): boolean {
  return !isKnown(scenario, source, selector);
}

/** Whether the file has a parameter of this name, or a call writes one. */
export function isKnown(
  scenario: Scenario,
  { account = '' }: Pick<Sender, 'account'>,
  selector: string,
): boolean {
  return storedAs(scenario, account, selectorOf(selector).name) !== undefined;
}

/** As the file has it, or as the last call writes it. */
export function storedAs(scenario: Scenario, account: string, name: string): PutRequest | undefined {
  const declared = [...nounsOf(scenario, parameter).values()].find(
    (one) => storedName(one.name) === name && (scenario.homes.get(one.logicalId) ?? '') === account,
  );
  const puts = scenario.actions.flatMap((action): PutRequest[] => {
    const put = madeBy(action, putParameter);
    const isMeant = put !== undefined && storedName(put.name) === name && (action.account ?? '') === account;
    return isMeant ? [put] : [];
  });
  return declared ?? puts.at(-1);
}

/** With the values that the file has, or that the last call writes: what a source is taken for before the run. */
export function knowsOfSource(scenario: Scenario, source: RunSource): RunSource {
  if (!hasReference(source.parameters)) return source;
  const { account = '' } = source;
  const standsFor = (selector: string): string | readonly string[] | null => {
    const stored = storedAs(scenario, account, selectorOf(selector).name);
    return stored === undefined ? null : inserted(stored.type, stored.value);
  };
  return { ...source, parameters: withReferences(source.parameters, standsFor), written: source };
}

/** What the file names and does not have: an error where the run depends on the value. */
export function checkReferences(scenario: Scenario, context: LoadContext): void {
  for (const known of sourcesOf(scenario)) {
    const source = known.written;
    if (source === undefined) continue;
    const rules = source.document === null ? null : documentSpec(scenario, source.document)?.parameters;
    for (const [name, texts] of Object.entries(source.parameters)) {
      const rule = rules?.[name];
      const isDecisive = rule?.allowed !== undefined || rule?.pattern !== undefined;
      for (const selector of parametersNamed(texts)) {
        if (isKnown(scenario, source, selector)) continue;
        const path = [...source.pathOf('Parameters'), name];
        const whose = isPublicParameter(selectorOf(selector).name)
          ? `the value of the public parameter ${selector} is AWS's, and not known here`
          : `no parameter ${selector} is under resources, and no PutParameter writes one`;
        if (isDecisive) {
          const message = `${whose}: AWS answers InvalidParameters: Input contains invalid parameters [${selector}]`;
          const help = 'write the AWS::SSM::Parameter under resources, or the value that it stands for';
          context.error(path, 'unknown-reference', message, { awsError: 'InvalidParameters', help });
        } else {
          const message = `${whose}: it is taken to be there, and AWS fails the run where it is missing or may not be read`;
          context.warning(path, 'unknown-reference', message);
        }
      }
    }
  }
}
