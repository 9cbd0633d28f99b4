/** Every help page ends with examples: command lines to copy, each with what it does. */
import type { Command } from 'commander'

/** Adds `examples` (command line → what it does) to the help of `command`, which it returns. */
export function withExamples(
  command: Command,
  examples: Readonly<Record<string, string>>,
): Command {
  const lines = Object.entries(examples).map(([line, does]) => `  ${line}\n      ${does}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}
