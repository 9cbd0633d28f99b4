/**
 * Access tokens, kept in a file until they expire so that a quick command needs one request less.
 *
 * By secret a token costs one request and nothing else. Certificates and people go through Microsoft's library,
 * which is loaded only then: it would double the time that every command takes to start.
 */

import { readFile } from 'node:fs/promises'
import { GraphError, type RetryPolicy, send } from 'taxiway-graph-client'
import type { Context } from '../context/context-file.ts'
import { unreadable } from '../context/unreadable.ts'
import { CliError, exitCodes } from '../exit.ts'
import { keepToken, keptToken, type Token } from './kept-tokens.ts'
import { atOtherAddress } from './other-address.ts'
import { scopeOf } from './scope.ts'
import { tokenAnswer } from './token-answer.ts'

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
  const token = await tokenBy(context, policy)
  await keepToken(context, token)
  return token
}

async function tokenBy(context: Context, policy: RetryPolicy): Promise<Token> {
  if (context.managedIdentity !== undefined) return await byMachine(context)
  if (context.certificate !== undefined || context.account !== undefined)
    return await byLibrary(context)
  return await byRequest(context, policy)
}

async function byMachine(context: Context): Promise<Token> {
  const { identityToken } = await import('./managed-identity.ts')
  return identityToken(context)
}

async function byLibrary(context: Context): Promise<Token> {
  const { libraryToken } = await import('./library-token.ts')
  return libraryToken(context, scopeOf(context))
}

async function byRequest(context: Context, policy: RetryPolicy): Promise<Token> {
  const { text, url } = await send(await tokenRequest(context), policy).catch(async (error) => {
    if (!(error instanceof GraphError) || error.status >= 429) throw error
    throw await atOtherAddress(context, refused(context, error))
  })
  const { access_token: accessToken, expires_in: seconds } = tokenAnswer(text)
  if (typeof accessToken !== 'string' || !Number.isFinite(Number(seconds))) throw noToken(url)
  return { accessToken, expiresAt: Date.now() + Number(seconds) * 1000 }
}

function noToken(url: string): CliError {
  return new CliError(`${new URL(url).origin} answered without a token.`, {
    exitCode: exitCodes.notPermitted,
    hint: 'Check the authority (taxiway context list), and that no proxy answers in its place.',
  })
}

async function tokenRequest(context: Context) {
  const { authority, tenant, clientId } = context
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    ...(await proofOf(context)),
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

/**
 * A token of another identity in a file is read each time, since the platform renews it. [documented: Microsoft,
 * "Microsoft identity platform and the OAuth 2.0 client credentials flow", third case: a federated credential]
 */
async function proofOf(context: Context): Promise<Record<string, string>> {
  const { clientId, clientSecret, sealedSecret, federatedTokenFile: file } = context
  if (file !== undefined) {
    const assertion = await readFile(file, 'utf8').catch((cause: Error) => {
      throw unreadable(file, cause, { exitCode: exitCodes.notPermitted })
    })
    return { client_assertion_type: assertionType, client_assertion: assertion.trim() }
  }
  if (clientSecret !== undefined) return { client_secret: clientSecret }
  if (sealedSecret !== undefined) return { client_secret: await unsealSecret(sealedSecret) }
  throw new CliError(`There is no client secret for application ${clientId}.`, {
    exitCode: exitCodes.notPermitted,
    hint: 'Set TAXIWAY_CLIENT_SECRET, or sign in again: taxiway login',
  })
}

/** Loaded only by those who need it, as the library above. */
async function unsealSecret(sealed: string): Promise<string> {
  const { secretPurpose, unseal } = await import('./sealed.ts')
  return unseal(sealed, secretPurpose)
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

function refused({ tenant, clientId, authority }: Context, cause: GraphError): CliError {
  return new CliError(
    `${authority} did not sign in application ${clientId} in tenant ${tenant}: ${cause.message}`,
    {
      exitCode: exitCodes.notPermitted,
      hint: 'Check tenant, application id and secret (or federated token), and sign in again: taxiway login --help',
      cause,
    },
  )
}
