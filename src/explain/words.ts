/** How instants, filters, targets and tags are written in an explanation. */
import type { Target } from '../aws/targets.ts';
import type { ApprovalRule, PatchBaseline, PatchFilter } from '../world/baselines.ts';
import { isoTime } from '../world/time.ts';

/** `2025-01-04 18:00:12 UTC` */
export function utc(epochMs: number): string {
  return `${isoTime(epochMs).slice(0, 19).replace('T', ' ')} UTC`;
}

/** `Environment=prod, Patch Group=prod-linux`, or `none`. */
export function tagWords(tags: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'none' : pairs.join(', ');
}

/** All criteria must hold. */
export function targetsWords(targets: readonly Target[]): string {
  return targets.length === 0 ? 'nobody' : targets.map(targetWords).join(' and ');
}

function targetWords(target: Target): string {
  switch (target.key) {
    case 'InstanceIds':
      return `ids ${short(target.values)}`;
    case 'tag':
      return `tag:${target.tagKey} = ${anyOf(target.values)}`;
    case 'tag-key':
      return `a tag ${target.values.join(' and ')}`;
    case 'resource-group':
      return `resource group ${target.name} (${target.query.map(({ tagKey, values }) => `${tagKey} = ${anyOf(values)}`).join(', ')})`;
    case 'resource-types':
      return `every ${target.values.join(' or ')}`;
  }
}

function anyOf(values: readonly string[]): string {
  return values.length === 0 ? 'any value' : values.join(' or ');
}

function short(values: readonly string[]): string {
  return values.length <= 3
    ? values.join(', ')
    : `${values.slice(0, 3).join(', ')} and ${values.length - 3} more`;
}

/** `rule 1 of LinuxBaseline (CLASSIFICATION Security; ApproveAfterDays 7)` */
export function ruleWords(baseline: PatchBaseline, index: number): string {
  const rule = baseline.rules[index]!;
  return `rule ${index + 1} of ${baseline.id} (${[...rule.filters.map(filterWords), approvalWords(rule)].join('; ')})`;
}

export function filterWords({ key, values }: PatchFilter): string {
  return `${key} ${values.join(' or ')}`;
}

function approvalWords({ approval }: ApprovalRule): string {
  if ('afterDays' in approval) return `ApproveAfterDays ${approval.afterDays}`;
  return `ApproveUntilDate ${isoTime(approval.untilMs - 1).slice(0, 10)}`;
}
