/** What becomes of what enrolled devices answer: their setup, their leaving, and how many may at once. */
import { Hardware } from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { type Json, json, origin } from '../support/registry.ts'
import { boot, client, hashOf, openStage, stateOf, wrap } from './answers-stage.ts'
import type { EnrolledDevice } from './support.ts'
import './hash-answers.ts'

beforeAll(openStage)
afterAll(async () => {
  expect(boot.failures).toEqual([])
  await boot.close()
})

/** How many devices check in at once: 1,000 with `npm run attack`. */
const atOnce = Number(process.env['TAXIWAY_CHECK_INS'] ?? 40)

test('the enrollment status page is as the policy says, and its end is seen', async () => {
  const of = await boot.newTenant()
  const policies = '/beta/deviceManagement/deviceEnrollmentConfigurations'
  const { id } = await json(
    of.ask('POST', policies, {
      '@odata.type': '#microsoft.graph.windows10EnrollmentCompletionPageConfiguration',
      displayName: 'Page',
      showInstallationProgress: true,
      installProgressTimeoutInMinutes: 90,
      allowDeviceResetOnInstallFailure: true,
    }),
  )
  const target = { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' }
  const assigned = await of.ask('POST', `${policies}/${id}/assign`, {
    enrollmentConfigurationAssignments: [{ target }],
  })
  expect(assigned.status).toBe(200)
  const begin = async () => {
    const device = await boot.enrolled(of, { isInOobe: true })
    const managed = boot.managed(device, hashOf(10))
    await managed.bootstrap()
    return { device, managed }
  }
  const setup = async (device: EnrolledDevice) =>
    (await boot.json<Json>(of, `/admin/v1/enrollments/${device.enrollmentId}/management`)).setup
  const good = await begin()
  expect(good.managed.store.firstSync).toMatchObject({
    skipsDevicePage: false,
    timeoutMinutes: 90,
    isFinished: true,
  })
  expect(await setup(good.device)).toMatchObject({ state: 'running', page: { name: 'Page' } })
  await good.managed.finish()
  expect(await setup(good.device)).toMatchObject({ state: 'done' })
  const bad = await begin()
  await bad.managed.fail()
  expect(await setup(bad.device)).toMatchObject({ state: 'failed' })
  const late = await begin()
  await boot.store.pool.query(
    `update managed_enrollment set state = jsonb_set(state, '{setup,startedAt}', '"2026-01-01T00:00:00.000Z"')
     where enrollment_id = $1`,
    [late.device.enrollmentId],
  )
  expect(await setup(late.device)).toMatchObject({ state: 'timedOut' })
})

test('a device leaves by itself or on request, and is then gone', async () => {
  const id = await boot.register(client, hashOf(11))
  const one = await boot.enrolled(client, { registrationId: id })
  const self = boot.managed(one, hashOf(11))
  await self.checkIn()
  await self.leave()
  expect(await stateOf(one)).toMatchObject({ enrollment: 'ended', ended_by: 'device' })
  expect(await self.checkIn()).toEqual({ kind: 'refused', status: 410, detail: '' })
  const two = await boot.enrolled(client, { registrationId: id })
  const asked = boot.managed(two, hashOf(11))
  await asked.checkIn()
  await boot.store.pool.query("update enrollment set state = 'leaving' where enrollment_id = $1", [
    two.enrollmentId,
  ])
  expect(await asked.checkIn()).toMatchObject({ kind: 'unenrolled' })
  expect(await stateOf(two)).toMatchObject({ enrollment: 'ended', ended_by: 'administrator' })
  expect(await boot.device(client, id)).toMatchObject({ enrollmentState: 'notContacted' })
})

test('a device is in the list of managed devices once somebody with a license has signed in', async () => {
  const person = async (name: string, licensed: boolean) => {
    const userPrincipalName = `${name}@${client.tenantId}.test`
    await boot.store.pool.query(
      `insert into directory_user (tenant_id, user_id, user_principal_name, display_name, roles, licensed)
       values ($1, gen_random_uuid(), $2, $2, '{}', $3)`,
      [client.tenantId, userPrincipalName, licensed],
    )
    return userPrincipalName
  }
  const list = async () =>
    (await json(client.ask('GET', '/v1.0/deviceManagement/managedDevices'))).value
  const id = await boot.register(client, hashOf(12))
  const without = await boot.enrolled(client, {
    registrationId: id,
    userPrincipalName: await person('bob', false),
  })
  await boot.managed(without, hashOf(12)).checkIn()
  const unregistered = { userPrincipalName: await person('eve', true) }
  await boot.managed(await boot.enrolled(client, unregistered), hashOf(13)).checkIn()
  expect(await list()).toEqual([])
  const userPrincipalName = await person('ada', true)
  const device = await boot.enrolled(client, {
    registrationId: id,
    userPrincipalName,
    means: 'deployment',
  })
  const managed = boot.managed(device, hashOf(12))
  await managed.checkIn('none')
  expect(await list()).toEqual([])
  await managed.checkIn('user')
  expect(await list()).toMatchObject([
    { userPrincipalName, managedDeviceOwnerType: 'company', operatingSystem: 'Windows' },
  ])
  const [{ id: managedId }] = await list()
  const retired = await client.ask(
    'POST',
    `/v1.0/deviceManagement/managedDevices/${managedId}/retire`,
  )
  expect(retired.status).toBe(204)
  expect(await list()).toHaveLength(1)
  expect(await managed.checkIn('user')).toMatchObject({ kind: 'unenrolled' })
  expect(await list()).toEqual([])
})

test('any server answers the next message, with either proof', async () => {
  const other = await createApp({
    store: boot.store,
    wrap,
    publicUrl: origin,
    onImport: () => undefined,
    report: (error) => boot.failures.push(error),
  })
  const device = await boot.enrolled(client)
  let messages = 0
  const ask = (request: Request) => {
    messages += 1
    if (messages % 2 === 0) return other.fetch(request)
    return boot.withCertificate(device.certificate)(request)
  }
  const both = boot.managed(device, hashOf(14), { ask })
  expect(await both.checkIn()).toMatchObject({ kind: 'done' })
  expect(messages).toBeGreaterThan(2)
  const certificate = await boot.enrolled(client)
  const silent = boot.managed(certificate, hashOf(15), {
    ask: boot.withCertificate(certificate.certificate),
    proof: 'certificate',
  })
  expect(await silent.checkIn()).toMatchObject({ kind: 'done' })
  expect((await stateOf(certificate)).state.inventory.serialNumber).toBe(
    new Hardware(hashOf(15), null).serialNumber,
  )
})

test('very many devices check in at once, and another tenant’s device does not wait for them', async () => {
  const crowd = await boot.newTenant()
  const devices: EnrolledDevice[] = []
  for (let n = 0; n < atOnce; n++) devices.push(await boot.enrolled(crowd))
  const single = await boot.enrolled(client)
  /** How many of the crowd were done when the other tenant's device was. */
  async function doneBefore(): Promise<number> {
    let done = 0
    const all = devices.map(async (device, n) => {
      const result = await boot.managed(device, hashOf(100 + n)).checkIn()
      done += 1
      return result
    })
    const alone = await boot.managed(single, hashOf(16)).checkIn()
    const before = done
    expect(alone.kind).toBe('done')
    expect(new Set((await Promise.all(all)).map(({ kind }) => kind))).toEqual(new Set(['done']))
    return before
  }
  // Again where the machine stood still for this one alone.
  let rounds = 1
  while ((await doneBefore()) === atOnce) expect(++rounds).toBeLessThan(5)
  // A caller that asks without end has to wait, and nobody else.
  const [greedy, ...others] = devices
  if (greedy === undefined) throw new Error('there is no device')
  const statuses: number[] = []
  const endless = boot.managed(greedy, hashOf(100))
  for (let n = 0; n < 60; n++) {
    const result = await endless.checkIn()
    if (result.kind === 'refused') statuses.push(result.status)
  }
  expect(new Set(statuses)).toEqual(new Set([429]))
  const [second] = others
  expect(second && (await boot.managed(second, hashOf(101)).checkIn())).toMatchObject({
    kind: 'done',
  })
})
