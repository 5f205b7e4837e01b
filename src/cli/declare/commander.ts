/** A command's table as commander takes it, and what commander found as the table says it is read. */
import { type Command, Argument as CommanderArgument, Option as CommanderOption } from 'commander';
import { type Argument, type CommandTable, flagOf, type Option } from './table.ts';

type Act = (given: Readonly<Record<string, unknown>>) => Promise<void>;

export function addCommand(program: Command, table: CommandTable, act: Act): void {
  const command = program.command(table.name).summary(table.summary).description(table.description);
  for (const [name, { kind, help }] of Object.entries(table.arguments)) {
    command.addArgument(new CommanderArgument(bracketsOf[kind](name), help));
  }
  for (const [name, option] of Object.entries(table.options)) {
    const flags = option.kind === 'flag' ? flagOf(name) : `${flagOf(name)} <${option.takes}>`;
    const declared = new CommanderOption(flags, option.help);
    command.addOption(option.kind === 'values' ? declared.argParser(collected) : declared);
  }
  command.addHelpText('after', table.after).action(() => act(givenTo(table, command)));
}

const bracketsOf: Readonly<Record<Argument['kind'], (name: string) => string>> = {
  one: (name) => `<${name}>`,
  optional: (name) => `[${name}]`,
  many: (name) => `<${name}...>`,
};

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function givenTo(table: CommandTable, command: Command): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [index, name] of Object.keys(table.arguments).entries()) {
    given[name] = command.processedArgs[index] ?? null;
  }
  const options = command.opts<Record<string, unknown>>();
  for (const [name, option] of Object.entries(table.options)) given[name] = valueGiven(name, option, options);
  return given;
}

function valueGiven(name: string, option: Option, given: Readonly<Record<string, unknown>>): unknown {
  const [, negated] = /^no([A-Z].*)$/.exec(name) ?? [];
  if (negated !== undefined) return given[negated.toLowerCase()] === false;
  const found = given[name];
  if (option.kind === 'flag') return found === true;
  if (option.kind === 'values') {
    return ((found ?? []) as readonly string[]).map((text) => option.read(text, flagOf(name)));
  }
  return found === undefined ? null : option.read(found as string, flagOf(name));
}
