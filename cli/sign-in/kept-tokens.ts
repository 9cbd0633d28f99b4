/** Access tokens in a file, for the commands of the next hour. */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, configFolder } from '../context-file.ts'
import { replaceFile } from '../replace-file.ts'

export type Token = {
  readonly accessToken: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Undefined: none is kept; it may have expired. */
export async function keptToken(context: Context): Promise<Token | undefined> {
  return (await keptTokens())[keyOf(context)]
}

/** Forgets the kept token of `context`. */
export async function forgetToken(context: Context): Promise<void> {
  await keepToken(context, undefined)
}

/** Keeps `token` for the next commands; undefined forgets. */
export async function keepToken(context: Context, token: Token | undefined): Promise<void> {
  const fresh = Object.entries(await keptTokens()).filter(
    ([key, { expiresAt }]) => key !== keyOf(context) && expiresAt > Date.now(),
  )
  const all = token === undefined ? fresh : [...fresh, [keyOf(context), token]]
  await mkdir(configFolder(), { recursive: true, mode: 0o700 })
  await replaceFile(tokensPath(), JSON.stringify(Object.fromEntries(all)))
}

/** A cache that cannot be read is an empty cache. */
async function keptTokens(): Promise<Readonly<Record<string, Token>>> {
  try {
    return JSON.parse(await readFile(tokensPath(), 'utf8'))
  } catch {
    return {}
  }
}

function keyOf(context: Context): string {
  const { authority, tenant, clientId, graph, account = '', managedIdentity } = context
  const machine = managedIdentity === undefined ? [] : [managedIdentity]
  const parts = [authority, tenant, clientId, graph, account, ...machine]
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

function tokensPath(): string {
  return join(configFolder(), 'tokens.json')
}
