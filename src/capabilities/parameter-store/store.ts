/**
 * The parameters of one account in one Region: what is written to them, and what a read finds.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */

import { isBelow, type Selector, storedName } from './names.ts';
import { type ParameterPolicy, policiesIn } from './policies.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import {
  countRefusal,
  dataTypeRefusal,
  lengthRefusal,
  type ParameterType,
  patternRefusal,
  type Tier,
  type TierAsked,
  tierOf,
  valueRefusal,
} from './values.ts';
import { type Version, versionAt, withLabels, withoutLabels, withVersion } from './versions.ts';

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly tier: Tier;
  readonly description: string | null;
  readonly dataType: string;
  readonly allowedPattern: string | null;
  readonly policies: readonly ParameterPolicy[];
  readonly tags: Readonly<Record<string, string>>;
  /** The oldest first. */
  readonly versions: readonly Version[];
}

/** PutParameter. Null where the request leaves it out. */
export interface PutRequest {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType | null;
  readonly tier: TierAsked | null;
  readonly key: string | null;
  readonly overwrite: boolean;
  /** Of a new parameter. */
  readonly tags: Readonly<Record<string, string>>;
  readonly allowedPattern: string | null;
  readonly dataType: string | null;
  readonly description: string | null;
  /** JSON text. */
  readonly policies: string | null;
}

/** What is put, and whether it is new. */
export interface Put {
  readonly parameter: Parameter;
  readonly isNew: boolean;
}

/** API_DeleteParameter.html: how long until a parameter of the same name may be made. */
const reusableAfterMs = 30_000;

export const defaultKey = 'alias/aws/ssm';

const invalid = (message: string): Refusal => ({ error: 'ValidationException', message });
const exists: Refusal = {
  error: 'ParameterAlreadyExists',
  message:
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
};

export function notFound(name: string): Refusal {
  return { error: 'ParameterNotFound', message: `The parameter ${name} couldn't be found.` };
}

export class Shelf {
  /** A service setting: /ssm/parameter-store/default-parameter-tier. */
  defaultTier: TierAsked = 'Standard';
  /** The same: /ssm/parameter-store/high-throughput-enabled. */
  isHighThroughput = false;
  private readonly parameters = new Map<string, Parameter>();
  private readonly counts: Record<Tier, number> = { Standard: 0, Advanced: 0 };
  private readonly deletedMs = new Map<string, number>();

  all(): readonly Parameter[] {
    return [...this.parameters.values()];
  }

  countOf(tier: Tier): number {
    return this.counts[tier];
  }

  find(name: string): Parameter | undefined {
    return this.parameters.get(storedName(name));
  }

  /** What the request would make; it is made by `keep`, once its writer may encrypt it. */
  put(request: PutRequest, nowMs: number): Put | Refusal {
    const name = storedName(request.name);
    const current = this.parameters.get(name);
    const refusal = this.refusalOf(request, name, current, nowMs);
    if (refusal !== null) return refusal;
    const policies = request.policies === null ? (current?.policies ?? []) : policiesIn(request.policies);
    if ('error' in policies) return policies;
    const { value } = request;
    const hasPolicies = policies.length > 0;
    const wish = { asked: request.tier, byDefault: this.defaultTier, current: current?.tier ?? null };
    const standardCount = current === undefined ? this.countOf('Standard') : 0;
    const tier = tierOf({ ...wish, value, hasPolicies, standardCount });
    if (typeof tier !== 'string') return tier;
    if (hasPolicies && tier === 'Standard') {
      return invalid('Parameter policies are available for parameters that use the advanced-parameter tier.');
    }
    const over = lengthRefusal(value, tier) ?? (current === undefined ? this.overfull(tier) : null);
    if (over !== null) return over;
    const type = request.type ?? current!.type;
    const key = type === 'SecureString' ? (request.key ?? current?.versions.at(-1)?.key ?? defaultKey) : null;
    const versions = withVersion(name, current?.versions ?? [], { value, key, modifiedMs: nowMs });
    if ('error' in versions) return versions;
    const kept = {
      description: request.description ?? current?.description ?? null,
      dataType: request.dataType ?? current?.dataType ?? 'text',
      allowedPattern: request.allowedPattern ?? current?.allowedPattern ?? null,
      tags: current?.tags ?? request.tags,
    };
    return {
      parameter: { name, type, tier, ...kept, policies, versions },
      isNew: current === undefined,
    };
  }

