/** Files of the package itself: scenarios and documentation that ship with it. */
import { join } from 'node:path';
import { readFile } from '../library/read-file.ts';

/** `path` from the top of the package. The bundles lie in a folder below that. */
export function readShipped(path: string): Uint8Array | { readonly error: string } {
  return readFile(join(__dirname, '..', path));
}
