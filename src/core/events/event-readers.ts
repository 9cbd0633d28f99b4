/**
 * Who may read an event: anyone who may read what it is about, in the whole tenant. A role for some group tags reads
 * none about devices: an event names devices by the dozen, whose tags were others before and are others since.
 */
import type { Caller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import { type Permission, permissions } from '../access/permissions.ts'
import { type EventType, followedTypes } from './event-types.ts'

type FirstWord<Type> = Type extends `${infer Word}.${string}` ? Word : never

/** Any of them is enough: partners and their customers learn the same of each other. */
const readers: Readonly<Record<FirstWord<EventType>, readonly Permission[]>> = {
  device: ['devices.read'],
  partner: ['partners.read', 'partner-customers.read', 'partner-devices.read'],
  oem: ['oem-submissions.read'],
  removal: ['removals.read'],
  repair: ['repairs.read'],
  approval: ['approvals.read'],
  velocity: ['approvals.read'],
  transfer: ['transfers.read'],
  association: ['associated-devices.read'],
  intake: ['imports.read'],
  ownership: ['identity.read'],
  tenant: ['tenants.read'],
  /** To one webhook alone, and about nothing else. */
  webhook: [],
}

/** Those that let somebody read events. */
export const readingPermissions: readonly Permission[] = permissions.filter((each) =>
  Object.values(readers).some((some) => some.includes(each)),
)

/** Permissions for the whole tenant. */
export type Held = ReadonlySet<Permission>

/** Those that the caller has. */
export async function heldBy(access: Pick<Access, 'all'>, caller: Caller): Promise<Held> {
  return new Set(
    [...(await access.all(caller))].flatMap(([each, { whole }]) => (whole ? each : [])),
  )
}

export function readersOf(type: EventType): readonly Permission[] {
  // A type of a newer server on the same database has no line here: nobody reads it from this one.
  return readers[type.slice(0, type.indexOf('.')) as FirstWord<EventType>] ?? []
}

export function mayRead(held: Held, type: EventType): boolean {
  return type.startsWith('webhook.') || readersOf(type).some((each) => held.has(each))
}

export function readableTypes(held: Held): readonly EventType[] {
  return followedTypes.filter((type) => mayRead(held, type))
}
