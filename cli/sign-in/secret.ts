/**
 * Where a client secret comes from: a file, the environment, standard input or a prompt.
 *
 * Never from an option: command lines are kept in shell histories and shown to every user by `ps`.
 */

import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { environment } from '../context/environment.ts'
import { unreadable } from '../context/unreadable.ts'
import { CliError } from '../exit.ts'
import { ask } from '../terminal/ask.ts'

/** The secret in `file` (`-` is standard input), else the environment's, else what is typed or piped in. */
export async function readSecret(file: string | undefined): Promise<string> {
  const secret = (await secretText(file)).trim()
  if (secret !== '') return secret
  throw new CliError('There is no client secret.', {
    hint: 'Set TAXIWAY_CLIENT_SECRET, name a file with --secret-file, or pipe the secret in.',
  })
}

async function secretText(file: string | undefined): Promise<string> {
  if (file === '-') return text(process.stdin)
  if (file !== undefined) return fileText(file)
  const known = environment('TAXIWAY_CLIENT_SECRET')
  if (known !== undefined) return known
  return process.stdin.isTTY === true
    ? ask('Client secret: ', { hidden: true })
    : text(process.stdin)
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw unreadable(file, cause)
  }
}
