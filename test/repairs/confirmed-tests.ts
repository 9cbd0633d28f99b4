/** What a person confirms, and what the tenant's rule forbids, when a device is registered again: on the server of `repairs.test.ts`. */

import { askForProfile } from 'taxiway-device'
import { expect, test } from 'vitest'
import { machine } from '../deployment/support.ts'
import { base64, described, later } from '../support/machines.ts'
import { type Client, json } from '../support/registry.ts'
import { desktop, edited } from './captures.ts'
import type { Site } from './case-tests.ts'
import { act, parked, refused, repairPath, returned, shown } from './support.ts'

const newBoard = { event: 'board-replaced', reflashed: true } as const

export function confirmedTests(site: () => Site): void {
  test('a person confirms the same board of an ambiguous comparison, with a reason, and it proves itself by what came back', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    await boot.assignProfile(tenant)
    const [old, fresh] = [machine(5), machine(6)]
    const before = Buffer.from(old.fixture.hardwareHash, 'base64')
    const after = withKeyOf(before, Buffer.from(fresh.fixture.hardwareHash, 'base64'))
    const id = await register(before, tenant)
    const away = await parked(tenant, id, 'untested-part')
    const compared = await returned(tenant, away, after)
    expect(compared.verdict?.kind).toBe('ambiguous')
    const path = `${repairPath}/${away.id}/reregister`
    expect((await refused(tenant, path)).status).toBe(409)
    const without = await refused(tenant, path, { confirm: 'sameBoard' })
    expect([without.status, without.message]).toEqual([400, expect.stringContaining('reason')])
    const reason = 'Only the processor was exchanged.'
    const done = await act(tenant, [away, 'reregister'], { confirm: 'sameBoard', reason })
    expect(done).toMatchObject({ state: 'reregistered', registrationId: id, certificate: null })
    const { history } = await shown(tenant, away)
    expect(history.at(-1)).toMatchObject({
      what: expect.stringContaining('same board'),
      text: reason,
    })
    expect(await auditOf(tenant, id)).toContain(reason)
    const contact = await askForProfile(boot.service, base64(after), fresh.prover)
    expect(contact, JSON.stringify(contact)).toMatchObject({
      result: 'profile',
      registrationId: id,
    })
    const third = machine(4)
    const another = withKeyOf(before, Buffer.from(third.fixture.hardwareHash, 'base64'))
    const strange = await askForProfile(boot.service, base64(another), third.prover)
    expect(strange).toMatchObject({ result: 'none' })
  })

  test('where the board was to be replaced, nobody confirms the same one; nothing has changed', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    const before = desktop('barred')
    const after = withKeyOf(before, desktop('barred processor'))
    const away = await parked(tenant, await register(before, tenant), 'general')
    await returned(tenant, away, after)
    const body = { confirm: 'sameBoard', reason: 'I think so.' }
    const barred = await refused(tenant, `${repairPath}/${away.id}/reregister`, body)
    expect([barred.status, barred.message]).toEqual([409, expect.stringContaining('cancel')])
    expect((await shown(tenant, away)).state).toBe('compared')
  })

  test('where hashes without a TPM key register nothing, a repaired device without one is refused, and keeps its registration', async () => {
    const { boot, register } = site()
    const tenant = await boot.newTenant()
    const before = desktop('hash only')
    const id = await register(before, tenant)
    const away = await parked(tenant, id)
    await returned(tenant, away, later(before, [newBoard, { event: 'tpm-hidden' }]))
    const policy = '/admin/v1/deployment-policy'
    await json(tenant.ask('PATCH', policy, { forbidHashOnlyClaims: true }))
    const no = await refused(tenant, `${repairPath}/${away.id}/reregister`)
    expect([no.status, no.message]).toEqual([409, expect.stringMatching(/TPM key.*Nothing/)])
    expect(await boot.device(tenant, id)).toMatchObject({ id })
    expect(await shown(tenant, away)).toMatchObject({ state: 'compared', certificate: null })
    await json(tenant.ask('PATCH', policy, { forbidHashOnlyClaims: false }))
    expect((await act(tenant, [away, 'reregister'])).state).toBe('reregistered')
  })
}

/** A processor with the TPM in it: everything else stays. */
function withKeyOf(before: Uint8Array, other: Uint8Array): Uint8Array {
  const { ekPublicModulus, offlineDeviceId } = described(other)
  return edited(before, { ekPublicModulus, offlineDeviceId })
}

async function auditOf(tenant: Client, id: string): Promise<string> {
  const found = await json(tenant.ask('GET', '/beta/deviceManagement/auditEvents'))
  const entries: readonly { resources: readonly { resourceId: string }[] }[] = found.value
  return JSON.stringify(
    entries.filter(({ resources }) => resources.some(({ resourceId }) => resourceId === id)),
  )
}
