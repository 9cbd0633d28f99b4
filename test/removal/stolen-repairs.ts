/** Repair cases of registered machines, brought up to where a device would be registered in place of another. */
import { expect } from 'vitest'
import type { World } from '../partners/partner-world.ts'
import { capturesOf } from '../repairs/captures.ts'
import { parked, returned } from '../repairs/support.ts'
import { base64 } from '../support/machines.ts'
import { json } from '../support/registry.ts'

const importsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

/** The ids of as many cases; every capture is of a machine of its own. */
export async function casesOfThief(
  { registry, clients: { customer } }: World,
  count: number,
): Promise<readonly string[]> {
  const machines = Array.from({ length: count }, (_, n) => capturesOf.general(`stolen ${n}`))
  const cases: string[] = []
  for (const { before, after } of machines) {
    const sent = await json(
      customer.ask('POST', importsPath, { hardwareIdentifier: base64(before) }),
    )
    await registry.decideAll()
    const { state } = await json(customer.ask('GET', `${importsPath}/${sent.id}`))
    expect(state.deviceImportStatus).toBe('complete')
    const away = await parked(customer, state.deviceRegistrationId)
    expect(await returned(customer, away, after)).toMatchObject({ state: 'compared' })
    cases.push(away.id)
  }
  return cases
}
