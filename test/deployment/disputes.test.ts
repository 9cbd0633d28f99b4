/** A proof takes a device from a registration by hash alone, after a week that its holder can use, and never at once. */
import { askForProfile, claimDevice } from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../src/core/access/permissions.ts'
import type { Client } from '../support/registry.ts'
import { withKeyOf } from './attacks.ts'
import { machine, openFirstBoot, type TestMachine } from './support.ts'

let boot: Awaited<ReturnType<typeof openFirstBoot>>
let [holder, claimant, operator]: Client[] = []

beforeAll(async () => {
  boot = await openFirstBoot()
  holder = await boot.newTenant()
  claimant = await boot.newTenant()
  operator = await boot.newTenant([...allRoles, ...platformRoles])
})
afterAll(() => boot.close())

type DisputeView = {
  readonly id: string
  readonly side: string
  readonly state: string
  readonly deviceId: string | null
  readonly reason: string | null
  readonly decisionReason: string | null
}

const client = (of: Client | undefined): Client => {
  if (of === undefined) throw new Error('there is no tenant')
  return of
}
const rows = async <Row>(of: Client | undefined, path: string) =>
  ((await (await client(of).ask('GET', path)).json()) as { value: Row[] }).value
const disputesOf = (of: Client | undefined) => rows<DisputeView>(of, '/admin/v1/disputes')
const holds = async (of: Client | undefined, serialNumber: string) =>
  (
    await rows<{ serialNumber: string }>(
      of,
      '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities',
    )
  ).some((each) => each.serialNumber === serialNumber)

/** What the trail of `of` says about why the dispute was decided. */
async function reasonsInTrail(of: Client | undefined, dispute: string) {
  const entries = await rows<{
    resources: { properties?: { name: string; after: string | null }[] }[]
  }>(of, `/admin/v1/audit?limit=100&resource=${dispute}`)
  return entries
    .flatMap(({ resources }) => resources.flatMap(({ properties = [] }) => properties))
    .filter(({ name }) => name === 'decisionReason')
    .map(({ after }) => after)
}

async function newToken(of: Client | undefined): Promise<string> {
  const answer = await client(of).ask('POST', '/admin/v1/claim-tokens', {})
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { token: string }).token
}

async function claim({ fixture, prover }: TestMachine, of = claimant, token?: string) {
  const { hardwareHash } = fixture
  const good = token ?? (await newToken(of))
  return await claimDevice(boot.service, good, { hardwareHash, prover })
}

/** Notices end earlier by so many days. */
async function wait(days: number) {
  await boot.store.pool.query(
    "update dispute set due_at = timezone('UTC', timezone('UTC', due_at) - make_interval(days => $1))",
    [days],
  )
  await boot.app.endDisputes()
  while (await boot.app.decideNext());
}

test('a device that nobody has registered, or its own tenant, needs no dispute', async () => {
  expect(await claim(machine(3))).toEqual({ result: 'unregistered' })
  await boot.register(client(holder), machine(0).fixture.hardwareHash)
  expect(await claim(machine(0), holder)).toEqual({ result: 'own' })
  expect(await disputesOf(holder)).toEqual([])
})

test('the proof displaces after the notice and not before, and both sides hear of it', async () => {
  const one = machine(0)
  const { serial } = one.fixture
  const token = await newToken(claimant)
  expect(await claim(one, claimant, token)).toMatchObject({ result: 'disputed' })
  expect(await claim(one, claimant, token)).toMatchObject({ code: 'session-invalid' })
  expect(await claim(one)).toEqual({ result: 'held' })
  const [seen] = await disputesOf(holder)
  expect(seen).toMatchObject({ side: 'holder', state: 'open' })
  expect(await disputesOf(claimant)).toMatchObject([{ side: 'claimant', deviceId: null }])
  const heard = await rows<{ type: string }>(holder, '/admin/v1/events')
  expect(heard.map(({ type }) => type)).toContain('ownership.conflict.opened')
  const timeline = await client(holder).ask('GET', `/admin/v1/devices/${seen?.deviceId}/deployment`)
  expect(JSON.stringify(await timeline.json())).toContain('Contest it or release it')
  await wait(6)
  expect([await holds(holder, serial), await holds(claimant, serial)]).toEqual([true, false])
  await wait(2)
  expect([await holds(holder, serial), await holds(claimant, serial)]).toEqual([false, true])
  expect(await disputesOf(holder)).toMatchObject([{ state: 'displaced' }])
})

