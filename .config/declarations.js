/**
 * Makes dist/index.d.ts: what TypeScript says of src/index.ts and of all that it names, in one file that needs nothing else.
 * `npm run build` and packing do it; tests and the command line can do without.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(root, 'dist-declarations-'));

try {
  emit();
  const bundle = await rolldown({
    input: join(folder, 'src/index.d.ts'),
    plugins: [dts({ dtsInput: true, emitDtsOnly: true, tsconfig: false })],
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  await bundle.write({ dir: join(root, 'dist') });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A file of declarations beside each file of the source. */
function emit() {
  const config = {
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      // `npm run types` checks.
      noCheck: true,
      outDir: '.',
      rootDir: '..',
    },
    files: ['../src/index.ts'],
    include: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`no declarations: ${stdout}`);
}
