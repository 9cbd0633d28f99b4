/**
 * The keyring of the operating system: Keychain, Credential Manager or a Secret Service.
 *
 * It holds one key for each folder of sign-ins, and that key seals the secrets in the folder's files. Secrets are not entries
 * themselves, since Windows takes at most 2,560 bytes in one and people's tokens need more.
 * [documented: Microsoft, "CREDENTIALW structure", CRED_MAX_CREDENTIAL_BLOB_SIZE]
 */
import { randomBytes } from 'node:crypto'
import { configFolder } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { CliError, exitCodes } from '../exit.ts'

/** Long enough for a person to unlock the keyring; a desktop that nobody sits at must not hold a command up for ever. */
const waitMs = 60_000

/** What TAXIWAY_KEYRING says: use one if there is one, none, or refuse to keep secrets without. */
export type KeyringUse = 'auto' | 'off' | 'required'

export function keyringUse(): KeyringUse {
  const value = environment('TAXIWAY_KEYRING') ?? 'auto'
  if (value === 'auto' || value === 'off' || value === 'required') return value
  throw new CliError(`TAXIWAY_KEYRING is ${value}.`, { hint: 'Set it to auto, off or required.' })
}

/** The folder's key; undefined when the keyring holds none. Fails with `Error` when there is no keyring or it stays locked. */
export async function folderKey(): Promise<Buffer | undefined> {
  const kept = await (await entry()).getPassword(AbortSignal.timeout(waitMs))
  return kept == null ? undefined : Buffer.from(kept, 'base64url')
}

/** The folder's key, made when the keyring holds none. */
export async function ensureFolderKey(): Promise<Buffer> {
  const known = await folderKey()
  if (known !== undefined) return known
  const key = randomBytes(32)
  await (await entry()).setPassword(key.toString('base64url'), AbortSignal.timeout(waitMs))
  return key
}

/** The folder's key, or a `CliError` that says why it cannot be had. */
export async function requireFolderKey(): Promise<Buffer> {
  const key = await folderKey().catch((cause: Error) => {
    throw new CliError(
      `The keyring with the key to this sign-in cannot be used: ${cause.message}`,
      {
        exitCode: exitCodes.notPermitted,
        hint:
          'Unlock it (log in to the desktop), set TAXIWAY_CLIENT_SECRET for this command, or sign in again ' +
          'with TAXIWAY_KEYRING=off, which keeps secrets in a file.',
        cause,
      },
    )
  })
  if (key === undefined) throw keyIsGone()
  return key
}

/** The keyring was emptied, or belongs to somebody else. */
export function keyIsGone(cause?: unknown): CliError {
  return new CliError('The keyring no longer has the key to this sign-in.', {
    exitCode: exitCodes.notPermitted,
    hint: 'Sign in again: taxiway login --help',
    cause,
  })
}

/** Removes the folder's key; what it sealed can then be read by nobody. */
export async function forgetFolderKey(): Promise<void> {
  await (await entry()).deletePassword(AbortSignal.timeout(waitMs))
}

/** Native code, loaded only by commands that need a sealed secret. */
async function entry() {
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // The other store of Linux forgets when the machine restarts.
  return new AsyncEntry('taxiway', configFolder(), { linux: { store: 'secret-service' } })
}
