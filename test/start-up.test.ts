/** What is done before any file is read: every start pays for it. */
import { createRequire } from 'node:module';
import { buildSync } from 'esbuild';
import { expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

test('no schema is made when modules are loaded', () => {
  const made = new Map<string, number>();
  const counting =
    (name: string, make: (...given: unknown[]) => unknown) =>
    (...given: unknown[]): unknown => {
      made.set(name, (made.get(name) ?? 0) + 1);
      return make(...given);
    };
  const require = createRequire(import.meta.url);
  const zod = Object.entries(require('zod/mini') as object).map(([name, value]) => [
    name,
    typeof value === 'function' ? counting(name, value) : value,
  ]);
  const { outputFiles } = buildSync({
    stdin: {
      contents: "export * from './src/index.ts'; export { text } from './src/fields/fields.ts';",
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    write: false,
  });
  const module = { exports: {} as { text(expected: string): unknown } };
  const load = new Function('require', 'module', 'exports', outputFiles[0]!.text);
  load((id: string) => (id === 'zod/mini' ? Object.fromEntries(zod) : require(id)), module, module.exports);
  expect([...made]).toEqual([]);
  module.exports.text('a name');
  expect([...made.keys()]).toContain('unknown');
});
