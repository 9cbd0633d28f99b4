/** The documented orders, and what each leaves, waits for, and says has to be done by hand. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Json } from '../support/registry.ts'
import type { PlanSite } from './plan-site.ts'

export const orderCases: Readonly<Record<string, (site: PlanSite) => Promise<unknown>>> = {
  'hybrid and co-managed devices: what has to be done by hand is said, in its place': async ({
    register,
    enroll,
    plan,
    ran,
  }) => {
    await register('HY1', 'CO1')
    await enroll('HY1', { joinType: 'hybridAzureADJoined', azureADDeviceId: randomUUID() })
    await enroll('CO1', { managementAgent: 'configurationManagerClientMdm' })
    const made = await plan({ serialNumbers: ['HY1', 'CO1'] }, { order: 'three-records' })
    const [hybrid, coManaged] = made.devices
    expect([made.state, hybrid.join, coManaged.join]).toEqual([
      'ready',
      'hybridJoined',
      'entraJoined',
    ])
    const names = ({ steps }: Json) => steps.map(({ what }: Json) => what)
    expect(names(hybrid).slice(-3)).toEqual([
      'activeDirectory.deleteComputer',
      'directoryDevice.delete',
      'verify.absent',
    ])
    expect(names(coManaged)).toContain('configurationManager.deleteClient')
    const codes = ({ warnings }: Json) => warnings.map(({ code }: Json) => code)
    expect(codes(hybrid)).toContain('computer-object-in-active-directory')
    expect(codes(coManaged)).toContain('client-in-configuration-manager')
    const done = await ran(made.id)
    expect(done.state).toBe('done')
    const byHand = done.devices.flatMap(({ steps }: Json) =>
      steps.filter(({ byHand }: Json) => byHand),
    )
    expect(byHand.map(({ state }: Json) => state)).toEqual(['skipped', 'skipped'])
  },
  'the other orders: the registration alone, and a device that is not enrolled': async ({
    register,
    enroll,
    plan,
    ran,
    act,
    work,
    client,
  }) => {
    await register('PF1', 'PF2')
    const managed = await enroll('PF1')
    const alone = await plan({ serialNumbers: ['PF1'] }, { order: 'registration-only' })
    expect(await ran(alone.id)).toMatchObject({
      state: 'done',
      devices: [{ verified: { autopilot: 'absent', managedDevice: 'present' } }],
    })
    const kept = await client.ask('GET', `/v1.0/deviceManagement/managedDevices/${managed}`)
    expect(kept.status).toBe(200)
    expect(await act(alone.id, 'undo')).toMatchObject({ status: 202 })
    await work()
    const wrong = await plan({ serialNumbers: ['PF1', 'PF2'] }, { order: 'not-enrolled' })
    expect(wrong.state).toBe('ambiguous')
    expect(wrong.devices[0].reason).toContain('choose another order')
    const right = await plan({ serialNumbers: ['PF2'] }, { order: 'not-enrolled' })
    expect((await ran(right.id)).state).toBe('done')
  },
  'retired first: the plan waits until the device has left': async ({
    register,
    enroll,
    plan,
    ran,
    work,
    look,
    listed,
    client,
    sql,
  }) => {
    await register('PF1', 'PF2')
    const managed = await enroll('PF1')
    const made = await plan({ serialNumbers: ['PF1', 'PF2'] }, { prepare: 'wipe' })
    const waiting = await ran(made.id)
    expect([waiting.state, waiting.devices.map(({ state }: Json) => state)]).toEqual([
      'running',
      ['running', 'done'],
    ])
    expect(await listed()).toEqual([made.devices[0].id])
    await client.ask('DELETE', `/v1.0/deviceManagement/managedDevices/${managed}`)
    await sql('update removal_plan set look_at = business_now()')
    await work()
    expect((await look(made.id)).state).toBe('done')
  },
  'wiped first: one that never comes is given up after 30 days with all its records, and one that refuses at once':
    async ({ register, enroll, plan, ran, work, look, listed, sql }) => {
      const [lost, stubborn] = await register('PF1', 'PF2')
      await enroll('PF1')
      const managed = await enroll('PF2')
      const made = await plan({ serialNumbers: ['PF1', 'PF2'] }, { prepare: 'wipe' })
      const [waiting] = (await ran(made.id)).devices
      const [asked] = waiting.steps
      expect(asked).toMatchObject({ state: 'running', detail: expect.stringContaining('30 days') })
      // As after the session in which it answered that it does not.
      await sql(
        `update tenant_record set members = members || '{"enrollmentId":"${managed}"}' where record_id = $1`,
        [managed],
      )
      await sql(`update device set enrollment_state = 'enrolled' where device_id = $1`, [stubborn])
      const again = async () => {
        await sql('update removal_plan set look_at = business_now()')
        await work()
        return (await look(made.id)).devices
      }
      const [first, second] = await again()
      expect([first.state, first.steps[0].at]).toEqual(['running', asked.at])
      expect(second).toMatchObject({ state: 'failed', reason: expect.stringContaining('refused') })
      await sql(
        `update removal_plan_device set planned = replace(planned::text, $1, '2026-01-01T00:00:00.000Z')::jsonb`,
        [asked.at],
      )
      expect((await again())[0]).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(/30 days.*without this preparation/),
      })
      expect((await look(made.id)).state).toBe('partial')
      expect((await listed()).toSorted()).toEqual([lost, stubborn].toSorted())
    },
}
