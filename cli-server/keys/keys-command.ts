/** `taxiway keys`: the key-encryption key, which protects what is secret in the database. */
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'
import { type RotateOptions, rotateKeys } from './rotate-keys.ts'

export function keysCommand(): Command {
  const command = new Command('keys').description('The key that protects secrets in the database.')
  const rotate = new Command('rotate')
    .description(
      'Wrap every secret in the database anew. With the key in the data folder a new one is made, and the ' +
        'server must be stopped; with TAXIWAY_KEY_ENCRYPTION_KEY name two keys, the new one first.',
    )
    .option('--database <url>', 'the database (default: TAXIWAY_DATABASE_URL, or the local one)')
    .option('--data-dir <folder>', 'the data folder (default: TAXIWAY_DATA_DIR, or data)')
    .action((options: RotateOptions) => rotateKeys(options, rotate))
  withExamples(rotate, { 'taxiway keys rotate': 'a new key for the data folder of this directory' })
  withExamples(command, { 'taxiway keys rotate': 'a new key, everything wrapped anew' })
  return command.addCommand(rotate)
}
