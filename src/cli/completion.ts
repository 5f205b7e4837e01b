/**
 * Completion for shells: a script made from the commands that there are, so that it knows what they know.
 *
 * Bash: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 * Zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 * Fish: https://fishshell.com/docs/current/completions.html
 */
import type { shells } from './declare/setup.ts';
import { type CommandTable, flagOf, type Option } from './declare/table.ts';

type Shell = (typeof shells)[number];

/** An option or an argument: what may stand there. */
interface Values {
  /** The words to choose from. Empty: any text. */
  readonly words: readonly string[];
  readonly isFile: boolean;
}

interface KnownOption extends Values {
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  readonly isRepeated: boolean;
  readonly says: string;
}

interface KnownCommand {
  readonly name: string;
  readonly says: string;
  readonly options: readonly KnownOption[];
  /** What may follow it without an option. Null: nothing may. */
  readonly argument: Values | null;
}

export function completionScript(tables: readonly CommandTable[], shell: Shell): string {
  const name = 'fleetsim';
  const commands = tables.map(commandOf);
  const own = [plainFlag(['-V', '--version'], 'print the version'), help];
  switch (shell) {
    case 'bash':
      return bashScript(name, own, commands);
    case 'zsh':
      return zshScript(name, own, commands);
    case 'fish':
      return fishScript(name, own, commands);
  }
}

function commandOf({ name, summary, arguments: places, options }: CommandTable): KnownCommand {
  const [argument] = Object.values(places);
  return {
    name,
    says: summary,
    options: [...Object.entries(options).map(optionOf), help],
    argument: argument === undefined ? null : valuesOf(argument),
  };
}

function optionOf([name, option]: readonly [string, Option]): KnownOption {
  const plain = plainFlag([flagOf(name)], option.help);
  if (option.kind === 'flag') return plain;
  return { ...plain, ...valuesOf(option), takesValue: true, isRepeated: option.kind === 'values' };
}

function valuesOf({ words = [], isFile = false }: Partial<Values>): Values {
  return { words, isFile };
}

function plainFlag(flags: readonly string[], says: string): KnownOption {
  return { flags, says, takesValue: false, isRepeated: false, words: [], isFile: false };
}

const help = plainFlag(['-h', '--help'], 'print this help');

function bashScript(name: string, own: readonly KnownOption[], commands: readonly KnownCommand[]): string {
  const flags = (options: readonly KnownOption[]) => options.flatMap((option) => option.flags);
  const afterOption = (command: string, options: readonly KnownOption[]) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(
        (option) =>
          `    ${option.flags.map((flag) => `${command}:${flag}`).join('|')}) ${bashValues(option)} ;;`,
      );
  const offered = (command: KnownCommand) => {
    const rest = command.argument === null ? 'COMPREPLY=()' : bashValues(command.argument);
    return `    ${command.name})
      if [[ $current == -* ]]; then
        ${bashWords(flags(command.options))}
      else
        ${rest}
      fi ;;`;
  };
  return `# Completion of ${name} for bash:
#   source <(${name} completion bash)
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} IFS=$'\\n'
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    ${bashWords([...commands.map((one) => one.name), ...flags(own)])}
    return
  fi
  case $command:$before in
${commands.flatMap(({ name: of, options }) => afterOption(of, options)).join('\n')}
  esac
  case $command in
${commands.map(offered).join('\n')}
  esac
}
complete -F _${name} ${name}
`;
}

/** Ends the completion: what follows an option is nothing else. */
function bashValues({ words, isFile, ...rest }: Values | KnownOption): string {
  const end = 'takesValue' in rest ? '; return' : '';
  if (words.length > 0) return `${bashWords(words)}${end}`;
  if (!isFile) return `COMPREPLY=()${end}`;
  return `compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -f -- "$current"))${end}`;
}

/** Line by line, since names of files may have spaces; and without mapfile and compopt, which macOS's bash has not. */
function bashWords(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W $'${words.join('\\n')}' -- "$current"))`;
}

function zshScript(name: string, own: readonly KnownOption[], commands: readonly KnownCommand[]): string {
  const options = (known: readonly KnownOption[]) => known.map((option) => `        ${zshOption(option)} \\`);
  const described = commands.map((command) => `    ${zshQuoted(`${command.name}:${command.says}`)}`);
  const cases = commands.map((command) => {
    const rest = command.argument === null ? "'*: :'" : `'*:${zshAction(command.argument, 'argument')}'`;
    return [
      `    ${command.name})`,
      '      _arguments -s \\',
      ...options(command.options),
      `        ${rest} ;;`,
    ].join('\n');
  });
  return `#compdef ${name}
# Completion of ${name} for zsh:
#   source <(${name} completion zsh)
# or write it to a file _${name} in a folder of $fpath.
_${name}() {
  local -a commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe -t commands command commands
    _arguments -s \\
${own.map((option) => `      ${zshOption(option)} \\`).join('\n')}
      && return
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
  esac
}
# Read by the completion system it is the function itself; sourced, it makes itself known.
if [ "$funcstack[1]" = "_${name}" ]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function zshOption({ flags, takesValue, isRepeated, says, ...values }: KnownOption): string {
  const text = says.replaceAll(/[[\]:\\]/g, (sign) => `\\${sign}`);
  const value = takesValue ? `:${zshAction(values, 'value')}` : '';
  // Given once, the other spelling is not offered again.
  const apart = flags.length > 1 ? `(${flags.join(' ')})` : '';
  const specs = flags.map((flag) => zshQuoted(`${apart}${isRepeated ? '*' : ''}${flag}[${text}]${value}`));
  return specs.join(' ');
}

function zshAction({ words, isFile }: Values, what: string): string {
  if (words.length > 0) return `${what}:(${words.join(' ')})`;
  return isFile ? 'file:_files' : `${what}: `;
}

function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishScript(name: string, own: readonly KnownOption[], commands: readonly KnownCommand[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const line = (condition: string, { flags, takesValue, says, words, isFile }: KnownOption) => {
    const names = flags.map((flag) =>
      flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
    );
    const values = words.length > 0 ? ` -x -a ${quoted(words.join(' '))}` : isFile ? ' -r -F' : ' -x';
    return `complete -c ${name} -n ${quoted(condition)} ${names.join(' ')}${takesValue ? values : ''} -d ${quoted(says)}`;
  };
  const none = '__fish_use_subcommand';
  const ofCommand = (command: KnownCommand) => {
    const condition = `__fish_seen_subcommand_from ${command.name}`;
    const { argument } = command;
    const words =
      argument === null || argument.words.length === 0
        ? []
        : [`complete -c ${name} -n ${quoted(condition)} -a ${quoted(argument.words.join(' '))}`];
    const files = argument?.isFile ? [`complete -c ${name} -n ${quoted(condition)} -F`] : [];
    return [...words, ...files, ...command.options.map((option) => line(condition, option))];
  };
  return `# Completion of ${name} for fish:
#   ${name} completion fish | source
complete -c ${name} -f
${commands.map((one) => `complete -c ${name} -n ${quoted(none)} -a ${one.name} -d ${quoted(one.says)}`).join('\n')}
${own.map((option) => line(none, option)).join('\n')}
${commands.flatMap(ofCommand).join('\n')}
`;
}
