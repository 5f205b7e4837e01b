import type { DocumentRun } from '../../capability/document-run.ts';
import { patchOperationOf } from './rules.ts';

/** `the Scan four used a BaselineOverride, which uploads no compliance` */
export function overrideWords({ source }: DocumentRun): string {
  const operation = patchOperationOf(source) ?? 'run';
  return `the ${operation} ${source.id} used a BaselineOverride, which uploads no compliance`;
}
