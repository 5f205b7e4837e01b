/** What the calls of Parameter Store ask. */

/** API_GetParameters.html: how many one call names, and how many parameters come on one page. */
export const namesMax = 10;

export interface Read {
  readonly call: 'GetParameter' | 'GetParameters' | 'GetParametersByPath' | 'GetParameterHistory';
  /** Of GetParametersByPath the path alone. */
  readonly names: readonly string[];
  readonly withDecryption: boolean;
  /** Of GetParametersByPath. */
  readonly isRecursive: boolean;
  /** How many parameters or versions come in one answer: each page is a call of its own. */
  readonly pageSize: number;
}

export interface LabelRequest {
  readonly name: string;
  readonly version: number | null;
  readonly labels: readonly string[];
}
