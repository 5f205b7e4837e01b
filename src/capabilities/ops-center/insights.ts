/**
 * Operational insights: OpsItems about OpsItems.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-operational-insights.html
 */
import type { ServiceSetting } from '../../cloudformation/service-setting.ts';
import { dedupKey, dedupValue, resourcesKey, resourcesOf, resourcesValue } from './data.ts';
import type { OpsItemRequest } from './request.ts';
import { insightsMax, insightType, isDuplicateInsight, isSourceInsight } from './rules.ts';
import type { OpsItem } from './state.ts';

const setting: ServiceSetting = { id: '/ssm/opsinsights/opscenter', values: ['Enabled', 'Disabled'] };

export const opsSettings: readonly ServiceSetting[] = [setting];

class Counts {
  readonly byKey = new Map<string, number>();
  made = 0;
}

/** ASSUMPTION ops-item-insight: AWS looks at OpsItems in batches of its own time; here it does as each is created. */
export class Insights {
  private readonly isOnAtStart: boolean;
  private readonly create: (request: OpsItemRequest) => void;
  /** Accounts whose setting has been changed. */
  private readonly changed = new Map<string, boolean>();
  private readonly accounts = new Map<string, Counts>();

  constructor(isOnAtStart: boolean, create: (request: OpsItemRequest) => void) {
    this.isOnAtStart = isOnAtStart;
    this.create = create;
  }

  clear(): void {
    this.changed.clear();
    this.accounts.clear();
  }

  changeSetting(id: string, value: string, account: string): void {
    if (id === setting.id) this.changed.set(account, value === 'Enabled');
  }

  created(item: OpsItem): void {
    const counts = this.accounts.get(item.account) ?? new Counts();
    this.accounts.set(item.account, counts);
    const resources = resourcesOf(item.data);
    const ofTitle = this.count(counts, JSON.stringify([item.title]));
    const ofBoth =
      resources.length === 0 ? 0 : this.count(counts, JSON.stringify([item.title, ...resources]));
    if (!(this.changed.get(item.account) ?? this.isOnAtStart) || counts.made >= insightsMax) return;
    if (isDuplicateInsight(ofBoth) && !isDuplicateInsight(ofBoth - 1))
      this.make(item, counts, `Duplicate OpsItems: ${item.title}`, resources);
    if (isSourceInsight(ofTitle) && !isSourceInsight(ofTitle - 1))
      this.make(item, counts, `Sources generating most OpsItems: ${item.title}`, []);
  }

  private count({ byKey }: Counts, key: string): number {
    const count = (byKey.get(key) ?? 0) + 1;
    byKey.set(key, count);
    return count;
  }

  private make(item: OpsItem, counts: Counts, title: string, resources: readonly string[]): void {
    counts.made += 1;
    const { account, source, id } = item;
    this.create({
      id: `insight/${id}/${title}`,
      origin: { kind: 'insight', id: item.origin.id },
      fields: {
        title: title.slice(0, 1024),
        description: 'OpsCenter has found OpsItems that have this title.',
        source,
        priority: null,
        severity: null,
        category: null,
        data: {
          [dedupKey]: dedupValue(title.slice(0, 512)),
          ...(resources.length === 0 ? {} : { [resourcesKey]: resourcesValue(resources) }),
        },
        notifications: [],
        related: [],
        type: insightType,
      },
      by: 'ssm.amazonaws.com',
      account,
      node: null,
    });
  }
}
