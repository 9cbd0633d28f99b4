/** `taxiway keys`: the key-encryption key, which protects what is secret in the database. */
import { Command } from 'commander'
import { withExamples } from '../../cli/examples.ts'
import { inWords } from '../store/in-words.ts'
import { type RotateOptions, rotateKeys } from './rotate-keys.ts'
import type { RotateSigningOptions } from './rotate-signing.ts'

export function keysCommand(): Command {
  const command = new Command('keys').description(
    'The key that protects secrets in the database, and the one that signs tokens.',
  )
  const rotate = new Command('rotate')
    .description(
      'Re-encrypt every secret in the database with a new key. If the key is in the data folder, a new one is made and the ' +
        'server must be stopped; with TAXIWAY_KEY_ENCRYPTION_KEY, give two keys, the new one first.',
    )
    .option('--database <url>', 'the database (default: TAXIWAY_DATABASE_URL, or the local one)')
    .option('--data-dir <folder>', 'the data folder (default: TAXIWAY_DATA_DIR, or data)')
    .action((options: RotateOptions) =>
      inWords(
        () => rotateKeys(options, rotate),
        'Run the same command again: it goes on where it ended.',
      ),
    )
  withExamples(rotate, { 'taxiway keys rotate': 'a new key for the data folder of this directory' })
  withExamples(command, {
    'taxiway keys rotate': 'make a new key and re-encrypt everything',
    'taxiway keys rotate-signing --leaked': 'revoke every token',
  })
  const signing = new Command('rotate-signing')
    .description(
      'Sign tokens with a new key. Servers may keep running; those on this database switch within five seconds.',
    )
    .option('--leaked', 'the key has leaked: withdraw it and every token it signed, at once')
    .option('--database <url>', 'the database (default: TAXIWAY_DATABASE_URL, or the local one)')
    .option('--data-dir <folder>', 'the data folder (default: TAXIWAY_DATA_DIR, or data)')
    .action(async (options: RotateSigningOptions) => {
      const { rotateSigningKeys } = await import('./rotate-signing.ts')
      await inWords(() => rotateSigningKeys(options, signing))
    })
  withExamples(signing, {
    'taxiway keys rotate-signing': 'a new key, used from five minutes later',
    'taxiway keys rotate-signing --leaked': 'tokens signed with the old key are rejected',
  })
  return command.addCommand(rotate).addCommand(signing)
}
