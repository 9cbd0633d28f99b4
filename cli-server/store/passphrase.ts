/** The passphrase over a key in a backup: out of a file or standard input, never out of an option. */
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { unreadable } from '../../cli/context/unreadable.ts'
import { CliError } from '../../cli/exit.ts'

const minCharacters = 12

/** The first line of `path` (`-` is standard input). */
export async function readPassphrase(path: string): Promise<string> {
  const all = await (path === '-' ? text(process.stdin) : readFile(path, 'utf8')).catch(
    (cause: Error) => {
      throw unreadable(path, cause)
    },
  )
  const [passphrase = ''] = all.split(/\r?\n/)
  if (passphrase.length >= minCharacters) return passphrase
  throw new CliError(`The passphrase in ${path} is shorter than ${minCharacters} characters.`, {
    hint: 'Anyone who has the backup can try any number of passphrases, so use a long one: openssl rand -base64 24',
  })
}
