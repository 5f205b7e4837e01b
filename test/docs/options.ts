/** Tables of docs/commands.md, from the tables that the command line is made of. */
import { allFormats } from '../../src/cli/declare/report.ts';
import { type CommandTable, flagOf, type Option } from '../../src/cli/declare/table.ts';
import { commandTables } from '../../src/cli/program.ts';
import { table } from './fields.ts';

const tables: readonly CommandTable[] = commandTables;

export const optionBlocks: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(
    tables
      .filter(({ options }) => Object.keys(options).length > 0)
      .map((command) => [`options of ${command.name}`, () => ownOptions(command)]),
  ),
  'options for many runs': () => sharedOptions('many runs'),
  'options of several commands': () => sharedOptions('several commands'),
  formats,
};

/** What the command alone takes, and the names of what it takes like others. */
function ownOptions({ options }: CommandTable): string {
  const named = Object.entries(options);
  const own = named.filter(([, { part }]) => part === undefined);
  const shared = named.filter(([, { part }]) => part === 'several commands').map(([name]) => name);
  const isMany = named.some(([, { part }]) => part === 'many runs');
  const others = [
    ...(shared.length === 0
      ? []
      : [`${shared.map((name) => `\`${flagOf(name)}\``).join(', ')} ([common options](#common-options))`]),
    ...(isMany ? ['those for [many runs](#many-runs)'] : []),
  ];
  return [
    ...(own.length === 0 ? [] : [optionTable(own)]),
    ...(others.length === 0 ? [] : [`${own.length === 0 ? 'Options:' : 'And'} ${others.join('; and ')}.`]),
  ].join('\n\n');
}

/** Each once. A command that says something else in its place has it in its own table. */
function sharedOptions(wanted: Option['part']): string {
  const found = new Map<string, Option>();
  for (const { options } of tables) {
    for (const [name, option] of Object.entries(options)) {
      if (option.part === wanted && !found.has(name)) found.set(name, option);
    }
  }
  return optionTable([...found]);
}

function optionTable(options: readonly (readonly [string, Option])[]): string {
  return table(
    ['option', 'does'],
    options.map(([name, option]) => [`\`${written(name, option)}\``, option.page ?? option.help]),
  );
}

function written(name: string, option: Option): string {
  return option.kind === 'flag' ? flagOf(name) : `${flagOf(name)} ${option.takes.toUpperCase()}`;
}

/** The first is the default. */
function formats(): string {
  const rows = tables.flatMap(({ name, options }) => {
    const { format } = options;
    if (format === undefined || format.kind === 'flag') return [];
    const cells = allFormats.map((each) => (format.words?.includes(each) ? 'yes' : ''));
    return [[`\`${name}\``, ...cells]];
  });
  return table(['command', ...allFormats], rows);
}
