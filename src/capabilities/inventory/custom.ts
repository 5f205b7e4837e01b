/**
 * Types of the user's own: PutInventory and DeleteInventory.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-custom.html
 */
import { comparePackageVersions } from '../../aws/package-version.ts';
import { Calls, onCall } from '../../capability/calls.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import { nodesView } from '../managed-nodes/facts.ts';
import { type DeleteRequest, deleteInventory, type PutItem, type PutRequest, putInventory } from './calls.ts';
import { inventoryFacts } from './events.ts';
import type { Inventory } from './machine.ts';
import { inventoryModelOf } from './model.ts';
import { customTypesMax, type PutRefusal, putRefusal } from './rules.ts';
import { isCustom, typeNamed } from './types.ts';

export class CustomInventory {
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private readonly inventory: Inventory;
  private readonly facts: FactsIn<typeof inventoryFacts>;
  private readonly deletionDue: EventType;
  /** By account: types of its own with the version that was put last. */
  private readonly schemas = new Map<string, Map<string, string>>();
  /** By account and type: the version that is ignored, with all before it. */
  private readonly disabled = new Map<string, string>();

  constructor(simulation: Simulation, inventory: Inventory) {
    this.simulation = simulation;
    this.inventory = inventory;
    this.facts = simulation.facts.of(inventoryFacts);
    this.deletionDue = simulation.kernel.on('inventory/deletion-due', (place) => this.complete(place));
    this.calls = new Calls(simulation, inventoryFacts, [
      onCall(putInventory, (request, action) => this.put(request, action)),
      onCall(deleteInventory, (request, action, place) => this.delete(request, action, place)),
    ]);
  }

  clear(): void {
    this.schemas.clear();
    this.disabled.clear();
  }

  private put(request: PutRequest, action: Action): void {
    const { names, views, fleet } = this.simulation;
    const { account = '' } = action;
    const node = names.find(request.node);
    const isOwn = node !== undefined && (fleet.groupOf(node).account ?? '') === account;
    if (!isOwn || views.of(nodesView).pingStatus(node) === null) {
      return this.calls.refuse(action, 'InvalidInstanceId');
    }
    const refusal = this.refusalOf(request, account);
    if (refusal !== null) return this.calls.refuse(action, `${refusal.error}: ${refusal.why}`);
    const written: string[] = [];
    for (const item of request.items) {
      if (this.isDisabled(item, account)) this.facts.putIgnored.tell(node, action.id, item.type);
      else if (this.write(node, item, account)) written.push(item.type);
    }
    if (written.length > 0) this.facts.inventoryPut.tell(node, action.id, written);
  }

  private refusalOf({ items }: PutRequest, account: string): PutRefusal | null {
    const own = this.schemas.get(account) ?? new Map<string, string>();
    const added = new Set(items.map(({ type }) => type).filter((type) => isCustom(type) && !own.has(type)));
    if (own.size + added.size > customTypesMax) {
      const why = `an account and Region take ${customTypesMax} types of their own`;
      return { error: 'CustomSchemaCountLimitExceededException', why };
    }
    const unknown = items.find(({ type }) => !isCustom(type) && typeNamed(type) === undefined);
    if (unknown !== undefined)
      return { error: 'InvalidTypeNameException', why: `there is no type ${unknown.type}` };
    return putRefusal(
      items.map(({ type, content }) => ({ isCustom: isCustom(type), type, content: content ?? [] })),
    );
  }

  private isDisabled({ type, schemaVersion }: PutItem, account: string): boolean {
    const version = this.disabled.get(`${account}/${type}`);
    return version !== undefined && comparePackageVersions(schemaVersion, version) <= 0;
  }

  private write(
    node: number,
    { type, schemaVersion, content, capturedMs }: PutItem,
    account: string,
  ): boolean {
    const { reports } = this.inventory;
    const before = reports.contentOf(type, node);
    if (content === null && before === 0) return false;
    reports.put(type, node, content === null ? before : reports.intern(content), capturedMs);
    if (content !== null) this.inventory.putByCall(node, type);
    if (isCustom(type)) {
      const own = this.schemas.get(account) ?? new Map<string, string>();
      this.schemas.set(account, own.set(type, schemaVersion));
      this.disabled.delete(`${account}/${type}`);
    }
    return true;
  }

  private delete({ type, isDryRun }: DeleteRequest, action: Action, place: number): void {
    const { account = '' } = action;
    if (!isCustom(type) || this.schemas.get(account)?.has(type) !== true) {
      const why = isCustom(type) ? `there is no type ${type}` : 'only types of your own can be deleted';
      return this.calls.refuse(action, `InvalidTypeNameException: ${why}`);
    }
    this.facts.deletionStarted.tell(action.id, type, isDryRun);
    if (isDryRun) return;
    const { kernel, scenario } = this.simulation;
    kernel.schedule(kernel.nowMs + inventoryModelOf(scenario).deletion, this.deletionDue, place);
  }

  private complete(place: number): void {
    const action = this.simulation.scenario.actions[place]!;
    const { type, schema } = action.made as DeleteRequest;
    const { account = '' } = action;
    const { fleet } = this.simulation;
    const nodes = this.inventory.reports.delete(
      type,
      (node) => (fleet.groupOf(node).account ?? '') === account,
    );
    const own = this.schemas.get(account);
    const version = own?.get(type) ?? '1.0';
    if (schema === 'DisableSchema') this.disabled.set(`${account}/${type}`, version);
    if (schema === 'DeleteSchema') own?.delete(type);
    this.facts.deletionCompleted.tell({ action: action.id, account, type, nodes });
  }
}
