/**
 * Values that resources of a file keep by name, for `{{resolve:ssm:name}}` and for parameters that are kept in Parameter Store.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
 */
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { Surroundings } from './resource-names.ts';

/** With the version that it names. */
const keptReference = /\{\{resolve:ssm:([^:}]+)(?::([0-9]+))?\}\}/g;

export class KeptValues {
  private readonly surroundings: Surroundings;
  /** By account and name. Undefined: nothing has asked for one. */
  private byName: ReadonlyMap<string, string> | undefined;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  /** The text with the values that the file itself has in the account of what is at `path`; others stay as they are written. */
  in(text: string, path: DataPath): string {
    return text.replaceAll(keptReference, (written, name: string, version: string | undefined) => {
      const value =
        version === undefined || version === '1' ? this.of(name, this.accountAt(path)) : undefined;
      return value ?? written;
    });
  }

  /** In the version that deploying the file makes, which is the first. */
  of(name: string, account: string): string | undefined {
    this.byName ??= this.found();
    return this.byName.get(`${account} ${name.replace(/^\/(?=[^/]*$)/, '')}`);
  }

  private accountAt([section, entry]: DataPath): string {
    const { key, root, accountOf } = this.surroundings;
    if (section === key) return accountOf(String(entry));
    const written: unknown = Object(root[section!])[entry!];
    return isMap(written) ? String(written['account'] ?? '') : '';
  }

  private found(): ReadonlyMap<string, string> {
    const { declared, types, accountOf } = this.surroundings;
    return new Map(
      [...declared.values()].flatMap(({ logicalId, type, properties }) => {
        const one = isMap(properties) ? types.get(type)?.keeps?.(logicalId, properties) : undefined;
        return one == null ? [] : [[`${accountOf(logicalId)} ${one.name}`, one.value] as const];
      }),
    );
  }
}
