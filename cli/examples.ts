/** Every help page ends with examples: command lines to copy, each with what it does. */
import type { Command } from 'commander'

const written = new WeakMap<Command, string>()

/** What the help of a command ends with; '' if nothing. */
export function examplesOf(command: Command): string {
  return written.get(command) ?? ''
}

/** Adds `examples` (command line → what it does) to the help of `command`, which it returns. */
export function withExamples(
  command: Command,
  examples: Readonly<Record<string, string>>,
): Command {
  const lines = Object.entries(examples).map(([line, does]) => `  ${line}\n      ${does}`)
  const text = `Examples:\n${lines.join('\n')}`
  written.set(command, text)
  return command.addHelpText('after', `\n${text}`)
}
