/**
 * First boots: what a proof costs the server beside the cryptography that it cannot do without, what a hash alone costs
 * beside an indexed look-up, and what a million registered devices change. Processor time is the server's own; the
 * device's part of a proof is done between the measured parts.
 */
import { randomBytes } from 'node:crypto'
import {
  type Answer,
  askByHashAlone,
  askForChallenge,
  fleetMachine,
  proofFor,
  redeemChallenge,
  type Service,
} from 'taxiway-device'
import { createApp } from '../src/compose/app.ts'
import {
  assignProfile,
  createProfile,
  defaultSettings,
} from '../src/core/profiles/change-profile.ts'
import { deploymentPoliciesIn } from '../src/storage/deployment/deployment-policies.ts'
import { profilesIn } from '../src/storage/profiles/profiles.ts'
import { fillDevices } from './fill-devices.ts'
import {
  bareCryptography,
  type Machine,
  milliseconds,
  processorTime,
} from './first-boot/bare-cryptography.ts'
import { desk } from './first-boot/desk.ts'
import { openBenchRegistry, percentile, submissionOf } from './registry-store.ts'
import type { Report } from './report.ts'

const origin = 'https://localhost:8443'
const machines = 320
/** With what goes before and after them no machine asks more often than its limit allows. */
const rounds = 3
const sizes = [10_000, 1_000_000] as const

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    const fleet = fleetOf(machines)
    const service = await serviceOn(registry, fleet)
    for (let warm = 0; warm < 2; warm++) await cycle(service, fleet)
    await reportProofs(service, fleet, report)
    await reportLookUps(registry, { service, fleet }, report)
    await reportGrowth(registry, { service, fleet }, report)
  } finally {
    await registry.close()
  }
}

async function reportProofs(service: Service, fleet: readonly Machine[], report: Report) {
  const times = { own: [] as number[], bare: [] as number[] }
  // In turns: what else the machine does is then in both, and a collection of garbage in one cycle decides nothing.
  for (let round = 0; round < rounds; round++) {
    times.own.push((await cycle(service, fleet)).processor)
    times.bare.push(processorTime(() => bareCryptography(fleet)) / fleet.length)
  }
  const own = percentile(times.own, 0.5)
  const bare = percentile(times.bare, 0.5)
  const ratio = bare / own
  report({
    name: 'proof cycles (challenge, proof, profile) per second of processor time',
    figure: `${(1000 / own).toFixed(0)} / s`,
    floor: `${(1000 / bare).toFixed(0)} / s (the same cryptography alone)`,
    ratio,
    goal: '≥ 0.5',
    met: ratio >= 0.5,
  })
}

async function reportLookUps(registry: Registry, { service, fleet }: Booting, report: Report) {
  const some = fleet.slice(0, 100)
  const before = process.cpuUsage()
  for (const { hardwareHash } of some) await askByHashAlone(service, hardwareHash)
  const own = milliseconds(process.cpuUsage(before)) / some.length
  const tokens = Array.from({ length: 7 }, () => randomBytes(16).toString('hex'))
  const bareBefore = process.cpuUsage()
  for (let n = 0; n < some.length; n++)
    await registry.store.pool.query({
      name: 'bare',
      text: 'select holders from identity_token where token = any($1::uuid[])',
      values: [tokens],
    })
  const bare = milliseconds(process.cpuUsage(bareBefore)) / some.length
  report({
    name: 'answers to a hash alone per second of processor time',
    figure: `${(1000 / own).toFixed(0)} / s`,
    floor: `${(1000 / bare).toFixed(0)} / s (one indexed look-up)`,
    ratio: bare / own,
  })
}

async function reportGrowth(registry: Registry, { service, fleet }: Booting, report: Report) {
  let registered = fleet.length
  let smallest: number | undefined
  for (const size of sizes) {
    await fillDevices(registry, size - registered)
    registered = size
    await cycle(service, fleet.slice(0, 50))
    // One after another: how long the database takes, and not how long others wait for it.
    const { median } = await cycle(service, fleet.slice(0, 150), 1)
    smallest ??= median
    report({
      name: `a proof is answered with ${size.toLocaleString('en')} devices`,
      figure: `median ${median.toFixed(2)} ms`,
      floor: `${smallest.toFixed(2)} ms with ${sizes[0].toLocaleString('en')}`,
      ratio: smallest / median,
      ...(size === sizes.at(-1) && { goal: 'at most 1.3 ×', met: median <= smallest * 1.3 }),
    })
  }
}

type Registry = Awaited<ReturnType<typeof openBenchRegistry>>
type Booting = { readonly service: Service; readonly fleet: readonly Machine[] }

/** A class that starts its machines together. */
const inClass = 64

/** Processor time of one cycle, and the median of how long its second request takes; in ms. */
async function cycle(service: Service, fleet: readonly Machine[], together = inClass) {
  const first = desk(service)
  const challenges = fleet.map(({ hardwareHash, prover }) =>
    askForChallenge(first, hardwareHash, prover),
  )
  const challenged = await first.serve(together)
  const second = desk(service)
  const answers: Promise<Answer>[] = []
  for (const [n, machine] of fleet.entries()) {
    const challenge = await challenges[n]
    if (challenge === undefined || 'result' in challenge) throw new Error(challenge?.detail)
    const proof = await proofFor(service, challenge, machine)
    answers.push(redeemChallenge(second, { ...machine, challenge, proof }))
  }
  const redeemed = await second.serve(together)
  for (const answer of await Promise.all(answers))
    if (answer.result !== 'profile') throw new Error(JSON.stringify(answer))
  const processor = (challenged.processor + redeemed.processor) / fleet.length
  return { processor, median: percentile(redeemed.took, 0.5) }
}

function fleetOf(count: number): readonly Machine[] {
  return Array.from({ length: count * 2 }, (_, n) => fleetMachine({ seed: 'first boot' }, n))
    .flatMap(({ hardwareHash, prover }) => (prover?.ekModulus ? [{ hardwareHash, prover }] : []))
    .slice(0, count)
}

/** Time goes on from request to request, as it would for devices that boot once a day. */
async function serviceOn(registry: Registry, fleet: readonly Machine[]): Promise<Service> {
  const { store, wrap, tenantId } = registry
  const app = await createApp({
    store,
    wrap,
    publicUrl: origin,
    deployment: { hashOnly: true },
    onImport: () => undefined,
    report(error) {
      throw error
    },
  })
  const profiles = profilesIn(store)
  const deps = { profiles, now: () => new Date() }
  const { id } = await createProfile(deps, tenantId, { ...defaultSettings, displayName: 'Bench' })
  await assignProfile(profiles, { tenantId, id }, { kind: 'allDevices' })
  await deploymentPoliciesIn(store).change(tenantId, { allowHashOnly: true })
  await registry.accept(fleet.map(({ hardwareHash }) => submissionOf(hardwareHash)))
  while (await app.decideNext());
  return {
    origin,
    ask: (request) => app.fetch(request, { address: '10.0.0.1', drop: () => undefined }),
  }
}
