/** Access tokens by client credentials, kept in a file until they expire so that a quick command needs one request less. */
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, configFolder } from '../context-file.ts'
import { CliError, exitCodes } from '../exit.ts'
import { replaceFile } from '../replace-file.ts'
import { GraphError } from './failures.ts'
import { type Patience, send } from './send.ts'

export type Token = {
  readonly accessToken: string /** Milliseconds since 1970. */
  readonly expiresAt: number
}

type Credentials = Context & { readonly clientSecret: string }

const spareMs = 120_000

/** A token for `context`: the kept one while it is good for two more minutes, else a new one. */
export async function tokenFor(context: Credentials, patience: Patience): Promise<Token> {
  const kept = (await keptTokens())[keyOf(context)]
  return kept !== undefined && kept.expiresAt - spareMs > Date.now()
    ? kept
    : newToken(context, patience)
}

/** A token fresh from the authority; this is also how credentials are proved right. */
export async function newToken(context: Credentials, patience: Patience): Promise<Token> {
  const { text } = await send(tokenRequest(context), patience).catch((error) => {
    throw error instanceof GraphError && error.status < 429 ? refused(context, error) : error
  })
  const { access_token: accessToken, expires_in: seconds } = JSON.parse(text)
  const token = { accessToken, expiresAt: Date.now() + Number(seconds) * 1000 }
  await keep(context, token)
  return token
}

/** Forgets the kept token of `context`. */
export async function forgetToken(context: Context): Promise<void> {
  await keep(context, undefined)
}

function tokenRequest({ authority, tenant, clientId, clientSecret, graph }: Credentials) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${resourceOf(graph)}/.default`,
  })
  return {
    method: 'POST',
    url: `${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    repeatable: true,
  } as const
}

/** Microsoft's clouds want their own host as audience; a Taxiway server answers to the public one. */
function resourceOf(graph: string): string {
  return isMicrosoft(graph) ? graph : 'https://graph.microsoft.com'
}

/** Whether `origin` is one of Microsoft's own Graph endpoints. */
export function isMicrosoft(origin: string): boolean {
  const host = new URL(origin).hostname
  return /(^|\.)(microsoft\.(com|us)|chinacloudapi\.cn)$/.test(host)
}

function refused({ tenant, clientId, authority }: Context, cause: GraphError): CliError {
  return new CliError(
    `${authority} did not sign in application ${clientId} in tenant ${tenant}: ${cause.message}`,
    {
      exitCode: exitCodes.notPermitted,
      cure: 'Check tenant, application id and secret, and sign in again: taxiway login --help',
      cause,
    },
  )
}

async function keep(context: Context, token: Token | undefined): Promise<void> {
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

function keyOf({ authority, tenant, clientId, graph }: Context): string {
  return createHash('sha256').update([authority, tenant, clientId, graph].join('\n')).digest('hex')
}

function tokensPath(): string {
  return join(configFolder(), 'tokens.json')
}
