/**
 * The contexts file: which servers and tenants this machine's command line is signed in to.
 *
 * It holds secrets, so only its owner may read it. The server's first start writes to it too, which
 * is why this module does not depend on commands and options.
 */

import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CliError } from '../exit.ts'
import { alone } from './alone.ts'
import { environment } from './environment.ts'
import { replaceFile } from './replace-file.ts'
import { unreadable } from './unreadable.ts'
import { refuses } from './unwritable.ts'

/** One sign-in: where Graph and the token endpoint are, and as whom. */
export type Context = {
  /** Origin of Microsoft Graph, for example `https://localhost:8443`. */
  readonly graph: string
  /** Origin of the authority that issues tokens. */
  readonly authority: string
  /** Domain name or id. */
  readonly tenant: string
  readonly clientId: string
  /** Absent when it is sealed, or is to come from TAXIWAY_CLIENT_SECRET each time. */
  readonly clientSecret?: string
  /** The secret, sealed with a key in the keyring of the operating system. */
  readonly sealedSecret?: string
  /** Absolute path of a PEM file with a certificate and its private key, instead of a secret; absent when there is none. */
  readonly certificate?: string
  /** Absolute path of a file with a token of an identity that the application trusts (workload identity federation). */
  readonly federatedTokenFile?: string
  /** The machine's own identity in Azure signs in: its client id, or '' for the only one. */
  readonly managedIdentity?: string
  /** User principal name of the person who signed in; absent when an application did. */
  readonly account?: string
  /** Absolute path of a PEM file with one more certificate authority to trust; absent for public servers. */
  readonly ca?: string
}

export type Contexts = {
  /** Absent when nobody is signed in. */
  readonly current?: string
  readonly contexts: Readonly<Record<string, Context>>
  /** Whether secrets and tokens in this folder are sealed with a key in the keyring; absent: they are not. */
  readonly secretsIn?: 'keyring'
}

/** The folder of contexts and tokens. */
export function configFolder(): string {
  const chosen = environment('TAXIWAY_CONFIG_DIR')
  if (chosen !== undefined) return chosen
  if (process.platform === 'win32') {
    return join(environment('APPDATA') ?? join(home(), 'AppData', 'Roaming'), 'taxiway')
  }
  return join(environment('XDG_CONFIG_HOME') ?? join(home(), '.config'), 'taxiway')
}

function home(): string {
  try {
    return homedir()
  } catch (cause) {
    throw new CliError(
      'The system knows no home folder of this account, in which sign-ins are kept.',
      {
        hint: 'Set HOME, or name the folder of sign-ins with TAXIWAY_CONFIG_DIR.',
        cause,
      },
    )
  }
}

/** All contexts; none when there is no file yet. */
export async function readContexts(): Promise<Contexts> {
  const text = await readFile(contextsPath(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"contexts":{}}'
    throw unreadable(contextsPath(), error)
  })
  try {
    const { current, contexts, secretsIn } = JSON.parse(text)
    if (typeof contexts !== 'object' || contexts === null) throw new Error('it has no "contexts"')
    return {
      contexts,
      ...(typeof current === 'string' && { current }),
      ...(secretsIn === 'keyring' && { secretsIn }),
    }
  } catch (cause) {
    throw new CliError(`${contextsPath()} is damaged: ${(cause as Error).message}`, {
      hint: 'Delete the file and sign in again with: taxiway login',
      cause,
    })
  }
}

/** Adds or replaces the context `name` and makes it the current one. */
export async function saveContext(name: string, context: Context): Promise<void> {
  await changeContexts((known) => ({
    ...known,
    current: name,
    contexts: { ...known.contexts, [name]: context },
  }))
}

/** Makes `name`, which must exist, the current context. */
export async function chooseContext(name: string): Promise<void> {
  await changeContexts((known) => ({ ...known, current: name }))
}

/** Forgets the context `name`; when it was the current one, none is current afterwards. */
export async function forgetContext(name: string): Promise<void> {
  await changeContexts(({ current, contexts, ...rest }) => ({
    ...rest,
    contexts: Object.fromEntries(Object.entries(contexts).filter(([each]) => each !== name)),
    ...(current !== undefined && current !== name ? { current } : {}),
  }))
}

/** Writes what `change` makes of the contexts as they are now, while no other command changes them. */
export async function changeContexts(change: (known: Contexts) => Contexts): Promise<void> {
  const path = contextsPath()
  await alone(path, async () => {
    const text = `${JSON.stringify(change(await readContexts()), undefined, 2)}\n`
    await replaceFile(path, text).catch(refuses(path))
  })
}

function contextsPath(): string {
  return join(configFolder(), 'contexts.json')
}
