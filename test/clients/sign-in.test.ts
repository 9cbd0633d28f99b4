/** `@azure/identity` and `@azure/msal-node`: sign-in with a client secret, as each wants to be pointed at a server. */
import { ConfidentialClientApplication } from '@azure/msal-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { credentialOf } from './azure-credential.ts'
import { type ClientServer, devices, startServerForClients } from './support.ts'

const scope = 'https://graph.microsoft.com/.default'
let server: ClientServer

beforeAll(async () => {
  server = await startServerForClients()
})
afterAll(() => server.dispose())

async function statusWith(token: string): Promise<number> {
  const answer = await fetch(`${server.origin}/v1.0${devices}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return answer.status
}

test.each(['id', 'domain'])(
  '@azure/identity: ClientSecretCredential, tenant by %s',
  async (name) => {
    const credential = credentialOf(server, name === 'id' ? server.tenant : 'contoso.test')
    const before = Date.now()
    const { token, expiresOnTimestamp } = await credential.getToken(scope)
    expect(await statusWith(token)).toBe(200)
    expect(expiresOnTimestamp).toBeGreaterThan(before)
  },
)

function application(clientSecret: string): ConfidentialClientApplication {
  const { host } = new URL(server.origin)
  return new ConfidentialClientApplication({
    auth: {
      authority: `${server.origin}/${server.tenant}`,
      knownAuthorities: [host],
      clientId: server.clientId,
      clientSecret,
    },
  })
}

test('@azure/msal-node: a token by secret, the second from its cache', async () => {
  const client = application(server.clientSecret)
  const first = await client.acquireTokenByClientCredential({ scopes: [scope] })
  expect(await statusWith(first?.accessToken ?? '')).toBe(200)
  const second = await client.acquireTokenByClientCredential({ scopes: [scope] })
  expect(second).toMatchObject({ fromCache: true, accessToken: first?.accessToken })
})

test('@azure/msal-node: a wrong secret is invalid_client with AADSTS7000215', async () => {
  const attempt = application('wrong').acquireTokenByClientCredential({ scopes: [scope] })
  await expect(attempt).rejects.toMatchObject({
    errorCode: 'invalid_client',
    errorMessage: expect.stringContaining('AADSTS7000215'),
  })
})
