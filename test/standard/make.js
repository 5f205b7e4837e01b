/**
 * Every output of every shipped scenario, whole, as a built checkout makes it:
 *
 *     node test/standard/make.js CHECKOUT FOLDER
 *
 * writes FOLDER/<scenario>/<output>. It asks nothing of the checkout but its command line, so that any commit can be
 * asked. All commands run in this one process, which takes a tenth of the time of a process for each.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

const [checkout, folder] = process.argv.slice(2).map((path) => resolve(path));
const bin = join(checkout, 'bin/fleetsim.js');
const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const exit = process.exit;
/** Explaining every node takes long, since each remedy is a run of its own. */
const explainedForPeople = ['sunday-patch', 'zero-patched'];
const json = ['json', 'json'];
const people = [
  ['text', 'txt'],
  ['markdown', 'md'],
];

// Paths are printed as they were given, and what a terminal or CI would change must not show.
process.chdir(checkout);
for (const name of ['COLUMNS', 'CI', 'GITHUB_STEP_SUMMARY', 'GITHUB_ACTIONS', 'FORCE_COLOR'])
  delete process.env[name];

for (const file of readdirSync('scenarios')) {
  // The year runs for seconds in each of its outputs, and has a test of its own.
  if (file.endsWith('.yaml') && file !== 'year.yaml')
    await makeScenario(basename(file, '.yaml'), `scenarios/${file}`);
}
for (const file of readdirSync('test/fixtures/templates')) {
  await makeTemplate(file, `test/fixtures/templates/${file}`);
}
exit(0);

async function makeScenario(name, file) {
  const to = (output) => join(folder, name, output);
  mkdirSync(join(folder, name), { recursive: true });
  const make = (output, ...args) => fleetsim([...args, '--out', to(output)]);
  const inFormats = async (output, formats, ...args) => {
    for (const [format, ending] of formats) await make(`${output}.${ending}`, ...args, '--format', format);
  };

  await make('run.json', 'run', file, '--json', '--quiet', '--events', to('journal.jsonl'));
  const result = JSON.parse(readFileSync(to('run.json'), 'utf8'));
  writeFileSync(to('metric-names.txt'), `${Object.keys(result.metrics).join('\n')}\n`);
  await inFormats('run', people, 'run', file, '--quiet');
  const replications = ['--replications', '5', '--jobs', '1', '--quiet'];
  await inFormats('replications', [json, ...people], 'run', file, ...replications);
  const checkFormats = [json, ['junit', 'junit.xml'], ['github', 'annotations.txt'], ...people];
  await inFormats('check', checkFormats, 'check', file, ...replications);
  const compareFormats = [json, ['csv', 'csv'], ...people];
  if (/^experiment:/m.test(readFileSync(file, 'utf8'))) {
    await inFormats('compare', compareFormats, 'compare', file, ...replications);
  }
  const seeds = ['--vary', 'seed=1,2,3', '--metrics', 'all', '--replications', '3', '--jobs', '1', '--quiet'];
  await inFormats('compare-seeds', [json, ['csv', 'csv']], 'compare', file, ...seeds);
  const explainFormats = explainedForPeople.includes(name) ? [json, ...people] : [json];
  await inFormats('explain-all', explainFormats, 'explain', file, '--all', '--quiet');
  const nodes = tellingNodes(result);
  for (const node of nodes) {
    const formats = node === nodes[0] ? [json, ...people] : [json];
    await inFormats(`explain-${node}`, formats, 'explain', file, node, '--quiet');
  }
  const lintFormats = [json, ['sarif', 'sarif'], ['github', 'annotations.txt'], ['text', 'txt']];
  await inFormats('lint', lintFormats, 'lint', file);
  await inFormats('schedule', [json, ...people], 'schedule', file);
}

async function makeTemplate(name, file) {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  await fleetsim(['lint', file, '--json', '--out', join(folder, 'templates', `${name}.lint.json`)]);
}

/** The first node, and the first of each cause, but no more than three. */
function tellingNodes({ nodes }) {
  const first = new Map(nodes.map(({ cause, name }) => [cause, name]).reverse());
  return [...new Set([nodes[0]?.name, ...first.values()])].filter((name) => name !== undefined).slice(0, 3);
}

/** The program as `bin/fleetsim.js` starts it, up to the exit code that it ends with. */
async function fleetsim(args) {
  const out = args[args.indexOf('--out') + 1];
  rmSync(out, { force: true });
  process.argv = [process.execPath, bin, ...args];
  delete require.cache[bin];
  const code = await new Promise((resolveCode) => {
    process.exit = resolveCode;
    require(bin);
  });
  process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  const text = readFileSync(out, 'utf8').replaceAll(`"${version}"`, '"VERSION"');
  writeFileSync(out, out.endsWith('.txt') || out.endsWith('.md') ? `${text}exit code ${code}\n` : text);
}
