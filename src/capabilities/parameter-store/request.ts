/** What the calls of Parameter Store ask. */
import type { ParameterFilter } from './filters.ts';

/** API_GetParameters.html: how many one call names, and how many parameters come on one page. */
export const namesMax = 10;

export interface Read {
  readonly call:
    | 'GetParameter'
    | 'GetParameters'
    | 'GetParametersByPath'
    | 'GetParameterHistory'
    | 'DescribeParameters';
  /** Of GetParametersByPath the path alone; of DescribeParameters none. */
  readonly names: readonly string[];
  readonly withDecryption: boolean;
  /** Of GetParametersByPath. */
  readonly isRecursive: boolean;
  /** How many parameters or versions come in one answer: each page is a call of its own. */
  readonly pageSize: number;
  /** Of GetParametersByPath and DescribeParameters. */
  readonly filters?: readonly ParameterFilter[];
}

export interface LabelRequest {
  readonly name: string;
  readonly version: number | null;
  readonly labels: readonly string[];
}

export interface UnlabelRequest extends LabelRequest {
  readonly version: number;
}
