/** Events that an audited act on devices is in itself, whichever surface it came through. */
import type { AuditResource } from '../audit/audit.ts'
import type { EventType } from './event-types.ts'
import type { NewEvent } from './events.ts'

const device = 'WindowsAutopilotDeviceIdentity'

/** By the activity of the audit entry. */
const typeOfActivity: Readonly<Record<string, EventType>> = {
  [`Patch ${device}`]: 'device.updated',
  [`Action updateDeviceProperties ${device}`]: 'device.updated',
  [`Action assignUserToDevice ${device}`]: 'device.updated',
  [`Action unassignUserFromDevice ${device}`]: 'device.updated',
}

/** One for all devices that the act names; none for acts on other things. */
export function eventsOfAct(
  activity: string,
  resources: readonly AuditResource[],
): readonly NewEvent[] {
  const type = typeOfActivity[activity]
  const subjects = resources.flatMap((each) => (each.type === device && each.id ? [each.id] : []))
  return type === undefined || subjects.length === 0 ? [] : [{ type, subjects }]
}