  keep(parameter: Parameter): void {
    const before = this.parameters.get(parameter.name);
    if (before !== undefined) this.counts[before.tier] -= 1;
    this.counts[parameter.tier] += 1;
    this.parameters.set(parameter.name, parameter);
  }

  delete(name: string, nowMs: number): Parameter | Refusal {
    const parameter = this.find(name);
    if (parameter === undefined) return notFound(name);
    this.parameters.delete(parameter.name);
    this.counts[parameter.tier] -= 1;
    this.deletedMs.set(parameter.name, nowMs);
    return parameter;
  }

  label(name: string, version: number | null, labels: readonly string[]): Parameter | Refusal {
    const parameter = this.find(name);
    if (parameter === undefined) return notFound(name);
    const versions = withLabels(parameter.name, parameter.versions, version, labels);
    if ('error' in versions) return versions;
    const labelled = { ...parameter, versions };
    this.keep(labelled);
    return labelled;
  }

  /** The labels that the version did not have. */
  unlabel(name: string, version: number, labels: readonly string[]): readonly string[] | Refusal {
    const parameter = this.find(name);
    if (parameter === undefined) return notFound(name);
    const unlabelled = withoutLabels(parameter.name, parameter.versions, version, labels);
    if (isRefusal(unlabelled)) return unlabelled;
    this.keep({ ...parameter, versions: unlabelled.versions });
    return unlabelled.invalid;
  }

  read(selector: Selector): { readonly parameter: Parameter; readonly version: Version } | Refusal {
    const parameter = this.parameters.get(selector.name);
    if (parameter === undefined) return notFound(selector.name);
    const version = versionAt(parameter.versions, selector);
    return isRefusal(version) ? version : { parameter, version };
  }

  /** By name. */
  sorted(): readonly Parameter[] {
    return this.all().toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  below(path: string, isRecursive: boolean): readonly Parameter[] {
    return this.sorted().filter(({ name }) => isBelow(name, path, isRecursive));
  }

  private overfull(tier: Tier): Refusal | null {
    return countRefusal(tier, this.countOf(tier));
  }

  private refusalOf(
    { type, overwrite, tags, value, ...request }: PutRequest,
    name: string,
    current: Parameter | undefined,
    nowMs: number,
  ): Refusal | null {
    const deletedMs = this.deletedMs.get(name);
    // ASSUMPTION parameter-name-reuse: AWS says to wait, and not what it answers before.
    if (deletedMs !== undefined && nowMs < deletedMs + reusableAfterMs) return exists;
    if (current !== undefined && !overwrite) return exists;
    if (overwrite && Object.keys(tags).length > 0) {
      return invalid(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. " +
          'To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.',
      );
    }
    if (current === undefined && type === null) {
      return invalid('A parameter type is required when you create a parameter.');
    }
    if (current !== undefined && type !== null && type !== current.type) {
      const message =
        "Parameter Store doesn't support changing a parameter type in a hierarchy. You must create a new, unique parameter.";
      return { error: 'HierarchyTypeMismatchException', message };
    }
    const pattern = request.allowedPattern ?? current?.allowedPattern ?? null;
    const dataType = request.dataType ?? current?.dataType ?? 'text';
    return (
      (request.allowedPattern === null ? null : patternRefusal(request.allowedPattern)) ??
      dataTypeRefusal(dataType) ??
      valueRefusal(value, pattern)
    );
  }
}
