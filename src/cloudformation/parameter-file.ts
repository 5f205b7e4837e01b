/** Files that a parameter of a document names by their address, in S3 or on the web, and the scenario has under `files`. */
import type { LoadContext } from '../fields/context.ts';

export interface ParameterFile<Content> {
  readonly parameter: string;
  /** `file`: for messages. */
  read(bytes: Uint8Array, file: string, context: LoadContext): Content;
}

/** What has been read, by parameter and then by address. */
export type ParameterFiles = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** Undefined: the scenario has no file for the address. */
export function fileNamed<Content>(
  { parameterFiles }: { readonly parameterFiles: ParameterFiles },
  { parameter }: ParameterFile<Content>,
  address: string,
): Content | undefined {
  // What is kept under the parameter has been read by this reader.
  return parameterFiles.get(parameter)?.get(address) as Content | undefined;
}
