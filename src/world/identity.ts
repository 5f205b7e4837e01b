/** IAM as far as Systems Manager asks for it. */

/** One statement of an IAM policy. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Its place in the file, such as `principals.oncall.statements.0`. Absent: AWS's own policy. */
  readonly at?: string;
  readonly sid?: string;
  /** Action patterns with `*` and `?`; exactly one of the two lists is present. */
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** ARNs with `*`, `?` and variables. Absent: any, or not known. */
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** Those that are weighed; all must hold. */
  readonly conditions?: readonly PolicyCondition[];
}

/** One statement of a policy that a resource has, such as a topic or a key: who may do what with it. */
export interface ResourceStatement extends PolicyStatement {
  /** Services, such as `events.amazonaws.com`; ARNs and numbers of accounts; `*` is anyone. */
  readonly principals: readonly string[];
  /** All must hold. Keys are in lower case. */
  readonly conditions: readonly PolicyCondition[];
}

export interface PolicyCondition {
  /** `ArnEquals` */
  readonly operator: string;
  /** `aws:sourcearn` */
  readonly key: string;
  readonly values: readonly string[];
}

/** What may be done in a name. */
export interface Policies {
  /** Names of AWS-managed policies, without the ARN prefix. */
  readonly managedPolicies: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

/** Who makes calls of `actions`, or answers for them: a user of IAM. */
export interface Principal extends Policies {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What it needs must be allowed by these too. Absent: it has none. */
  readonly sessionPolicy?: readonly PolicyStatement[];
}

export interface InstanceProfile extends Policies {
  readonly name: string;
  /** InstanceProfileName, where a resource has one. */
  readonly profileName?: string;
}

/** AWS::IAM::Role: what a maintenance window task's ServiceRoleArn may name. */
export interface Role extends Policies {
  readonly logicalId: string;
  readonly roleName: string;
  readonly arn: string;
  /** Services that its trust policy lets assume it, such as ssm.amazonaws.com. */
  readonly trustedServices: readonly string[];
}

/** What CreateActivation makes, or the scenario's `activations` declare. */
export interface Activation {
  readonly name: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly registrationLimit: number;
  readonly tags: Readonly<Record<string, string>>;
}
