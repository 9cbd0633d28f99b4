/** The sender of webhooks is killed again and again, and every other answer of the receiver is a fault: nothing is lost. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { laptop } from '../support/machines.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust, type WireClient } from '../support/wire-client.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_129)
/** In the suite none: what a killed server held is free again after 25 seconds (test/webhooks lets no time pass). */
const kills = Number(process.env['TAXIWAY_WEBHOOK_KILLS'] ?? 0)
const events = Number(process.env['TAXIWAY_WEBHOOK_EVENTS'] ?? 24)
/** Requests under way at once. */
const width = 8

const random = randomFrom(`webhooks ${seed}`)
const secret = `whsec_${Buffer.from('the secret of a crash test, 32 by').toString('base64')}`
const clientId = '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d10'
const clientSecret = 'a secret of the crash test'
const domain = 'events.test'

/** Each id with the body that it came with first, of what was answered with 2xx. */
const taken = new Map<string, string>()
const bodies = new Map<string, string>()
let faults = 0
let changed = 0
let receiver: Awaited<ReturnType<typeof startHttps>>
let server: TaxiwayProcess | undefined

beforeAll(async () => {
  receiver = await startHttps()
  receiver.serve(async (request) => {
    const text = await request.text()
    const headers = Object.fromEntries(request.headers)
    new Webhook(secret).verify(text, headers)
    const id = headers['webhook-id'] ?? ''
    if ((bodies.get(id) ?? text) !== text) changed += 1
    bodies.set(id, text)
    if (random.below(2) === 0) {
      faults += 1
      return new Response(null, { status: [500, 503, 429, 302][random.below(4)] ?? 500 })
    }
    taken.set(id, text)
    return new Response(null, { status: 204 })
  })
})
afterAll(async () => {
  await server?.dispose()
  await receiver.close()
})

function seedFile(): string {
  const path = join(emptyFolder(), 'seed.json')
  const application = {
    clientId,
    displayName: 'Crash',
    secret: clientSecret,
    roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
  }
  const webhook = { url: `${receiver.origin}/hooks`, secret, privateNetwork: true }
  const tenant = { domain, displayName: 'Events', applications: [application], webhooks: [webhook] }
  writeFileSync(path, JSON.stringify({ tenants: [tenant] }))
  return path
}

test(`${events} events arrive through ${kills} kills and a fault in every other answer (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }
  const env = {
    ...(await databaseSettings()),
    TAXIWAY_EMULATOR: 'true',
    TAXIWAY_SEED: seedFile(),
    NODE_EXTRA_CA_CERTS: receiver.caPath,
  }
  let sent = 0
  for (let life = 0; life <= kills; life++) {
    server = await startTaxiwayProcess({ ...folders, env })
    if (life === 0) trust(server.ca)
    const client = await clientOf(server)
    const share = Math.ceil((events * (life + 1)) / (kills + 1))
    for (; sent < share; sent += width)
      await importSome(client, sent, Math.min(sent + width, share))
    sent = share
    await advance(server)
    if (life === kills) break
    await pause(random.below(400))
    await server.kill('SIGKILL')
  }

  const client = await settled(server as TaxiwayProcess)
  const told = await followed(client)
  expect(told.size).toBe(events)
  const arrived = [...taken].filter(([, text]) => text.includes('device.registered'))
  expect(arrived.map(([id]) => id).toSorted()).toEqual([...told].toSorted())
  expect(changed).toBe(0)
  expect(faults).toBeGreaterThan(events / 4)
})

function clientOf({ origin }: TaxiwayProcess): Promise<WireClient> {
  return signIn(origin, { name: 'crash', origin, tenant: domain, clientId, clientSecret } as never)
}

async function importSome(client: WireClient, from: number, to: number): Promise<void> {
  await Promise.all(
    Array.from({ length: to - from }, (_, at) =>
      client.ask('POST', importedPath, {
        hardwareIdentifier: Buffer.from(laptop(`event ${from + at}`)).toString('base64'),
      }),
    ),
  )
}

/** Whatever waits for another attempt is due. */
async function advance({ origin }: TaxiwayProcess): Promise<void> {
  const answer = await fetch(`${origin}/emulator/v1/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: 100_000 }),
  })
  expect(answer.ok).toBe(true)
}

/** Until every import is decided, and every event has arrived; what was given up is sent again. */
async function settled(running: TaxiwayProcess): Promise<WireClient> {
  for (;;) {
    // The clock has run on, and the last token is no longer good.
    const client = await clientOf(running)
    const [hook] = (await client.ask('GET', '/admin/v1/webhooks')).value
    if (hook.dead > 0) await client.ask('POST', `/admin/v1/webhooks/${hook.id}/replay`, {})
    if ((await followed(client)).size === events && hook.waiting + hook.dead === 0) return client
    await advance(running)
    await pause(100)
  }
}

async function followed(client: WireClient): Promise<Set<string>> {
  const ids = new Set<string>()
  let cursor = ''
  for (;;) {
    const page = await client.ask('GET', `/admin/v1/events?limit=1000${cursor}`)
    for (const { id } of page.value) ids.add(id)
    if (!page.more) return ids
    cursor = `&cursor=${page.next}`
  }
}
