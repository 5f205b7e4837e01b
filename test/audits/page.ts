/** A page of `docs/` that a test makes as a whole. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

export function expectPage(file: string, text: string): void {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, text);
  else expect(readFileSync(file, 'utf8')).toBe(text);
}
