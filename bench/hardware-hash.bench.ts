/** Decoding against the least it can cost, memory per hash, digests, fleets and a large CSV. */
import { hash, webcrypto } from 'node:crypto'
import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { decodeHardwareHash, isUsableHash, makeFleet } from 'taxiway-hardware-hash'
import { Bench } from 'tinybench'
import { sha256InScript } from '../packages/hardware-hash/src/digest/sha256.ts'
import { bytesOf, hashFixtures, totalOf } from '../test/support/hardware-hashes.ts'
import { checkLargeCsv } from './large-csv.ts'
import type { Report } from './report.ts'

const texts = hashFixtures.map(({ hardwareHash }) => hardwareHash)
const contents = hashFixtures.map((fixture) => {
  const bytes = bytesOf(fixture)
  return bytes.subarray(0, totalOf(bytes))
})

/** Node hides its collector behind a flag that can also be set while it runs. */
setFlagsFromString('--expose-gc')
const gc: () => void = runInNewContext('gc')

export async function run(report: Report): Promise<void> {
  await decoding(report)
  report(memoryPerDecode())
  report(await allocationsPerDecode())
  await digests(report)
  report(fleet())
  report(await checkLargeCsv(100_000))
}

/** The ten fixtures in turn, so that no branch is learnt by heart. */
async function decoding(report: Report): Promise<void> {
  const times = await microseconds({
    floor: (i) => {
      const bytes = Buffer.from(texts[i] ?? '', 'base64')
      return hash('sha256', bytes.subarray(0, bytes.readUInt16LE(2)), 'hex')
    },
    verify: (i) => isUsableHash(decodeHardwareHash(texts[i] ?? '')),
    identity: (i) => {
      const decoded = decodeHardwareHash(texts[i] ?? '')
      if (!decoded.ok) return undefined
      const {
        manufacturer,
        model,
        serialNumber,
        smbiosUuid,
        productKeyId,
        tpm,
        disks,
        networkAdapters,
      } = decoded
      return [
        manufacturer,
        model,
        serialNumber,
        smbiosUuid,
        productKeyId,
        tpm,
        disks,
        networkAdapters,
      ]
    },
    everything: (i) => JSON.stringify(decodeHardwareHash(texts[i] ?? '')),
  })
  const { floor, verify, identity, everything } = times
  report({
    name: 'hash: decode + verify',
    figure: micro(verify),
    floor: `${micro(floor)} (base64 + SHA-256)`,
    ratio: floor / verify,
    goal: '≥ 0.5 of the floor',
    met: floor / verify >= 0.5,
  })
  report({ name: 'hash: decode + all identities', figure: micro(identity) })
  report({ name: 'hash: decode + every value as JSON', figure: micro(everything) })
}

/**
 * Heap growth over decodes whose results are all kept, so that no collection hides any; what is only
 * needed on the way is not counted if it is collected in between.
 */
function memoryPerDecode() {
  const times = 20_000
  const kept: unknown[] = new Array(times).fill(null)
  gc()
  const before = process.memoryUsage()
  for (let i = 0; i < times; i++) kept[i] = decodeHardwareHash(texts[i % texts.length] ?? '')
  gc()
  const after = process.memoryUsage()
  const heap = (after.heapUsed - before.heapUsed) / kept.length
  const buffers = (after.arrayBuffers - before.arrayBuffers) / kept.length
  return {
    name: 'hash: kept per decoded hash',
    figure: `${heap.toFixed(0)} B heap + ${buffers.toFixed(0)} B buffer`,
  }
}

/** Bytes allocated in all, from the sampling profiler's point of view exact enough at this many. */
async function allocationsPerDecode() {
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 4096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  const times = 50_000
  for (let i = 0; i < times; i++) decodeHardwareHash(texts[i % texts.length] ?? '')
  const { profile } = await session.post('HeapProfiler.stopSampling')
  session.disconnect()
  const bytes = sizeOf(profile.head) / times
  return { name: 'hash: allocated on the heap per decode', figure: `${bytes.toFixed(0)} B` }
}

type Node = { readonly selfSize: number; readonly children: readonly Node[] }

function sizeOf({ selfSize, children }: Node): number {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize)
}

/** The three ways to a SHA-256 in reach; only the first two give it at once. */
async function digests(report: Report): Promise<void> {
  const { node, script, web } = await microseconds({
    node: (i) => hash('sha256', contents[i] ?? '', 'hex'),
    script: (i) => sha256InScript(contents[i] ?? new Uint8Array()),
    web: async (i) => webcrypto.subtle.digest('SHA-256', contents[i] as Uint8Array<ArrayBuffer>),
  })
  report({
    name: 'digest: own script (browsers)',
    figure: micro(script),
    floor: `${micro(node)} (Node)`,
    ratio: node / script,
  })
  report({
    name: 'digest: Web Crypto (asynchronous)',
    figure: micro(web),
    floor: `${micro(node)} (Node)`,
    ratio: node / web,
  })
}

function fleet() {
  const count = 20_000
  const start = performance.now()
  let bytes = 0
  for (const device of makeFleet({ seed: 'bench', count })) bytes += device.hash().text.length
  const seconds = (performance.now() - start) / 1000
  const perSecond = Math.round(bytes / 4000 / seconds)
  return {
    name: 'fleet: devices with hash',
    figure: `${perSecond}/s (a million in ${Math.round(1e6 / perSecond)} s)`,
  }
}

type Task = (i: number) => unknown

/** Median time of each task in microseconds, after warming up. */
async function microseconds<Name extends string>(
  tasks: Readonly<Record<Name, Task>>,
): Promise<Record<Name, number>> {
  const bench = new Bench({ time: 1500, warmupTime: 500 })
  for (const [name, task] of Object.entries<Task>(tasks)) {
    let i = 0
    // Ten in one measurement: a single one is shorter than the clock's own noise.
    const ten = () => {
      for (let n = 0; n < 10; n++) task(i++ % 10)
    }
    const tenInTurn = async () => {
      for (let n = 0; n < 10; n++) await task(i++ % 10)
    }
    bench.add(name, task(0) instanceof Promise ? tenInTurn : ten)
  }
  await bench.run()
  const entries = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} could not be measured`)
    return [name, (result.latency.p50 * 1000) / 10]
  })
  return Object.fromEntries(entries)
}

const micro = (value: number): string => `${value.toFixed(2)} µs`
