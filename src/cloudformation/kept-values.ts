/**
 * Values that resources of a file keep by name, for `{{resolve:ssm:name}}` and for parameters that are kept in Parameter Store.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
 */
import { isMap } from '../diagnostics/plain-map.ts';
import type { DeclaredResource, TypeNames } from './declared.ts';

/** With the version that it names. */
const keptReference = /\{\{resolve:ssm:([^:}]+)(?::([0-9]+))?\}\}/g;

interface Declared {
  readonly declared: ReadonlyMap<string, DeclaredResource>;
  readonly types: ReadonlyMap<string, TypeNames>;
}

export class KeptValues {
  private readonly surroundings: Declared;
  /** Undefined: nothing has asked for one. */
  private byName: ReadonlyMap<string, string> | undefined;

  constructor(surroundings: Declared) {
    this.surroundings = surroundings;
  }

  /** The text with the values that the file itself has; others stay as they are written. */
  in(text: string): string {
    return text.replaceAll(keptReference, (written, name: string, version: string | undefined) => {
      const value = version === undefined || version === '1' ? this.of(name) : undefined;
      return value ?? written;
    });
  }

  /** In the version that deploying the file makes, which is the first. */
  of(name: string): string | undefined {
    this.byName ??= this.found();
    return this.byName.get(name.replace(/^\/(?=[^/]*$)/, ''));
  }

  private found(): ReadonlyMap<string, string> {
    const { declared, types } = this.surroundings;
    return new Map(
      [...declared.values()].flatMap(({ logicalId, type, properties }) => {
        const one = isMap(properties) ? types.get(type)?.keeps?.(logicalId, properties) : undefined;
        return one === undefined || one === null ? [] : [[one.name, one.value] as const];
      }),
    );
  }
}
