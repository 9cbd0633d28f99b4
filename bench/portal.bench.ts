/** How soon the portal answers a hand, and how soon its pages are there, on 100,000 devices in a real browser. */
import pg from 'pg'
import { startBrowser } from '../test/support/browser.ts'
import { fillDevices } from './fill-devices.ts'
import { startTaxiwayProcess } from './graph/taxiway-server.ts'
import { reportAnswers } from './portal/answers.ts'
import { reportInteractions } from './portal/interactions.ts'
import { reportPages } from './portal/pages.ts'
import { openBenchRegistry } from './registry-store.ts'
import type { Report } from './report.ts'

/** TAXIWAY_BENCH_DEVICES: fewer, where there is no time for as many. */
const devices = Number(process.env['TAXIWAY_BENCH_DEVICES'] ?? 100_000)
const person = {
  userPrincipalName: 'ada@bench.test',
  displayName: 'Ada Adams',
  password: 'correct horse battery staple',
  licensed: true,
  roles: ['Intune Administrator'],
}

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    const started = performance.now()
    await fillDevices(registry, devices)
    const seconds = (performance.now() - started) / 1000
    console.error(`${devices.toLocaleString('en')} devices in ${seconds.toFixed(0)} s`)
    await spread(registry.connectionString)
    const server = await startTaxiwayProcess({
      databaseUrl: registry.connectionString,
      folder: registry.folder,
      tenant: { id: registry.tenantId, domain: 'bench.test' },
      users: [person],
    })
    const browser = await startBrowser()
    try {
      const site = { browser, origin: server.origin, person: person.userPrincipalName, devices }
      await reportInteractions(site, report)
      await reportPages(site, report)
      await reportAnswers({ ...server, devices }, report)
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    await registry.close()
  }
}

/** Twenty group tags and thirty models. */
async function spread(connectionString: string): Promise<void> {
  // A connection of its own: the server's give up on what takes as long as this.
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(
    `update device set group_tag = 'Tag ' || abs(hashtext(device_id::text)) % 20,
       model = 'Model ' || abs(hashtext(serial_number)) % 30`,
  )
  await client.query('vacuum analyze device')
  await client.end()
}
