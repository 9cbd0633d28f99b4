/**
 * Tokens by Microsoft's own library: for people and for certificates, at a Taxiway server and at Microsoft alike.
 *
 * It keeps people's refresh tokens in a file of ours. Such a token is good once, so only one command at a
 * time may use the file: a second one would look like a thief and end the sign-in.
 */

import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  AuthError,
  type AuthenticationResult,
  ConfidentialClientApplication,
  type Configuration,
  type ICachePlugin,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-node'
import { isMicrosoft } from 'taxiway-autopilot'
import { alone } from '../context/alone.ts'
import type { Context } from '../context/context-file.ts'
import { unreadable } from '../context/unreadable.ts'
import { CliError, exitCodes } from '../exit.ts'
import { keptPath, readKept, writeKept } from './kept-file.ts'
import type { Token } from './kept-tokens.ts'
import { openBrowser } from './open-browser.ts'
import { atOtherAddress } from './other-address.ts'

/** How a person signs in: here in a browser, or with a code on any device. */
export type Way = 'browser' | 'device-code'

export type PersonSignIn = { readonly account: string; readonly token: Token }

/** A person signs in now; `print` gets what the person must do. */
export async function signInPerson(
  context: Context,
  scope: string,
  { way, print }: { readonly way: Way; readonly print: (text: string) => void },
): Promise<PersonSignIn> {
  const scopes = [scope]
  const result = await inWords(context, () =>
    alone(keptPath('people.json'), async () =>
      way === 'device-code'
        ? publicClient(context).acquireTokenByDeviceCode({
            scopes,
            deviceCodeCallback: ({ userCode, message }) => {
              if (userCode === undefined) throw noDeviceCode(context)
              print(message)
            },
          })
        : publicClient(context).acquireTokenInteractive({
            scopes,
            openBrowser: (address) => openBrowser(address, print),
            successTemplate: 'You have signed in. You may close this window.',
            errorTemplate: 'The sign-in failed. See the command line.',
          }),
    ),
  )
  const account = result?.account?.username
  if (account === undefined) throw new CliError('The sign-in returned no user.')
  return { account, token: tokenOf(result) }
}

/** A token for a sign-in that was made before, without anybody doing anything. */
export async function libraryToken(context: Context, scope: string): Promise<Token> {
  const scopes = [scope]
  const { certificate } = context
  if (certificate !== undefined) {
    const client = await confidentialClient(context, certificate)
    const ask = () => client.acquireTokenByClientCredential({ scopes })
    return tokenOf(await inWords(context, ask))
  }
  return tokenOf(
    await inWords(context, () => alone(keptPath('people.json'), () => renewed(context, scopes))),
  )
}

/** Forgets what is kept of the person of `context`. */
export async function forgetPerson(context: Context): Promise<void> {
  await alone(keptPath('people.json'), async () => {
    const cache = publicClient(context).getTokenCache()
    const account = await accountOf(context)
    if (account !== undefined) await cache.removeAccount(account)
  })
}

async function renewed(context: Context, scopes: string[]): Promise<AuthenticationResult> {
  const account = await accountOf(context)
  if (account === undefined) throw signInAgain(context)
  const options = { account, scopes, forceRefresh: true }
  return await publicClient(context).acquireTokenSilent(options)
}

async function accountOf(context: Context) {
  const all = await publicClient(context).getTokenCache().getAllAccounts()
  return all.find(({ username }) => username.toLowerCase() === context.account?.toLowerCase())
}

function publicClient(context: Context): PublicClientApplication {
  return new PublicClientApplication({ auth: authOf(context), cache: { cachePlugin } })
}

async function confidentialClient(context: Context, path: string) {
  const pem = await readFile(path, 'utf8').catch((cause) => {
    throw unreadable(path, cause)
  })
  const [privateKey] =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]+-----/.exec(pem) ?? []
  const [publicPart] =
    /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem) ?? []
  if (privateKey === undefined || publicPart === undefined) {
    throw new CliError(`${path} must hold a certificate and its private key, both as PEM.`, {
      hint: 'Put both into one file: cat key.pem certificate.pem > robot.pem',
    })
  }
  const thumbprintSha256 = new X509Certificate(publicPart).fingerprint256.replaceAll(':', '')
  return new ConfidentialClientApplication({
    auth: { ...authOf(context), clientCertificate: { thumbprintSha256, privateKey } },
  })
}

/** The library asks Microsoft about authorities that it does not know; of a Taxiway server we know better. */
function authOf({ authority, tenant, clientId }: Context): Configuration['auth'] {
  const own = isMicrosoft(authority)
  return {
    clientId,
    authority: `${authority}/${encodeURIComponent(tenant)}`,
    ...(!own && { knownAuthorities: [new URL(authority).host] }),
  }
}

const cachePlugin: ICachePlugin = {
  async beforeCacheAccess({ tokenCache }) {
    tokenCache.deserialize((await readKept('people.json')) ?? '{}')
  },
  async afterCacheAccess({ cacheHasChanged, tokenCache }) {
    if (!cacheHasChanged) return
    await writeKept('people.json', tokenCache.serialize())
  },
}

function tokenOf(result: AuthenticationResult | null): Token {
  if (result?.expiresOn == null) throw new CliError('The authority returned no token.')
  return { accessToken: result.accessToken, expiresAt: result.expiresOn.getTime() }
}

/** The library's failures as ours. */
async function inWords<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof InteractionRequiredAuthError) throw signInAgain(context, error)
    if (!(error instanceof AuthError)) throw error
    const { authority, tenant } = context
    const isNetwork = /network|endpoints_resolution/.test(error.errorCode)
    const said = (error.errorMessage || error.errorCode).replace(/ Trace ID: [\s\S]*$/, '')
    const failure = new CliError(
      isNetwork
        ? `${authority} could not be asked for a token: ${said}`
        : `${authority} did not sign you in to tenant ${tenant}: ${said}`,
      { exitCode: isNetwork ? exitCodes.tryLater : exitCodes.notPermitted, cause: error },
    )
    throw await atOtherAddress(context, failure)
  }
}

/** The library goes on after a refusal, with nothing to show. */
function noDeviceCode({ authority, tenant, clientId }: Context): CliError {
  return new CliError(
    `${authority} does not issue device codes for ${clientId} in tenant ${tenant}.`,
    {
      exitCode: exitCodes.notPermitted,
      hint: 'Sign in with --browser, or have an administrator of the tenant allow device codes.',
    },
  )
}

function signInAgain({ account, authority, tenant }: Context, cause?: unknown): CliError {
  return new CliError(`The sign-in of ${account} to tenant ${tenant} has ended.`, {
    exitCode: exitCodes.notPermitted,
    hint: `Sign in again: taxiway login --url ${authority} --tenant ${tenant}`,
    cause,
  })
}
