/** Clones, replays, stolen and bent challenges: none of them gets a profile. `npm run attack` makes 10,000. */
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../support/registry.ts'
import { attacks, thiefFrom, type Victim } from './attacks.ts'
import { machine, openFirstBoot } from './support.ts'

/** Of each kind; more by TAXIWAY_ATTACKS. */
const rounds = Number(process.env['TAXIWAY_ATTACKS'] ?? 12)
/** Time goes on between attacks, since proven keys and addresses that prove nothing are held to a rate. */
let secondsOn = 0
const clock = { now: () => new Date(Date.now() + secondsOn * 1000) }
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let client: Client
const [victim, other] = [victimOf(0), victimOf(1)]
let id = ''

type Event = { readonly id: string; readonly kind: string; readonly at: string }

beforeAll(async () => {
  boot = await openFirstBoot({
    emulation: { clock, overrule: (queue) => queue, aroundParts: (ask) => ask },
  })
  client = await boot.newTenant()
  await boot.assignProfile(client)
  id = await boot.register(client, victim.hardwareHash)
  await boot.register(client, other.hardwareHash)
})
afterAll(() => boot.close())

test.each(Object.keys(attacks))('%s: no profile', async (name) => {
  const attack = attacks[name]
  for (let round = 0; round < rounds; round++) {
    secondsOn += 130
    const thief = thiefFrom(round)
    const random = randomFrom(`${name} ${round}`)
    const answer = await attack?.({ service: boot.service, victim, other, thief, random })
    if (answer === 'unopened') continue
    expect(answer).not.toMatchObject({ result: 'profile' })
    expect(answer).not.toMatchObject({ code: 'throttled' })
  }
})

test('the owner hears of the stranger, at most every ten minutes', async () => {
  secondsOn = 0
  const times: number[] = []
  for (let before = ''; ; ) {
    const page = await boot.json<{ events: readonly Event[] }>(
      client,
      `/admin/v1/devices/${id}/deployment?limit=100${before}`,
    )
    const last = page.events.at(-1)
    if (last === undefined) break
    const strange = page.events.filter(({ kind }) => kind === 'foreign-key')
    times.push(...strange.map(({ at }) => Date.parse(at)))
    before = `&before=${last.id}`
  }
  expect(times.length).toBeGreaterThan(0)
  const apart = times.slice(1).map((at, n) => (times[n] ?? 0) - at)
  expect(apart.filter((ms) => ms < 600_000)).toEqual([])
})

function victimOf(number: number): Victim {
  const { fixture, prover } = machine(number)
  return { hardwareHash: fixture.hardwareHash, prover }
}
