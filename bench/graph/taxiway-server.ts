/** Taxiway as a process of its own, with a token to ask it. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { serverProgram } from '../../test/support/programs.ts'
import { serverFolder } from '../registry-store.ts'
import { readyAt, stopped } from './child.ts'

// Plain JavaScript, since it runs before a Node that knows types is installed.
const { serverFlags }: { readonly serverFlags: readonly string[] } = await import(
  join(import.meta.dirname, '../../scripts/node24.mjs')
)

const clientId = '7f1f1f1f-0000-4000-8000-00000000beac'
const secret = 'secret of the measurement'

export type RunningTaxiway = {
  readonly origin: string
  /** From its start on. */
  readonly readyAfterMs: number
  readonly token: string
  readonly pid: number
  /** With `server.pem` and `server.key`, the certificate that it answers with. */
  readonly dataDir: string
  /** Environment of a `taxiway` command that is signed in to it. */
  readonly commandEnv: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export async function startTaxiwayProcess(of: {
  /** Absent: it brings its own. */
  readonly databaseUrl?: string
  /** For certificates and keys: the registry's, since its key has encrypted what the server reads. */
  readonly folder: string
  readonly tenant: { readonly id: string; readonly domain: string }
  /** As a seed has them. */
  readonly users?: readonly object[]
}): Promise<RunningTaxiway> {
  const seed = join(of.folder, 'seed.json')
  const roles = ['DeviceManagementServiceConfig.ReadWrite.All']
  const applications = [{ clientId, secret, displayName: 'Bench', roles }]
  writeFileSync(
    seed,
    JSON.stringify({
      tenants: [{ ...of.tenant, displayName: 'Bench', applications, users: of.users ?? [] }],
    }),
  )
  const dataDir = serverFolder(of.folder)
  const started = performance.now()
  const child = spawn(process.execPath, [...serverFlags, serverProgram], {
    env: {
      ...process.env,
      ...(of.databaseUrl !== undefined && { TAXIWAY_DATABASE_URL: of.databaseUrl }),
      TAXIWAY_DATA_DIR: dataDir,
      TAXIWAY_PORT: '0',
      TAXIWAY_SEED: seed,
      TAXIWAY_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await readyAt(child.stdout)
  const readyAfterMs = performance.now() - started
  return {
    origin,
    readyAfterMs,
    pid: child.pid ?? 0,
    dataDir,
    token: await tokenFrom(origin, of.tenant.id),
    commandEnv: signedIn(of, origin),
    stop: () => stopped(child),
  }
}

function signedIn(
  { folder, tenant }: { readonly folder: string; readonly tenant: { readonly id: string } },
  origin: string,
): Record<string, string> {
  const ca = join(serverFolder(folder), 'ca.pem')
  const context = {
    graph: origin,
    authority: origin,
    tenant: tenant.id,
    clientId,
    clientSecret: secret,
    ca,
  }
  writeFileSync(
    join(folder, 'contexts.json'),
    JSON.stringify({ current: 'bench', contexts: { bench: context } }),
    { mode: 0o600 },
  )
  return { TAXIWAY_CONFIG_DIR: folder }
}

function tokenFrom(origin: string, tenantId: string): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    scope: 'https://graph.microsoft.com/.default',
  })
  return new Promise((resolve, reject) => {
    const sent = request(
      `${origin}/${tenantId}/oauth2/v2.0/token`,
      {
        method: 'POST',
        rejectUnauthorized: false,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      async (response) => {
        const text = (await response.toArray()).join('')
        resolve((JSON.parse(text) as { access_token: string }).access_token)
      },
    )
    sent.on('error', reject)
    sent.end(form.toString())
  })
}
