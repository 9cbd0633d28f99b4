/** The documented orders, and what each leaves, waits for, and says has to be done by hand. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Json } from '../support/registry.ts'
import type { PlanSite } from './plan-site.ts'

export const orderCases: Readonly<Record<string, (site: PlanSite) => Promise<unknown>>> = {
  'hybrid and co-managed devices: what has to be done by hand is said, in its place': async ({
    register,
    enrol,
    plan,
    ran,
  }) => {
    await register('HY1', 'CO1')
    await enrol('HY1', { joinType: 'hybridAzureADJoined', azureADDeviceId: randomUUID() })
    await enrol('CO1', { managementAgent: 'configurationManagerClientMdm' })
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
    enrol,
    plan,
    ran,
    act,
    work,
    client,
  }) => {
    await register('PF1', 'PF2')
    const managed = await enrol('PF1')
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
    enrol,
    plan,
    ran,
    work,
    look,
    listed,
    client,
    sql,
  }) => {
    await register('PF1', 'PF2')
    const managed = await enrol('PF1')
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
}
