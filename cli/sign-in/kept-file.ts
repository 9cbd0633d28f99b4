/** A file of secrets in the folder of sign-ins, sealed where the folder keeps its secrets in the keyring. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configFolder, readContexts } from '../context/context-file.ts'
import { replaceFile } from '../context/replace-file.ts'
import { refuses } from '../context/unwritable.ts'
import { requireFolderKey } from './keyring.ts'
import { isSealed, seal, unseal } from './sealed.ts'

export type KeptFile = 'tokens.json' | 'people.json'

export const keptFiles: readonly KeptFile[] = ['tokens.json', 'people.json']

export function keptPath(file: KeptFile): string {
  return join(configFolder(), file)
}

/** Its text; undefined when there is none. Fails with `CliError` when it is sealed and the keyring cannot be used. */
export async function readKept(file: KeptFile): Promise<string | undefined> {
  const text = await readFile(keptPath(file), 'utf8').catch(() => undefined)
  return text !== undefined && isSealed(text) ? unseal(text, file) : text
}

/** Fails with `CliError` as `readKept` does, and where it cannot be written. */
export async function writeKept(file: KeptFile, text: string): Promise<void> {
  const { secretsIn } = await readContexts()
  const key = secretsIn === 'keyring' ? await requireFolderKey() : undefined
  await mkdir(configFolder(), { recursive: true, mode: 0o700 }).catch(refuses(configFolder()))
  await replaceFile(keptPath(file), key === undefined ? text : seal(text, file, key)).catch(
    refuses(keptPath(file)),
  )
}
