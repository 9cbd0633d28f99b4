/** A preview of the names that a template would give to devices: which are too long, and which collide. */
import type { Device, Devices } from '../devices/device.ts'
import type { DeviceField } from '../devices/device-field.ts'
import { checkNameTemplate } from '../devices/device-name.ts'
import type { TenantId } from '../ids.ts'
import type { Filter } from '../query.ts'
import { expandedName } from './expanded-name.ts'

export type CheckedName = {
  readonly device: Device
  readonly name: string
  readonly fault: string
}

export type CheckedNames = {
  readonly checked: number
  /** Whether there are more devices than were checked. */
  readonly isCut: boolean
  readonly faults: readonly CheckedName[]
}

const maxDevices = 20_000
const maxFaults = 500
const pageSize = 1_000

/** `filter`: the devices that the template is for; absent = all devices of the tenant. */
export async function checkNames(
  devices: Devices,
  { tenantId, filter }: { tenantId: TenantId; filter?: Filter<DeviceField> | undefined },
  template: string,
): Promise<CheckedNames> {
  checkNameTemplate(template)
  const seen = new Map<string, string>()
  const faults: CheckedName[] = []
  let checked = 0
  let after: string | undefined
  do {
    const { rows, next } = await devices.list(tenantId, {
      ...(filter && { filter }),
      page: { limit: pageSize, ...(after !== undefined && { after }) },
    })
    for (const device of rows) {
      const fault = faultOf(template, device, seen)
      if (fault !== undefined && faults.length < maxFaults) faults.push(fault)
    }
    checked += rows.length
    after = next
  } while (after !== undefined && checked < maxDevices)
  return { checked, isCut: after !== undefined, faults }
}

function faultOf(
  template: string,
  device: Device,
  seen: Map<string, string>,
): CheckedName | undefined {
  // An explicit name takes precedence over any template.
  if (device.displayName) return undefined
  const { name, fault } = expandedName(template, {
    serialNumber: device.serialNumber,
    seed: device.id,
  })
  const other = seen.get(name.toLowerCase())
  if (other === undefined) seen.set(name.toLowerCase(), device.serialNumber)
  if (fault !== undefined) return { device, name, fault }
  return other === undefined
    ? undefined
    : { device, name, fault: `'${name}' is also the name of the device ${other}` }
}
