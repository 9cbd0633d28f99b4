/** kill -9 of the whole server, again and again, while an import runs. */
import { setTimeout as pause } from 'node:timers/promises'
import { makeFleet, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, expect, test } from 'vitest'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  importOf,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_120)
const kills = Number(process.env['TAXIWAY_CRASH_KILLS'] ?? 5)
const chunk = 20
/** Two chunks a life at least, so that every kill has something to hurt. */
const chunkCount = Math.max(50, 2 * (kills + 1))
const rows = chunkCount * chunk
/** All chunks but the first begin with two devices of the chunk before. */
const repeats = 2 * (chunkCount - 1)

let server: TaxiwayProcess | undefined
afterAll(() => server?.dispose())

test(`${rows} rows end in one verdict each through ${kills} kills (seed ${seed})`, {
  timeout: 7_200_000,
}, async () => {
  const random = randomFrom(`kill ${seed}`)
  const folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }
  const chunks = makeChunks()
  const stored = new Set<number>()

  for (let killed = 0; killed <= kills; killed++) {
    server = await startTaxiwayProcess(folders)
    if (killed === 0) trust(server.ca)
    // A share of the rows per life, so that the import is still running at the last kill.
    const share = Math.ceil((chunks.length * (killed + 1)) / (kills + 1))
    const upload = uploadAll(server, chunks.slice(0, share), stored)
    if (killed === kills) {
      await upload
      break
    }
    // What the client sees when the server dies is an error; what it learned before must hold.
    const outcome = upload.catch(() => undefined)
    await pause(random.below(150))
    await server.kill('SIGKILL')
    await outcome
  }

  const { origin, credentials } = server as TaxiwayProcess
  const client = await signIn(origin, credentials())
  const receipts = await allDecided(client)
  expect(receipts).toHaveLength(rows)
  expect(new Set(receipts.map(({ importId }) => importId)).size).toBe(rows)

  const registered = receipts.filter(({ state }) => state.deviceImportStatus === 'complete')
  const refused = receipts.filter(({ state }) => state.deviceImportStatus === 'error')
  expect(registered).toHaveLength(rows - repeats)
  expect(new Set(refused.map(({ state }) => state.deviceErrorName))).toEqual(
    new Set(['ZtdDeviceAlreadyAssigned']),
  )
  const devices = await client.all(devicesPath)
  expect(new Set(devices.map(({ id }) => id))).toEqual(
    new Set(registered.map(({ state }) => state.deviceRegistrationId)),
  )
  process.stdout.write(
    `${kills} times kill -9, ready again after each: ${rows} rows acknowledged, 0 lost, 0 twice\n`,
  )
})

type Chunk = readonly { readonly importId: string; readonly hash: string }[]

/** Chunks of distinct devices; from the second on, the first two rows repeat the chunk before. */
function makeChunks(): Chunk[] {
  const mix = { lenovo: 1, hp: 1, dell: 1 }
  const hashes = [...makeFleet({ seed, count: rows, mix })].map(({ hash }) => hash().text)
  const all = hashes.map((hash, index) => ({ importId: uuidOf(index), hash }))
  return Array.from({ length: chunkCount }, (_, n) =>
    all.slice(n * chunk, (n + 1) * chunk).map((row, index) => {
      const source = n === 0 ? undefined : all[(n - 1) * chunk + chunk - 1 - index]
      return index < 2 && source !== undefined ? { ...row, hash: source.hash } : row
    }),
  )
}

/** Sends each chunk once: after a lost answer the server is asked whether it has the chunk. */
async function uploadAll(
  server: TaxiwayProcess,
  chunks: readonly Chunk[],
  stored: Set<number>,
): Promise<void> {
  const client = await signIn(server.origin, server.credentials())
  for (const [index, each] of chunks.entries()) {
    if (stored.has(index)) continue
    if (!(await isStored(client, each)))
      await client.ask('POST', `${importedPath}/import`, importOf(each))
    stored.add(index)
  }
}

async function isStored(client: WireClient, [first]: Chunk): Promise<boolean> {
  const filter = encodeURIComponent(`importId eq '${first?.importId}'`)
  return (await client.ask('GET', `${importedPath}?$filter=${filter}`)).value.length > 0
}

async function allDecided(client: WireClient) {
  for (;;) {
    const receipts = await client.all(importedPath)
    if (receipts.every(({ state }) => state.deviceImportStatus !== 'unknown')) return receipts
    await pause(50)
  }
}

function uuidOf(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
}
