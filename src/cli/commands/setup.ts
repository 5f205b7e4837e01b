/** What the command line loads to get started: first files, schemas. */

import { commandLine } from '../../diagnostics/command-line.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import { UsageError } from '../../diagnostics/usage-error.ts';
import { exampleNames, initFiles } from '../../init/index.ts';
import { version } from '../../library/version.ts';
import { schemas } from '../../schema/index.ts';
import type { InitJob, SchemaJob } from '../declare/setup.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { writeNewFiles } from '../new-files.ts';
import { checkOutput, standardOutput, writeReport } from '../output-file.ts';
import { readShipped } from '../shipped-file.ts';
import { writeOut } from '../standard-streams.ts';

export function init({ folder: given, example }: InitJob): ExitCode {
  const folder = given ?? '.';
  if (folder === '') throw new UsageError('expected the name of a folder, found nothing');
  if (example !== null && !(exampleNames as readonly string[]).includes(example)) {
    const help = suggestion(example, exampleNames) ?? `there are ${exampleNames.join(', ')}`;
    throw new UsageError(`--example ${example}: expected a scenario that ships with fleetsim; ${help}`);
  }
  const files = initFiles({ read: readShipped, version, ...(example === null ? {} : { example }) });
  const obstacles = writeNewFiles(folder, files);
  if (obstacles.length > 0) {
    throw new UsageError(
      `nothing was written: ${obstacles.join(', ')} ${obstacles.length === 1 ? 'is' : 'are'} there already; ` +
        'name another folder, or move them out of the way',
    );
  }
  const [scenario] = files;
  const inFolder = (path: string) => (folder === '.' ? path : `${folder.replace(/\/+$/, '')}/${path}`);
  writeOut(
    `${files.map(({ path }) => `wrote ${inFolder(path)}`).join('\n')}\n` +
      `try it: ${commandLine(['fleetsim', 'run', inFolder(scenario!.path).replace(/^-/, './-')])}\n`,
  );
  return exitCode.ok;
}

export function schema({ of, result, out: given }: SchemaJob): ExitCode {
  const out = given === standardOutput ? null : given;
  if (result && of !== null) throw new UsageError(`--result and --of ${of}: expected one of the two`);
  const name = of ?? (result ? 'result' : 'scenario');
  const made = schemas[name];
  if (made === undefined) {
    throw new UsageError(`--of ${name}: expected one of ${Object.keys(schemas).join(', ')}`);
  }
  checkOutput(out, '--out', { scenarios: [] });
  writeReport(out, [jsonText(made())]);
  return exitCode.ok;
}
