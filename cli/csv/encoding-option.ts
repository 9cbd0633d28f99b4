/** The option that says in which code page a text is, where it does not show that itself. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Encoding, encodingNamed, encodingNames } from 'taxiway-device-csv'
import { withCompletions } from '../completions.ts'

export type EncodingOption = { readonly encoding?: Encoding }

export function withEncoding(command: Command): Command {
  const option = new Option(
    '--encoding <name>',
    'the code page of text that does not show its own, such as windows-1250, cp852 or shift_jis',
  ).argParser(named)
  return command.addOption(withCompletions(option, encodingNames))
}

function named(name: string): Encoding {
  const encoding = encodingNamed(name)
  if (encoding !== undefined) return encoding
  throw new InvalidArgumentError(
    `There is no code page ${name}. Known are, also by their numbers: ${encodingNames.join(', ')}.`,
  )
}
