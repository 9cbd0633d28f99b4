/**
 * Devices within a request's scope: devices outside its group tags do not exist for it, and none can be moved out
 * of scope. Every change is noted for the audit trail on the way.
 */

import { reaches, reachesDevice, type TagScope } from '../access/tag-scope.ts'
import { currentActor, currentScope, noteAudit } from '../acting.ts'
import type { Act, AdmitAct } from '../approvals/admit-act.ts'
import { type AuditedProperty, nameOfActor } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Filter, ListQuery } from '../query.ts'
import { type Device, type DeviceChanges, type Devices, deviceNotFound } from './device.ts'

export function scopedDevices(devices: Devices, admit: AdmitAct): Devices {
  const reached = <Found extends Device | undefined>(device: Found) =>
    device !== undefined && reachesDevice(currentScope(), device) ? device : undefined
  const find = async (tenantId: TenantId, id: DeviceId) => reached(await devices.find(tenantId, id))

  return {
    find,
    async hold(tenantId, id) {
      return reached(await devices.hold(tenantId, id))
    },
    async findByDirectoryObject(tenantId, objectId) {
      return reached(await devices.findByDirectoryObject(tenantId, objectId))
    },
    list: (tenantId, query, options) =>
      devices.list(tenantId, withinReach(query, currentScope()), options),

    async withSerialNumbers(tenantId, serialNumbers) {
      const scope = currentScope()
      const found = await devices.withSerialNumbers(tenantId, serialNumbers)
      return found.filter((device) => reachesDevice(scope, device))
    },

    async add(device) {
      requireTag(device.groupTag)
      await devices.add(device)
      note(device)
    },

    async change(tenantId, id, changes) {
      const before = await find(tenantId, id)
      if (before === undefined) return undefined
      if (changes.groupTag !== undefined) requireTag(changes.groupTag)
      if (clearsUser(before, changes)) {
        // As removals do, so that two acts on one device wait for each other in one order.
        await devices.hold(tenantId, id)
        await admit(actOn(tenantId, 'clear-users', [before]))
      }
      const after = await devices.change(tenantId, id, changes)
      // Someone moved the device out of scope in the meantime: thrown so that the change is rolled back.
      if (after !== undefined && changes.groupTag === undefined && reached(after) === undefined)
        throw deviceNotFound(id)
      if (after !== undefined) note(after, propertiesOf(before, after, changes))
      return after
    },

    async changeHeld(tenantId, list) {
      const within = list.filter(({ device }) => reached(device) !== undefined)
      for (const { changes } of within)
        if (changes.groupTag !== undefined) requireTag(changes.groupTag)
      const cleared = within.flatMap(({ device, changes }) =>
        clearsUser(device, changes) ? [device] : [],
      )
      if (cleared.length > 0) await admit(actOn(tenantId, 'clear-users', cleared))
      const changed = await devices.changeHeld(tenantId, within)
      for (const { device, changes } of within)
        if (changed.has(device.id))
          note(device, propertiesOf(device, { ...device, ...changes }, changes))
      return changed
    },

    async remove(tenantId, ids, { isMeant = () => true, ...how } = {}) {
      const scope = currentScope()
      const removed = await devices.remove(tenantId, ids, {
        by: nameOfActor(currentActor()),
        ...how,
        isMeant: (device) => reachesDevice(scope, device) && isMeant(device),
        admit: (found, act) =>
          admit(actOn(tenantId, act === 'release' ? 'release-devices' : 'delete-devices', found)),
      })
      for (const device of removed) note(device)
      return removed
    },
  }
}

function clearsUser(before: Device, { userPrincipalName }: DeviceChanges): boolean {
  return Boolean(before.userPrincipalName) && userPrincipalName !== undefined && !userPrincipalName
}

function actOn(tenantId: TenantId, action: Act['action'], devices: readonly Device[]): Act {
  return {
    tenantId,
    action,
    subjects: devices.map(({ id, serialNumber }) => ({ id, name: serialNumber })),
  }
}

/** Throws if the act may not create or import devices with that tag. */
export function requireTag(groupTag: string | null): void {
  const fault = outOfReach(groupTag)
  if (fault !== undefined) throw new DomainError('not-permitted', fault)
}

/** Why the act may not give a device that tag; undefined where it may. */
export function outOfReach(groupTag: string | null): string | undefined {
  const scope = currentScope()
  if (reaches(scope, groupTag)) return undefined
  const tags = scope.whole ? [] : scope.tags.map((tag) => `'${tag}'`)
  return `The role assignment does not reach devices with the group tag '${groupTag ?? ''}'. It reaches those with ${tags.join(', ')} only.`
}

function withinReach<Field extends string>(
  query: ListQuery<Field | 'groupTag' | 'id'>,
  scope: TagScope,
): ListQuery<Field | 'groupTag' | 'id'> {
  if (scope.whole || scope.device === undefined) return withinTags(query, scope)
  return within(query, { kind: 'in', field: 'id', values: [scope.device] })
}

/** The same list, restricted to devices within the tags. */
export function withinTags<Field extends string>(
  query: ListQuery<Field | 'groupTag'>,
  scope: TagScope,
): ListQuery<Field | 'groupTag'> {
  if (scope.whole) return query
  return within(query, { kind: 'in', field: 'groupTag', values: scope.tags })
}

function within<Field extends string>(
  query: ListQuery<Field>,
  own: Filter<Field>,
): ListQuery<Field> {
  const { filter } = query
  return { ...query, filter: filter ? { kind: 'and', parts: [own, filter] } : own }
}

function note(
  device: Pick<Device, 'id' | 'serialNumber'>,
  properties?: readonly AuditedProperty[],
): void {
  noteAudit({
    type: 'WindowsAutopilotDeviceIdentity',
    id: device.id,
    name: device.serialNumber,
    ...(properties && { properties }),
  })
}

function propertiesOf(before: Device, after: Device, changes: DeviceChanges): AuditedProperty[] {
  return (Object.keys(changes) as (keyof DeviceChanges)[])
    .filter((name) => name !== 'targetedAt')
    .map((name) => ({ name, before: text(before[name]), after: text(after[name]) }))
    .filter((each) => each.before !== each.after)
}

function text(value: Device[keyof DeviceChanges]): string | null {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
