/** `@azure/identity` and `@azure/msal-node` unmodified: certificates, and people by device code and browser, with default ids. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ClientCertificateCredential,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
} from '@azure/identity'
import {
  ConfidentialClientApplication,
  ProtocolMode,
  PublicClientApplication,
} from '@azure/msal-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'
import {
  graphScope,
  type PeopleServer,
  signInAt,
  startServerForPeople,
  typeCode,
} from './people.ts'
import { devices } from './support.ts'

const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const graphPowerShell = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
let server: PeopleServer
beforeAll(async () => {
  server = await startServerForPeople()
  for (const id of [azureCli, graphPowerShell]) await server.consent(id)
})
afterAll(() => server?.dispose())

async function statusWith(token: string | undefined): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${server.origin}/beta${devices}`, { headers })).status
}
const place = () => ({ authorityHost: server.origin, disableInstanceDiscovery: true })

test('@azure/identity: ClientCertificateCredential, registered through Graph', async () => {
  const { certificate, privateKey } = await robotCertificate()
  const path = join(emptyFolder(), 'robot.pem')
  writeFileSync(path, `${privateKey}${certificate}`)
  const own = `/v1.0/applications(appId='${server.clientId}')`
  const key = certificate.replace(/-----[A-Z ]+-----|\s/g, '')
  await server.admin('PATCH', own, {
    keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key }],
  })
  const credential = new ClientCertificateCredential(
    server.tenant,
    server.clientId,
    { certificatePath: path },
    place(),
  )
  expect(await statusWith((await credential.getToken(graphScope)).token)).toBe(200)
})

test('@azure/identity: DeviceCodeCredential with its default id', async () => {
  let typed: Promise<void> | undefined
  const credential = new DeviceCodeCredential({
    ...place(),
    tenantId: server.tenant,
    userPromptCallback: ({ verificationUri, userCode }) => {
      typed = typeCode(server.origin, verificationUri, userCode)
    },
  })
  const { token } = await credential.getToken(graphScope)
  await typed
  expect(await statusWith(token)).toBe(200)
})

// Elsewhere a desktop opens addresses without asking for a program of ours.
const isLinux = process.platform === 'linux'
test.runIf(isLinux)(
  '@azure/identity: InteractiveBrowserCredential with its default id',
  async () => {
    const folder = emptyFolder()
    const opened = join(folder, 'address')
    writeFileSync(
      join(folder, 'browser'),
      `#!/bin/sh\nprintf %s "$1" > '${opened}.new' && mv '${opened}.new' '${opened}'\n`,
    )
    chmodSync(join(folder, 'browser'), 0o755)
    const before = process.env['BROWSER']
    // What a desktop opens addresses with; here a program that writes them down.
    process.env['BROWSER'] = join(folder, 'browser')
    try {
      const credential = new InteractiveBrowserCredential({ ...place(), tenantId: server.tenant })
      const asked = credential.getToken(graphScope)
      const address = await eventually(async () => readFileSync(opened, 'utf8'))
      await signInAt(server.origin, address)
      expect(await statusWith((await asked).token)).toBe(200)
    } finally {
      if (before === undefined) delete process.env['BROWSER']
      else process.env['BROWSER'] = before
    }
  },
)

test.each(['AAD', 'OIDC'] as const)(
  '@azure/msal-node in %s mode: a token by secret',
  async (mode) => {
    const { host } = new URL(server.origin)
    const client = new ConfidentialClientApplication({
      auth: {
        authority: `${server.origin}/${server.tenant}`,
        knownAuthorities: [host],
        clientId: server.clientId,
        clientSecret: server.clientSecret,
      },
      system: { protocolMode: ProtocolMode[mode] },
    })
    const answer = await client.acquireTokenByClientCredential({ scopes: [graphScope] })
    expect(await statusWith(answer?.accessToken)).toBe(200)
  },
)

test('@azure/msal-node at /organizations: a person by device code, whose tenant comes from the name', async () => {
  const { host } = new URL(server.origin)
  const client = new PublicClientApplication({
    auth: {
      authority: `${server.origin}/organizations`,
      knownAuthorities: [host],
      clientId: graphPowerShell,
    },
  })
  let typed: Promise<void> | undefined
  const answer = await client.acquireTokenByDeviceCode({
    scopes: [graphScope],
    deviceCodeCallback: ({ verificationUri, userCode }) => {
      typed = typeCode(server.origin, verificationUri, userCode)
    },
  })
  await typed
  expect(answer?.tenantId).toBe(server.tenant)
  expect(await statusWith(answer?.accessToken)).toBe(200)
})
