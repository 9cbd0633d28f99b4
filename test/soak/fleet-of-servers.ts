/** Servers of one database behind a balancer, at one origin. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../support/eventually.ts'
import { openBalancer } from '../support/network/balancer.ts'
import { freePort } from '../support/network/free-port.ts'
import { createDatabase, localBackend } from '../support/postgres.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { signIn, trust } from '../support/wire-client.ts'

const application = {
  clientId: '10000000-0000-4000-8000-000000000000',
  displayName: 'Load',
  secret: 'a secret for this test only',
  roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
}
const tenant = { id: '00000000-0000-4000-8000-000000000000', domain: 'a.test', displayName: 'A' }

export type ServerFleet = Awaited<ReturnType<typeof startServerFleet>>

export async function startServerFleet(count: number, drainSeconds = 0) {
  const database = await createDatabase(localBackend)
  const balancer = await openBalancer()
  const origin = `https://localhost:${balancer.port}`
  const seed = join(emptyFolder(), 'seed.json')
  writeFileSync(seed, JSON.stringify({ tenants: [{ ...tenant, applications: [application] }] }))
  const env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_PUBLIC_URL: origin,
    TAXIWAY_DRAIN_SECONDS: String(drainSeconds),
    TAXIWAY_SEED: seed,
  }
  const folders = Array.from({ length: count }, () => ({
    dataFolder: emptyFolder(),
    configFolder: emptyFolder(),
  }))
  const servers: TaxiwayProcess[] = []

  /** `origin` of a server is the balancer's: it says the public one. The port that it listens on is its own. */
  async function start(n: number): Promise<void> {
    const port = await freePort()
    const server = await startTaxiwayProcess({ ...folders[n], env, port })
    if (servers[n] === undefined) trust(server.ca)
    const own = `https://localhost:${port}`
    servers[n] = { ...server, origin: own }
    balancer.add(own)
    await eventually(() => {
      if (!balancer.isReady(own)) throw new Error(`${own} is not ready`)
    })
  }
  for (let n = 0; n < count; n++) await start(n)

  return {
    origin,
    env,
    connectionString: database.connectionString,
    servers,
    client: () =>
      signIn(origin, {
        graph: origin,
        authority: origin,
        tenant: tenant.id,
        clientId: application.clientId,
        clientSecret: application.secret,
      }),
    /** Ends one in order and starts it again; answers its exit code. */
    async restart(n: number): Promise<number | null> {
      const server = servers[n]
      const code = await server?.kill('SIGTERM')
      balancer.remove(server?.origin ?? '')
      await start(n)
      return code ?? null
    },
    async close() {
      await balancer.close()
      await Promise.all(servers.map((server) => server.dispose()))
      await database.drop()
    },
  }
}
