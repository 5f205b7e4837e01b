/**
 * Targets: which nodes a command, or a maintenance window target, means.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html
 */

/** Criteria of one list must all hold; the values of one criterion are alternatives, save tag keys. */
export type Target =
  | { readonly key: 'InstanceIds'; readonly values: readonly string[] }
  | { readonly key: 'tag'; readonly tagKey: string; readonly values: readonly string[] }
  /**
   * The node has tags with all of these keys, whatever their values:
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/mw-cli-tutorial-targets-examples.html
   */
  | { readonly key: 'tag-key'; readonly values: readonly string[] }
  /** The loader has looked the group up: its tag query, ANDed. */
  | { readonly key: 'resource-group'; readonly name: string; readonly query: readonly TagCriterion[] }
  /** `resource-groups:ResourceTypeFilters`: every EC2 instance, or every hybrid node, of the account. */
  | { readonly key: 'resource-types'; readonly values: readonly string[] };

export interface TagCriterion {
  readonly tagKey: string;
  /** Empty: any value. */
  readonly values: readonly string[];
}

/** What a target looks at in a node. */
export interface TargetSubject {
  readonly tags: Readonly<Record<string, string>>;
  readonly isHybrid: boolean;
}

/** Whether a criterion other than `InstanceIds` selects the node. */
export function matchesTarget(target: Target, subject: TargetSubject): boolean {
  switch (target.key) {
    case 'InstanceIds':
      return false;
    case 'tag':
      return hasTag(subject.tags, target.tagKey, target.values);
    case 'tag-key':
      return target.values.every((key) => Object.hasOwn(subject.tags, key));
    case 'resource-group':
      return target.query.every(({ tagKey, values }) => hasTag(subject.tags, tagKey, values));
    case 'resource-types':
      return target.values.includes(subject.isHybrid ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance');
  }
}

function hasTag(tags: Readonly<Record<string, string>>, key: string, values: readonly string[]): boolean {
  if (!Object.hasOwn(tags, key)) return false;
  return values.length === 0 || values.includes(tags[key]!);
}
