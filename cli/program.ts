/** The `taxiway` program: its options for every command, its commands, and how a run ends. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, Help, Option } from 'commander'
import type { LazyCommand } from './commands.ts'
import { withExamples } from './examples.ts'
import { CliError, exitCodes, reportFailure } from './exit.ts'

/** Runs one command line and answers its exit code; never throws. */
export async function runCommandLine(
  words: readonly string[],
  commands: readonly LazyCommand[],
): Promise<number> {
  let program: Command | undefined
  try {
    program = await programFor(words, commands)
    await program.parseAsync([...words], { from: 'user' })
    return Number(process.exitCode ?? exitCodes.ok)
  } catch (error) {
    const how = { debug: words.includes('--debug'), colour: !words.includes('--no-color') }
    if (!(error instanceof CommanderError)) {
      // Only now: what it needs would take a command that does not fail a fifth of its time.
      const { withHint } = await import('./graph/failures.ts')
      return reportFailure(withHint(error), how)
    }
    if (error.exitCode === 0 || isHelp(error)) return error.exitCode
    const place = [...placeOf(program, words)]
    const elsewhere = await namesakes(error, commands)
    return reportFailure(usageError(error, place, elsewhere), how)
  }
}

/** With every command loaded, as `taxiway --help` names them. */
export async function wholeProgram(commands: readonly LazyCommand[]): Promise<Command> {
  const program = rootCommand()
  for (const each of commands) program.addCommand(await loaded(each, commands))
  inherit(program)
  return program
}

async function programFor(
  words: readonly string[],
  commands: readonly LazyCommand[],
): Promise<Command> {
  const program = rootCommand()
  const [first, second] = rootCommand().parseOptions([...words]).operands
  const wanted = first === 'help' ? second : first
  for (const each of commands) {
    program.addCommand(each.name === wanted ? await loaded(each, commands) : mentioned(each))
  }
  inherit(program)
  return program
}

function rootCommand(): Command {
  const format = new Option('-o, --output <format>', 'how to print data')
  const root = new Command('taxiway')
    .description('Windows Autopilot device registration: import, look up and manage devices.')
    .usage('[command] [options]')
    .version(version(), '-V, --version', 'print the version')
    .option('--json', 'print data as JSON (the same as -o json)')
    .addOption(format.choices(['json', 'table', 'csv', 'tsv']).default('table'))
    .option('-q, --quiet', 'print data and failures only')
    .option('--no-color', 'print without colours (NO_COLOR does the same)')
    .option('--debug', 'on failure, show the cause')
    .configureHelp({
      showGlobalOptions: true,
      sortOptions: false,
      // That nothing is given is no value to show.
      optionDescription: (option) =>
        new Help().optionDescription(option).replace(/ ?\(default: \[\]\)$/, ''),
      // The terminal decides where lines end.
      commandDescription: (command) => inOneLine(command.description()),
      subcommandDescription: (command) => inOneLine(command.summary() || command.description()),
    })
    .configureOutput({ outputError: () => undefined })
    .helpCommand('help [command]', 'help about a command')
    .exitOverride()
  return withExamples(root, {
    'taxiway import devices.csv': 'register the devices of a file',
    'taxiway devices list -o csv': 'every registered device as CSV',
    'taxiway hash decode devices.csv': 'what the hardware hashes contain',
  })
}

async function loaded(
  { summary, load }: LazyCommand,
  commands: readonly LazyCommand[],
): Promise<Command> {
  return (await load(() => wholeProgram(commands))).summary(summary)
}

/** A command that is not the one asked for: enough of it for help and for "did you mean". */
function mentioned({ name, summary }: LazyCommand): Command {
  return new Command(name).summary(summary).description(summary)
}

function inherit(parent: Command): void {
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent)
    inherit(child)
  }
}

const inOneLine = (text: string): string => text.replaceAll('\n', ' ')

function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.help'
}

/** The names of the command that `words` ask for, from the outermost on. */
function* placeOf(program: Command | undefined, words: readonly string[]): Generator<string> {
  let place = program
  for (const word of words) {
    const child = place?.commands.find((each) => each.name() === word)
    if (child === undefined) continue
    place = child
    yield word
  }
}

/** Where else there is a command of the name that was not found, each as it is typed. */
async function namesakes(
  { code, message }: CommanderError,
  commands: readonly LazyCommand[],
): Promise<readonly string[]> {
  const [, name] = /'(.+?)'/.exec(message) ?? []
  if (code !== 'commander.unknownCommand' || name === undefined) return []
  return [...withName(await wholeProgram(commands), name, [])]
}

function* withName(parent: Command, name: string, place: readonly string[]): Generator<string> {
  const here = [...place, parent.name()]
  for (const child of parent.commands) {
    if (child.name() === name) yield [...here, name].join(' ')
    yield* withName(child, name, here)
  }
}

function usageError(
  error: CommanderError,
  place: readonly string[],
  elsewhere: readonly string[],
): CliError {
  return new CliError(error.message.replace(/^error: /, ''), {
    hint:
      elsewhere.length > 0
        ? `There is: ${elsewhere.join(', ')}`
        : `See: ${['taxiway', ...place].join(' ')} --help`,
    cause: error,
  })
}

function version(): string {
  const file = join(import.meta.dirname, '..', 'package.json')
  return JSON.parse(readFileSync(file, 'utf8')).version
}
