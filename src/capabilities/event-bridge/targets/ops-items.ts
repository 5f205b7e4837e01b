/**
 * OpsItems that rules create.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-automatically-create-OpsItems-2.html
 */
import type { OpsItemSource } from '../../../capability/ops-item-source.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { parsedJson } from '../../../fields/json-values.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { dedupStringOf, fieldsInEvent, noAnswer, opsFacts, runbooksOf } from '../../ops-center/facts.ts';
import { rulesOf } from '../resources/index.ts';
import { eventsService } from '../rules.ts';
import type { Delivery, RuleTarget } from '../state.ts';
import { kindOf } from './kinds.ts';

const descriptionMax = 2048;

/**
 * The event as it is makes an OpsItem of its own fields. ASSUMPTION rule-ops-item: AWS does not say what the title and the source of
 * that are, and documents deduplication strings of templates only: it has none, and is always created.
 */
function ofEvent({ event, rule }: Delivery): object {
  const { source, 'detail-type': title, detail } = event.envelope;
  return {
    title,
    description: `${rule.name}: ${JSON.stringify(detail)}`.slice(0, descriptionMax),
    source: source.replace(/^aws\./, ''),
  };
}

export function askForOpsItem(
  { facts, scenario }: Simulation,
  delivery: Delivery,
  payload: unknown,
  id: string,
): void {
  const { rule, target, event } = delivery;
  const origin = { kind: 'rule', id: rule.logicalId } as const;
  const { resources } = event.envelope;
  const fields = fieldsInEvent(isWhole(target) ? ofEvent(delivery) : payload, resources);
  const by = target.roleArn ?? rule.roleArn ?? eventsService;
  const account = scenario.homes.get(rule.logicalId) ?? '';
  const request = { id, origin, by, account, node: event.node };
  if ('error' in fields) {
    // What the template lacks is refused as the call would be, and nothing is created.
    facts.of(opsFacts).opsItemUnreadable.tell(request, fields.error);
    return;
  }
  facts.of(opsFacts).opsItemRequested.tell({ ...request, fields: fields.value }, noAnswer());
}

/** The event as it is: nothing of the target says otherwise. */
function isWhole({ input, inputPath, inputTransformer }: RuleTarget): boolean {
  return input === null && inputPath === null && inputTransformer === null;
}

/** What the template says itself, with its variables still in it. */
const variable = /<[^<>]*>/;

function known(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' && variable.test(value) ? undefined : value;
}

export function ruleOpsItems(scenario: Scenario): OpsItemSource[] {
  return rulesOf(scenario).flatMap(({ logicalId, account, isEnabled, targets }) =>
    targets.flatMap((target, index): OpsItemSource[] => {
      if (!isEnabled || kindOf(target.arn) !== 'ops item') return [];
      const path = ['resources', logicalId, 'Properties', 'Targets', index];
      return [{ id: logicalId, account, path, repeats: true, ...saidBy(target) }];
    }),
  );
}

type Said = Pick<OpsItemSource, 'severity' | 'category' | 'source' | 'isDeduplicated' | 'runbooks'>;

function saidBy(target: RuleTarget): Said {
  if (isWhole(target))
    return { severity: null, category: null, source: undefined, isDeduplicated: false, runbooks: [] };
  const text = target.input ?? target.inputTransformer?.template ?? '';
  // A variable outside of quotes is no JSON: any value stands for it.
  const json =
    parsedJson(text)?.value ?? parsedJson(text.replaceAll(/(:\s*)<[^<>]*>/g, '$1"<value>"'))?.value;
  const fields = isMap(json)
    ? fieldsInEvent({ title: '-', description: '-', source: '-', ...json }, [])
    : null;
  if (fields === null || 'error' in fields)
    return {
      severity: undefined,
      category: undefined,
      source: undefined,
      isDeduplicated: undefined,
      runbooks: [],
    };
  const { severity, category, source, data } = fields.value;
  return {
    severity: known(severity),
    category: known(category),
    source: source === '-' ? undefined : (known(source) ?? undefined),
    isDeduplicated: dedupStringOf(data) !== null,
    runbooks: runbooksOf(data).filter((one) => !variable.test(one)),
  };
}