test('a contested one waits for the operator, no matter which side is right', async () => {
  for (const [n, decision] of [
    [1, 'keep'],
    [2, 'displace'],
  ] as const) {
    const { serial, hardwareHash } = machine(n).fixture
    await boot.register(client(holder), hardwareHash)
    await claim(machine(n))
    const open = (await disputesOf(holder)).find(({ state }) => state === 'open')
    const path = `/admin/v1/disputes/${open?.id}`
    const foreign = await client(claimant).ask('POST', `${path}/contest`, { reason: 'mine' })
    expect(foreign.status).toBe(404)
    const contested = await client(holder).ask('POST', `${path}/contest`, { reason: 'Bought.' })
    expect(contested.status).toBe(204)
    await wait(8)
    expect(await holds(holder, serial)).toBe(true)
    const reason = `The invoice says ${decision}.`
    const decide = (of: Client | undefined, body: object) =>
      client(of).ask('POST', `${path}/decide`, body)
    expect((await decide(holder, { decision, reason })).status).toBe(403)
    for (const unsaid of [{ decision }, { decision, reason: ' ' }])
      expect((await decide(operator, unsaid)).status).toBe(400)
    expect((await decide(operator, { decision, reason })).status).toBe(204)
    for (const side of [holder, claimant]) {
      const seen = (await disputesOf(side)).find(({ id }) => id === open?.id)
      expect(seen?.decisionReason).toBe(reason)
    }
    for (const trail of [holder, claimant, operator])
      expect(await reasonsInTrail(trail, open?.id ?? '')).toEqual([reason])
    while (await boot.app.decideNext());
    expect([await holds(holder, serial), await holds(claimant, serial)]).toEqual(
      decision === 'keep' ? [true, false] : [false, true],
    )
  }
})

test('a holder whose own device proves itself meanwhile keeps it; one who releases it need not wait', async () => {
  const one = machine(4)
  const { serial, hardwareHash } = one.fixture
  await boot.register(client(holder), hardwareHash)
  expect(await claim(one)).toMatchObject({ result: 'disputed' })
  await askForProfile(boot.service, hardwareHash, one.prover)
  await wait(8)
  expect(await holds(holder, serial)).toBe(true)
  expect(await claim(one)).toEqual({ result: 'held' })

  const other = machine(5)
  await boot.register(client(holder), other.fixture.hardwareHash)
  await claim(other)
  const open = (await disputesOf(holder)).find(({ state }) => state === 'open')
  const released = await client(holder).ask('POST', `/admin/v1/disputes/${open?.id}/release`, {})
  expect(released.status).toBe(204)
  while (await boot.app.decideNext());
  expect(await holds(claimant, other.fixture.serial)).toBe(true)
})

test('neither a stranger’s key, nor another tenant’s token, nor none opens a dispute', async () => {
  const [one, other] = [machine(1), machine(3)]
  const stolen = { fixture: one.fixture, prover: other.prover }
  await expect(claim(stolen)).rejects.toThrow()
  expect(await claim(one, claimant, 'AAAA')).toMatchObject({ status: 401, code: 'session-invalid' })
  expect((await disputesOf(holder)).filter(({ state }) => state === 'open')).toEqual([])
})

test('locked or free is said to a device that proves its key, to nobody else, and never whose it is', async () => {
  const [one, other] = [machine(6), machine(7)]
  const { serial, hardwareHash } = one.fixture
  const id = await boot.register(client(holder), hardwareHash)
  const look = async (of: Client | undefined) =>
    (
      (await (await client(of).ask('POST', '/admin/v1/ownership-checks/tokens', {})).json()) as {
        token: string
      }
    ).token
  const token = await look(claimant)
  const verdict = async (from: TestMachine, with_ = token) =>
    ((await claim(from, claimant, with_)) as { result: string }).result
  expect(await verdict(one)).toBe('locked')
  expect(await verdict(one, await look(holder))).toBe('own')
  // The same token, another device of the batch.
  expect(await verdict(other)).toBe('free')
  // The registered device's hash with another key in it: as one that nobody knows.
  const forged = withKeyOf(other.prover, hardwareHash)
  expect(
    await verdict({ fixture: { ...one.fixture, hardwareHash: forged }, prover: other.prover }),
  ).toBe('free')
  expect(await disputesOf(claimant)).not.toContainEqual(expect.objectContaining({ state: 'open' }))
  const proven = await rows<Record<string, unknown>>(claimant, '/admin/v1/ownership-checks')
  expect(proven.map((each) => [each['verdict'], each['registrationId']]).toSorted()).toEqual([
    ['free', null],
    ['locked', null],
  ])
  expect(await rows(holder, '/admin/v1/ownership-checks')).toMatchObject([
    { verdict: 'own', serialNumber: serial, registrationId: id },
  ])

  const ask = async (of: Client | undefined) => {
    const body = { serialNumbers: [serial, `${serial} `, serial.toLowerCase()] }
    const answer = await client(of).ask('POST', '/admin/v1/ownership-checks', body)
    return ((await answer.json()) as { value: { verdict: string; places: object[] }[] }).value
  }
  const said = async (of: Client | undefined) => (await ask(of)).map((each) => each.verdict)
  expect(await said(claimant)).toEqual(['unknown', 'unknown', 'unknown'])
  expect(await said(holder)).toEqual(['locked', 'unknown', 'unknown'])
  const path = `/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${id}`
  await client(holder).ask('DELETE', path)
  expect((await ask(holder))[0]).toMatchObject({
    verdict: 'locked',
    places: [{ state: 'reserved' }],
  })
  expect(await verdict(one)).toBe('locked')
  // One more release than a person does alone in a day.
  await boot.store.pool.query('delete from destructive_act')
  const released = await client(holder).ask('POST', `/admin/v1/deleted-devices/${id}/release`, {})
  expect(released.status).toBe(200)
  expect((await ask(holder))[0]).toMatchObject({ verdict: 'released' })
  expect(await verdict(one)).toBe('free')
})
