/** What Graph and the record say of a device with other hardware, until it is repaired: on the server of `repairs.test.ts`. */
import type { DeviceRecordView } from 'taxiway-autopilot/admin'
import { expect, test } from 'vitest'
import { base64, later } from '../support/machines.ts'
import type { Client } from '../support/registry.ts'
import { desktop } from './captures.ts'
import { differs, type Site } from './case-tests.ts'
import { act, asked, diagnostic, opened, returned } from './support.ts'

const never = '0001-01-01T00:00:00Z'

export function remediationTests(site: () => Site): void {
  test('the remediation state is what management and repair cases say, in the list as on the device', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    const before = desktop('remediation')
    const after = later(before, [{ event: 'board-replaced', reflashed: true }])
    const [id, other] = [
      await register(before, tenant, 'A'),
      await register(desktop('healthy'), tenant),
    ]
    const healthy = ['noRemediationRequired', never]
    expect(await statesOf(tenant)).toEqual(new Map([id, other].map((each) => [each, healthy])))
    const said = { CachedHardwareBlob: base64(before), CurrentHardwareBlob: base64(after) }
    await differs(site(), { tenantId: tenant.tenantId, registrationId: id, said })
    const found = (await statesOf(tenant)).get(id)
    expect(found).toEqual(['manualRemediationRequired', expect.not.stringContaining('0001')])
    expect((await statesOf(tenant)).get(other)).toEqual(healthy)
    expect(await recordOf(tenant, id)).toMatchObject({
      remediation: { state: 'manualRemediationRequired' },
      replaces: [],
    })

    const made = await opened(tenant, id, { diagnostics: [diagnostic] })
    await act(tenant, [made, 'submit'], { vendor: 'Maker' })
    await act(tenant, [made, 'release-device'], { scenario: 'general' })
    expect((await statesOf(tenant)).get(id)?.[0]).toBe('manualRemediationRequired')
    await returned(tenant, made, after)
    const { registrationId: newId } = await act(tenant, [made, 'reregister'])
    expect((await statesOf(tenant)).get(newId)?.[0]).toBe('automaticRemediationRequired')
    const { serialNumber } = made
    expect(await recordOf(tenant, newId)).toMatchObject({
      remediation: { state: 'automaticRemediationRequired' },
      replaces: [{ registrationId: id, serialNumber, repairId: made.id }],
    })
    await act(tenant, [made, 'close'])
    expect((await statesOf(tenant)).get(newId)).toEqual([
      'noRemediationRequired',
      expect.not.stringContaining('0001'),
    ])
  })

  test('a device whose repair ended as the same one is found again only if it says other hardware again', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    const before = desktop('same again')
    const id = await register(before, tenant)
    await differs(site(), { tenantId: tenant.tenantId, registrationId: id, said: {} })
    const made = await opened(tenant, id, { diagnostics: [diagnostic] })
    await act(tenant, [made, 'submit'], { vendor: 'Maker' })
    await act(tenant, [made, 'release-device'], { scenario: 'memory' })
    await returned(tenant, made, before)
    await act(tenant, [made, 'reregister'])
    await act(tenant, [made, 'close'])
    const findings = () => asked<{ value: object[] }>(tenant, ['GET', '/admin/v1/repair-findings'])
    expect((await findings()).value).toEqual([])
    expect((await statesOf(tenant)).get(id)?.[0]).toBe('noRemediationRequired')
    await differs(site(), { tenantId: tenant.tenantId, registrationId: id, said: {} })
    expect((await findings()).value).toMatchObject([{ registrationId: id }])
    expect((await statesOf(tenant)).get(id)?.[0]).toBe('manualRemediationRequired')
  })
}

type Listed = {
  readonly id: string
  readonly remediationState: string
  readonly remediationStateLastModifiedDateTime: string
}

async function statesOf(tenant: Client) {
  const path = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
  const { value } = await asked<{ value: readonly Listed[] }>(tenant, ['GET', path])
  return new Map(
    value.map((each) => [
      each.id,
      [each.remediationState, each.remediationStateLastModifiedDateTime],
    ]),
  )
}

function recordOf(tenant: Client, id: string): Promise<DeviceRecordView> {
  return asked<DeviceRecordView>(tenant, ['GET', `/admin/v1/devices/${id}/record`])
}
