/**
 * Tokens for a machine in Azure that is itself known to Entra ID: its instance metadata service gives them.
 * [documented: Microsoft, "How to use managed identities for Azure resources on an Azure VM to acquire an access token";
 * "How to use managed identities for App Service", REST endpoint reference; AZURE_POD_IDENTITY_AUTHORITY_HOST: Azure Identity]
 */
import { isMicrosoft } from 'taxiway-autopilot'
import type { Context } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { CliError, exitCodes } from '../exit.ts'
import type { Token } from './kept-tokens.ts'
import { scopeOf } from './scope.ts'
import { tokenAnswer } from './token-answer.ts'

const metadataHost = 'http://169.254.169.254'
/** Nobody answers there outside of Azure, and a machine may take minutes to notice. */
const timeoutMs = 10_000

export async function identityToken(context: Context): Promise<Token> {
  if (!isMicrosoft(context.graph))
    throw new CliError('A managed identity signs in to Microsoft, not to a Taxiway server.', {
      exitCode: exitCodes.notPermitted,
      hint: 'Omit --url, or sign in with --certificate or --federated-token-file.',
    })
  const { url, headers } = requestFor(context)
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: Error) => {
      throw notThere(url, cause.message, cause)
    },
  )
  const text = await answer.text()
  if (!answer.ok) throw notThere(url, `it answers ${answer.status} ${text.slice(0, 200)}`)
  return tokenIn(text, url)
}

/** App Service names its own endpoint; virtual machines have a fixed one. */
function requestFor({ managedIdentity = '', ...context }: Context) {
  const endpoint = environment('IDENTITY_ENDPOINT')
  const key = environment('IDENTITY_HEADER')
  const isAppService = endpoint !== undefined && key !== undefined
  const host = environment('AZURE_POD_IDENTITY_AUTHORITY_HOST') ?? metadataHost
  const url = new URL(isAppService ? endpoint : '/metadata/identity/oauth2/token', host)
  url.searchParams.set('api-version', isAppService ? '2019-08-01' : '2018-02-01')
  url.searchParams.set('resource', scopeOf(context).replace(/\/\.default$/, ''))
  if (managedIdentity !== '') url.searchParams.set('client_id', managedIdentity)
  const headers: Record<string, string> = isAppService
    ? { 'x-identity-header': key }
    : { metadata: 'true' }
  return { url, headers }
}

/** `expires_on`: seconds since 1970, as text or number. */
function tokenIn(text: string, url: URL): Token {
  const { access_token: accessToken, expires_on: expiresOn } = tokenAnswer(text)
  if (typeof accessToken !== 'string' || !Number.isFinite(Number(expiresOn)))
    throw notThere(url, 'it answers without a token')
  return { accessToken, expiresAt: Number(expiresOn) * 1000 }
}

function notThere(url: URL, why: string, cause?: Error): CliError {
  return new CliError(`No managed identity answers at ${url.origin}: ${why}`, {
    exitCode: exitCodes.notPermitted,
    hint: 'It works on virtual machines and services in Azure whose identity is switched on and has permissions for Graph.',
    cause,
  })
}
