/**
 * Access tokens, kept in a file until they expire so that a quick command needs one request less.
 *
 * By secret a token costs one request and nothing else. Certificates and people go through Microsoft's library,
 * which is loaded only then: it would double the time that every command takes to start.
 */
import { GraphError, type RetryPolicy, send } from 'taxiway-graph-client'
import type { Context } from '../context-file.ts'
import { CliError, exitCodes } from '../exit.ts'
import { keepToken, keptToken, type Token } from './kept-tokens.ts'
import { atOtherAddress } from './other-address.ts'
import { scopeOf } from './scope.ts'

const spareMs = 120_000

/** A token for `context`: the kept one while it is good for two more minutes, else a new one. */
export async function tokenFor(context: Context, policy: RetryPolicy): Promise<Token> {
  const kept = await keptToken(context)
  return kept !== undefined && kept.expiresAt - spareMs > Date.now()
    ? kept
    : newToken(context, policy)
}

/** A token fresh from the authority; this is also how credentials are proved right. */
export async function newToken(context: Context, policy: RetryPolicy): Promise<Token> {
  const isBySecret = context.certificate === undefined && context.account === undefined
  const token = isBySecret ? await bySecret(context, policy) : await byLibrary(context)
  await keepToken(context, token)
  return token
}

async function byLibrary(context: Context): Promise<Token> {
  const { libraryToken } = await import('./library-token.ts')
  return libraryToken(context, scopeOf(context))
}

async function bySecret(context: Context, policy: RetryPolicy): Promise<Token> {
  const { text } = await send(tokenRequest(context), policy).catch(async (error) => {
    if (!(error instanceof GraphError) || error.status >= 429) throw error
    throw await atOtherAddress(context, refused(context, error))
  })
  const { access_token: accessToken, expires_in: seconds } = JSON.parse(text)
  return { accessToken, expiresAt: Date.now() + Number(seconds) * 1000 }
}

function tokenRequest(context: Context) {
  const { authority, tenant, clientId, clientSecret } = context
  if (clientSecret === undefined) {
    throw new CliError(`There is no client secret for application ${clientId}.`, {
      exitCode: exitCodes.notPermitted,
      hint: 'Set TAXIWAY_CLIENT_SECRET, or sign in again: taxiway login',
    })
  }
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: scopeOf(context),
  })
  return {
    method: 'POST',
    url: `${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    repeatable: true,
  } as const
}

function refused({ tenant, clientId, authority }: Context, cause: GraphError): CliError {
  return new CliError(
    `${authority} did not sign in application ${clientId} in tenant ${tenant}: ${cause.message}`,
    {
      exitCode: exitCodes.notPermitted,
      hint: 'Check tenant, application id and secret, and sign in again: taxiway login --help',
      cause,
    },
  )
}
