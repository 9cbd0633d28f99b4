/** A whole server with its controls, over real HTTPS, on a database of its own. */

import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Config } from '../../src/host/config.ts'
import { openLog } from '../../src/host/log.ts'
import { startServer } from '../../src/host/start-server.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { cloneDatabase, localBackend } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'

export const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
export const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

export const testSecret = 'a-secret-of-tests-only'
export const testClientId = '7a1c0000-0000-4000-8000-0000000000b1'
export const testTenantId = '7a1c0000-0000-4000-8000-000000000002'

const seed = {
  tenants: [
    {
      id: testTenantId,
      domain: 'contoso.test',
      displayName: 'Contoso',
      applications: [
        {
          clientId: testClientId,
          displayName: 'Tests',
          secret: testSecret,
          roles: ['DeviceManagementServiceConfig.ReadWrite.All', 'Device.Read.All'],
        },
      ],
    },
  ],
}

/** An object becomes JSON. */
type Sent = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }

export type Setting = Partial<Config> & { readonly dataDir?: string }

/** Several servers share one database and data folder when `at` is an earlier one's. */
export async function openEmulator(
  setting: Setting = {},
  at?: { databaseUrl: string; dataDir: string },
) {
  const dataDir = at?.dataDir ?? (await mkdtemp(join(tmpdir(), 'taxiway-test-')))
  const database = at === undefined ? await cloneDatabase(localBackend, migrate) : undefined
  const databaseUrl = at?.databaseUrl ?? database?.connectionString ?? ''
  const seedPath = join(dataDir, 'seed.json')
  if (at === undefined) await writeFile(seedPath, JSON.stringify(seed))
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    dataDir,
    databaseUrl,
    seed: seedPath,
    fidelity: 'lenient',
    emulator: true,
    metricsPort: 'origin',
    logLevel: 'error',
    logFormat: 'json',
    ...setting,
  }
  const server = await startServer(config, await openLog(config))
  trust(join(dataDir, 'ca.pem'))
  const { origin } = server

  const send = (method: string, path: string, { body, headers = {} }: Sent = {}) =>
    fetch(`${origin}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  async function token(): Promise<string> {
    const answer = await send('POST', `/${testTenantId}/oauth2/v2.0/token`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: testClientId,
        client_secret: testSecret,
        scope: 'https://graph.microsoft.com/.default',
      }).toString(),
    })
    return ((await answer.json()) as Json).access_token
  }

  const bearer = await token()
  return {
    origin,
    place: { databaseUrl, dataDir },
    controls: server.controls,
    send,
    token,
    /** A request to Graph with a token taken at the start. */
    graph: (method: string, path: string, body?: unknown) =>
      send(method, path, {
        body,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      }),
    /** A request to `/emulator/v1`. */
    control: (method: string, path: string, body?: unknown) =>
      send(method, `/emulator/v1/${path}`, { body }),
    async close() {
      await server.close()
      if (at !== undefined) return
      await database?.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type Emulator = Awaited<ReturnType<typeof openEmulator>>

/** Imports fixture `number`; answers the receipt. */
export async function importFixture(
  { graph }: Emulator,
  number: number,
  serialNumber = hashFixture(number).serial,
): Promise<Json> {
  const { hardwareHash } = hashFixture(number)
  const answer = await graph('POST', imported, { serialNumber, hardwareIdentifier: hardwareHash })
  return await answer.json()
}

export async function readJson(response: Response | Promise<Response>): Promise<Json> {
  return await (await response).json()
}

function trust(path: string): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(path, 'utf8')])
}
