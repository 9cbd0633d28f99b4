/**
 * By which ids records of two registers are of one device, and what speaks against it. Serial numbers are typed, shared
 * by boards of one maker, and come with other cases and blanks, so one id that agrees is not enough.
 */
import type {
  AskedDevice,
  DirectoryFacts,
  ManagedFacts,
  RegistrationFacts,
} from './register-facts.ts'

export type AgreeingId = 'autopilotId' | 'serialNumber' | 'managedDeviceId' | 'azureAdDeviceId'

export const neededIds = 2
const noId = '00000000-0000-0000-0000-000000000000'

const order: readonly AgreeingId[] = [
  'autopilotId',
  'serialNumber',
  'managedDeviceId',
  'azureAdDeviceId',
]

/** The name that was given counts as one more record. */
export function agreed(asked: AskedDevice, found: readonly AgreeingId[]): readonly AgreeingId[] {
  const all = new Set<AgreeingId>([...found, 'id' in asked ? 'autopilotId' : 'serialNumber'])
  return order.filter((each) => all.has(each))
}

export function agreeingManaged(
  registration: RegistrationFacts,
  managed: ManagedFacts,
): readonly AgreeingId[] {
  const { serialNumber, managedDeviceId, azureAdDeviceId } = registration
  return [
    ...(isText(serialNumber) && serialNumber === managed.serialNumber
      ? (['serialNumber'] as const)
      : []),
    ...(sameId(managedDeviceId, managed.id) ? (['managedDeviceId'] as const) : []),
    ...(sameId(azureAdDeviceId, managed.azureAdDeviceId) ? (['azureAdDeviceId'] as const) : []),
  ]
}

export function agreeingDirectory(
  { id, azureAdDeviceId }: RegistrationFacts,
  { deviceId, physicalIds }: DirectoryFacts,
): readonly AgreeingId[] {
  const mark = `[ZTDID]:${id}`.toLowerCase()
  return [
    ...(physicalIds.some((each) => each.toLowerCase() === mark) ? (['autopilotId'] as const) : []),
    ...(sameId(azureAdDeviceId, deviceId) ? (['azureAdDeviceId'] as const) : []),
  ]
}

/** Undefined: the Intune device is certainly that of the registration. */
export function doubtOf(
  { serialNumber, managedDeviceId, azureAdDeviceId }: RegistrationFacts,
  { record, by }: { readonly record: ManagedFacts; readonly by: readonly AgreeingId[] },
  directory: readonly DirectoryFacts[],
): string | undefined {
  const name = `the Intune device ${record.id}`
  if (isText(serialNumber) && isText(record.serialNumber) && serialNumber !== record.serialNumber)
    return `The serial number of ${name} is another one.`
  if (isId(managedDeviceId) && !sameId(managedDeviceId, record.id))
    return `The registration belongs to another Intune device than ${record.id}.`
  if (by.length < neededIds) return `Only one id of ${name} agrees.`
  const disagrees =
    isId(azureAdDeviceId) &&
    isId(record.azureAdDeviceId) &&
    !sameId(azureAdDeviceId, record.azureAdDeviceId)
  // A hybrid device has a directory object of its own besides the one that its registration brought.
  const isHybrid = record.isHybrid || isHybridIn(directory, record.azureAdDeviceId)
  return disagrees && !isHybrid ? `The directory id of ${name} is another one.` : undefined
}

export function isHybridIn(
  directory: readonly DirectoryFacts[],
  deviceId: string | null | undefined,
): boolean {
  return directory.some((each) => each.trustType === 'ServerAd' && sameId(each.deviceId, deviceId))
}

function isText(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== ''
}

function isId(id: string | null | undefined): id is string {
  return isText(id) && id !== noId
}

export function sameId(one: string | null | undefined, other: string | null | undefined): boolean {
  return isId(one) && isId(other) && one.toLowerCase() === other.toLowerCase()
}
