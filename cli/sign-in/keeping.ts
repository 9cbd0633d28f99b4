/** Where the secrets of a folder of sign-ins are kept: its files, sealed by a key in the keyring where there is one. */
import { readFile, rm } from 'node:fs/promises'
import { alone } from '../context/alone.ts'
import {
  type Context,
  changeContexts,
  configFolder,
  readContexts,
} from '../context/context-file.ts'
import { replaceFile } from '../context/replace-file.ts'
import { refuses } from '../context/unwritable.ts'
import { CliError, exitCodes } from '../exit.ts'
import { keptFiles, keptPath } from './kept-file.ts'
import { ensureFolderKey, forgetFolderKey, keyringUse } from './keyring.ts'
import { isSealed, isSealedWith, seal, secretPurpose } from './sealed.ts'

/** `why` says in words why no keyring is used, `forgotten` whether tokens that one had sealed are gone. */
export type Keeping =
  | { readonly place: 'keyring'; readonly key: Buffer }
  | { readonly place: 'file'; readonly why: string; readonly forgotten: boolean }

/**
 * Decides where secrets go from now on, before there is a new one. What the folder's files already hold is sealed when a keyring is
 * used for the first time. Fails with `CliError` when a keyring was used so far and cannot be now: that is for a person to decide.
 */
export async function decideKeeping(): Promise<Keeping> {
  const use = keyringUse()
  if (use === 'off') {
    const forgotten = await leaveKeyring()
    return { place: 'file', why: 'TAXIWAY_KEYRING is off', forgotten }
  }
  const key = await ensureFolderKey().catch((error: Error) => error)
  if (!(key instanceof Error)) {
    await enterKeyring(key)
    return { place: 'keyring', key }
  }
  const { secretsIn } = await readContexts()
  if (use === 'auto' && secretsIn === undefined)
    return { place: 'file', why: key.message, forgotten: false }
  throw new CliError(`The keyring of this machine cannot be used: ${key.message}`, {
    exitCode: exitCodes.notPermitted,
    hint: 'Unlock it (log in to the desktop), or keep secrets in a file: TAXIWAY_KEYRING=off taxiway login …',
    cause: key,
  })
}

/** The context as it is to be saved. */
export function withSealedSecret(context: Context, keeping: Keeping): Context {
  const { clientSecret, ...rest } = context
  if (keeping.place === 'file' || clientSecret === undefined) return context
  return { ...rest, sealedSecret: seal(clientSecret, secretPurpose, keeping.key) }
}

/** One sentence for the person who has signed in. */
export function keepingInWords(keeping: Keeping): string {
  if (keeping.place === 'keyring')
    return 'Secrets are sealed with a key in the keyring of this machine.'
  const place = `Secrets are kept in files in ${configFolder()} that only you can read, without a keyring (${keeping.why}).`
  return keeping.forgotten
    ? `${place} Tokens that the keyring had sealed are forgotten: other people of this folder sign in again.`
    : place
}

/** After the last sign-in of the folder is gone. */
export async function forgetKeeping(): Promise<void> {
  const { contexts, secretsIn } = await readContexts()
  if (secretsIn === undefined || Object.keys(contexts).length > 0) return
  await leaveKeyring()
  // It opens nothing now; a keyring that is locked may keep it.
  await forgetFolderKey().catch(() => {})
}

/** At each sign-in: the first start of a server writes its secret as text, and a keyring may have been emptied. */
async function enterKeyring(key: Buffer): Promise<void> {
  // The contexts first: any command that writes a secret after this seals it.
  await changeContexts((known) => {
    const contexts = Object.entries(known.contexts).map(([name, context]) => [
      name,
      withSealedSecret(context, { place: 'keyring', key }),
    ])
    return { ...known, contexts: Object.fromEntries(contexts), secretsIn: 'keyring' }
  })
  for (const file of keptFiles) await alone(keptPath(file), () => sealFile(file, key))
}

/** What another key has sealed is gone: kept, it would refuse the sign-in that replaces it. */
async function sealFile(file: (typeof keptFiles)[number], key: Buffer): Promise<void> {
  const text = await readFile(keptPath(file), 'utf8').catch(() => undefined)
  if (text === undefined || isSealedWith(text, key)) return
  if (isSealed(text)) await rm(keptPath(file))
  else await replaceFile(keptPath(file), seal(text, file, key)).catch(refuses(keptPath(file)))
}

/** Sealed tokens are forgotten: their people sign in again. Sealed secrets of other contexts stay, for when the keyring is back. */
async function leaveKeyring(): Promise<boolean> {
  const { secretsIn } = await readContexts()
  if (secretsIn === undefined) return false
  for (const file of keptFiles) await rm(keptPath(file), { force: true })
  await changeContexts(({ secretsIn: _, ...known }) => known)
  return true
}
