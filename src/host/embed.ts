/**
 * Taxiway inside another project's test suite: a real server on a free port with its own database, both
 * gone after `close`. It runs in the calling process, so it starts in about a second and leaves nothing
 * behind; it is an emulator, so tests can reset it and advance its clock.
 */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { allRoles } from '../core/access/permissions.ts'
import { generatedSecret } from '../core/generated-secret.ts'
import { openLog } from './log.ts'
import { readSeed } from './seed/seed-file.ts'
import type { SeedInput } from './seed/seed-shape.ts'
import { startServer } from './start-server.ts'
import { makeTemporaryHome, removeDeadHomes } from './temporary-home.ts'

export type { SeedInput } from './seed/seed-shape.ts'

export type TaxiwayOptions = {
  /** The path of a seed file, or its content. Absent: the tenant contoso.test with an administrator. */
  readonly seed?: string | SeedInput
  /** `strict` reproduces the real service's documented quirks; `lenient` when absent. */
  readonly fidelity?: 'lenient' | 'strict'
  /** How long imports stay pending; 0 when absent. The real service takes about 90. [observed] */
  readonly importSeconds?: number
}

export type Taxiway = {
  /** Such as `https://localhost:40123`; Graph is at `/v1.0` and `/beta`, sign-in at `/{tenant}/oauth2/v2.0/token`. */
  readonly origin: string
  /** PEM of the certificate authority that clients must trust. */
  readonly caCertificate: string
  /** The same as a file, for NODE_EXTRA_CA_CERTS and the like; gone after `close`. */
  readonly caCertificatePath: string
  /** An application of the first tenant with every permission. */
  readonly credentials: {
    readonly tenantId: string
    readonly clientId: string
    readonly clientSecret: string
  }
  /** Restores the state after the start; ids, credentials and tokens stay valid. */
  reset(): Promise<void>
  /** Advances the server's clock. When it resolves, imports that became due are decided. */
  advanceClock(seconds: number): Promise<void>
  close(): Promise<void>
}

/** The same in every run, so that tests can hard-code them. */
const firstTenantId = '7a1c0000-0000-4000-8000-000000000001'
const clientId = '7a1c0000-0000-4000-8000-0000000000a1'

const contoso: SeedInput = {
  tenants: [
    {
      domain: 'contoso.test',
      displayName: 'Contoso',
      users: [
        {
          userPrincipalName: 'admin@contoso.test',
          displayName: 'Administrator',
          roles: ['Global Administrator', 'Intune Administrator'],
          licensed: true,
        },
      ],
    },
  ],
}

/**
 * Starts a server on a free port with a database of its own. Rejects for a seed that cannot be used, and where the local
 * PostgreSQL cannot run; nothing is left behind then either.
 */
export async function startTaxiway(options: TaxiwayOptions = {}): Promise<Taxiway> {
  const { seed = contoso, fidelity = 'lenient', importSeconds = 0 } = options
  const home = await makeTemporaryHome()
  const sweeping = removeDeadHomes().catch(() => undefined)
  const removeHome = async () => {
    await sweeping
    await rm(home, { recursive: true, force: true })
  }
  try {
    const clientSecret = generatedSecret(24)
    const wanted = withClient(typeof seed === 'string' ? await readSeed(seed) : seed, clientSecret)
    const { controls, caPath, ...server } = await startServer(
      { ...settings, dataDir: home, fidelity, seed: await writeSeed(home, wanted) },
      await openLog(settings),
    )
    if (controls === undefined || caPath === undefined)
      throw new Error('this server is not an emulator')
    await controls.setImportSeconds(importSeconds)
    return {
      origin: server.origin,
      caCertificate: await readFile(caPath, 'utf8'),
      caCertificatePath: caPath,
      credentials: { tenantId: wanted.tenants[0].id, clientId, clientSecret },
      async reset() {
        await controls.reset()
        await controls.setImportSeconds(importSeconds)
      },
      advanceClock: (seconds) => controls.advanceClock(seconds),
      async close() {
        await server.close()
        await removeHome()
      },
    }
  } catch (error) {
    await removeHome()
    throw error
  }
}

const settings = {
  host: '127.0.0.1',
  port: 0,
  emulator: true,
  metricsPort: 'origin',
  logLevel: 'error',
  logFormat: 'json',
} as const

/** The seed with our application added to its first tenant, which gets an id if it has none. */
function withClient({ tenants = [] }: SeedInput, secret: string) {
  const [first = { domain: 'contoso.test', displayName: 'Contoso' }, ...others] = tenants
  const client = { clientId, displayName: 'startTaxiway', secret, roles: [...allRoles] }
  const id = first.id ?? firstTenantId
  const applications = [...(first.applications ?? []), client]
  return { tenants: [{ ...first, id, applications }, ...others] as const }
}

async function writeSeed(home: string, seed: unknown): Promise<string> {
  const path = join(home, 'seed.json')
  await writeFile(path, JSON.stringify(seed))
  return path
}
