/** Which program this is: blocks of runs are merged by the one that made them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of every bundle, by name. Code compiled ahead is left out: it belongs to a machine and decides nothing. */
export function buildHash(): string {
  const hash = createHash('sha256');
  const bundles = readdirSync(__dirname).filter((name) => name.endsWith('.cjs'));
  for (const name of bundles.sort()) {
    const content = readFileSync(join(__dirname, name));
    hash.update(`${name} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
