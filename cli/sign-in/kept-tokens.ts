/** Access tokens in a file, for the commands of the next hour. */
import { createHash } from 'node:crypto'
import { alone } from '../context/alone.ts'
import type { Context } from '../context/context-file.ts'
import { CliError } from '../exit.ts'
import { keptPath, readKept, writeKept } from './kept-file.ts'

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
  const keep = async () => {
    const fresh = Object.entries(await keptTokens()).filter(
      ([key, { expiresAt }]) => key !== keyOf(context) && expiresAt > Date.now(),
    )
    const all = token === undefined ? fresh : [...fresh, [keyOf(context), token]]
    await writeKept('tokens.json', JSON.stringify(Object.fromEntries(all)))
  }
  // A command whose secret came from elsewhere goes on when the keyring is locked: its token is not kept.
  await alone(keptPath('tokens.json'), keep).catch((error) => {
    if (!(error instanceof CliError)) throw error
  })
}

/** A cache that cannot be read is an empty cache. */
async function keptTokens(): Promise<Readonly<Record<string, Token>>> {
  try {
    return JSON.parse((await readKept('tokens.json')) ?? '{}')
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
