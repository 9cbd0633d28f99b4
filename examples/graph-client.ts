/**
 * A Taxiway of its own, asked by Microsoft's Graph client. In a checkout: node examples/graph-client.ts
 *
 * `startTaxiway` gives a server that begins empty and is gone after `close`; the client is wired as its
 * documentation says, with two options that a server other than Microsoft's needs.
 */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ClientSecretCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { startTaxiway } from 'taxiway'
import { makeFleet } from 'taxiway/hardware-hash'

const taxiway = await startTaxiway({ importSeconds: 90 })
setDefaultCACertificates([...getCACertificates('default'), taxiway.caCertificate])

const { tenantId, clientId, clientSecret } = taxiway.credentials
const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
  authorityHost: taxiway.origin,
  disableInstanceDiscovery: true,
})
const graph = Client.initWithMiddleware({
  baseUrl: `${taxiway.origin}/`,
  customHosts: new Set(['localhost']),
  authProvider: new TokenCredentialAuthenticationProvider(credential, {
    scopes: ['https://graph.microsoft.com/.default'],
  }),
})

// Three made-up machines; their hashes are as good as real ones.
const fleet = [...makeFleet({ seed: 'example', count: 3 })].map(({ hash }) => ({
  hardwareIdentifier: hash().text,
  groupTag: 'Example',
}))
const imported = '/deviceManagement/importedWindowsAutopilotDeviceIdentities'
await graph.api(`${imported}/import`).post({ importedWindowsAutopilotDeviceIdentities: fleet })
// The real service takes about 90 seconds. Here the clock is ours.
await taxiway.advanceClock(90)

const { value } = await graph.api('/deviceManagement/windowsAutopilotDeviceIdentities').get()
for (const { serialNumber, manufacturer, model } of value) {
  process.stdout.write(`${serialNumber}\t${manufacturer}\t${model}\n`)
}
await taxiway.close()
