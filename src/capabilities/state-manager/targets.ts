/** Targets of an association, which may mean every node: `InstanceIds: ["*"]`. */
import type { Target } from '../../aws/targets.ts';
import type { TargetGroup } from '../../capability/run-source.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import { criterionOf, type WrittenTarget } from '../../cloudformation/targets.ts';
import { nodeTypes } from '../../cloudformation/world-resources/resource-groups.ts';

/** An association may mean every node of its account and Region, which no other sender may: `InstanceIds: ["*"]`. */
export function namesAll({ Key, Values }: { readonly Key: unknown; readonly Values: unknown }): boolean {
  const values = Array.isArray(Values) ? Values : [];
  return typeof Key === 'string' && Key.toLowerCase() === 'instanceids' && values.includes('*');
}

const everyNode: Target = { key: 'resource-types', values: nodeTypes };

/** Whether they mean every node, and not some. */
export function meansAll({ targets }: TargetGroup): boolean {
  return targets.some(({ key }) => key === everyNode.key);
}

export function groupOf(
  targets: readonly WrittenTarget[],
  references: References,
  instanceId?: string,
): TargetGroup {
  return {
    instanceIds: instanceId === undefined ? [] : [instanceId],
    targets: targets.flatMap((target) => (namesAll(target) ? [everyNode] : criterionOf(target, references))),
  };
}
