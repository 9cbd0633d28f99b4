/**
 * Whether records of three registers are one device. Serial numbers are typed, shared by boards of one maker, and come
 * with other cases and blanks, so at least two ids have to agree and none may disagree; a look-up that failed finds
 * nothing, and nobody takes it for an absence.
 */

export type RegistrationFacts = {
  readonly id: string
  readonly serialNumber: string
  readonly azureAdDeviceId: string | null
  readonly managedDeviceId: string | null
  readonly userPrincipalName: string | null
  readonly purchaseOrderIdentifier: string | null
}

export type ManagedFacts = {
  readonly id: string
  readonly serialNumber: string
  readonly azureAdDeviceId: string | null
  readonly isHybrid: boolean
  /** Configuration Manager has a record of it too. */
  readonly isCoManaged: boolean
}

export type DirectoryFacts = {
  readonly id: string
  readonly deviceId: string
  readonly physicalIds: readonly string[]
  readonly trustType: string | null
}

export type LookUp<Facts> =
  | { readonly ok: true; readonly found: readonly Facts[] }
  | { readonly ok: false; readonly reason: string }

/** What each register said; more records than those of the device may be among them. */
export type LookedUp<
  Registration extends RegistrationFacts = RegistrationFacts,
  Managed extends ManagedFacts = ManagedFacts,
  Directory extends DirectoryFacts = DirectoryFacts,
> = {
  readonly autopilot: LookUp<Registration>
  readonly managedDevice: LookUp<Managed>
  readonly directoryDevice: LookUp<Directory>
}

export type AskedDevice = { readonly serialNumber: string } | { readonly id: string }

export type AgreeingId = 'autopilotId' | 'serialNumber' | 'managedDeviceId' | 'azureAdDeviceId'

/** `absent`: no registration is meant. `unknown`: a register could not be asked. */
export type MatchCertainty = 'exact' | 'ambiguous' | 'absent' | 'unknown'

export type MatchCandidate = {
  readonly register: 'autopilot' | 'managedDevice' | 'directoryDevice'
  readonly id: string
  readonly by: readonly AgreeingId[]
}

export type RemovalMatch<
  Registration = RegistrationFacts,
  Managed = ManagedFacts,
  Directory = DirectoryFacts,
> = {
  readonly certainty: MatchCertainty
  /** Ids on which at least two records, or the name that was given, agree. */
  readonly by: readonly AgreeingId[]
  /** Null: the match is exact. */
  readonly reason: string | null
  readonly candidates: readonly MatchCandidate[]
  readonly registration: Registration | null
  readonly managedDevice: Managed | null
  readonly directoryDevice: Directory | null
}

const neededIds = 2
const noId = '00000000-0000-0000-0000-000000000000'

export function matchDevice<
  Registration extends RegistrationFacts,
  Managed extends ManagedFacts,
  Directory extends DirectoryFacts,
>(
  asked: AskedDevice,
  looked: LookedUp<Registration, Managed, Directory>,
): RemovalMatch<Registration, Managed, Directory> {
  const { autopilot, managedDevice, directoryDevice } = looked
  if (!autopilot.ok) return open('unknown', `The registrations: ${autopilot.reason}`)
  const registrations = autopilot.found.filter((each) =>
    'id' in asked ? sameId(each.id, asked.id) : each.serialNumber === asked.serialNumber,
  )
  const [registration] = registrations
  if (registration === undefined) return open('absent', 'No registration has exactly this name.')
  if (registrations.length > 1)
    return open('ambiguous', `${registrations.length} registrations have this serial number.`, {
      candidates: registrations.map(({ id }) => ({
        register: 'autopilot',
        id,
        by: ['serialNumber'],
      })),
    })
  if (!managedDevice.ok) return open('unknown', `The Intune devices: ${managedDevice.reason}`)
  if (!directoryDevice.ok) return open('unknown', `The directory: ${directoryDevice.reason}`)
  return joined(asked, registration, {
    managed: managedDevice.found,
    directory: directoryDevice.found,
  })
}

type Records<Managed, Directory> = {
  readonly managed: readonly Managed[]
  readonly directory: readonly Directory[]
}

function joined<
  Registration extends RegistrationFacts,
  Managed extends ManagedFacts,
  Directory extends DirectoryFacts,
>(
  asked: AskedDevice,
  registration: Registration,
  { managed, directory }: Records<Managed, Directory>,
): RemovalMatch<Registration, Managed, Directory> {
  const likeManaged = managed
    .map((record) => ({ record, by: agreeingManaged(registration, record) }))
    .filter(({ by }) => by.length > 0)
  const likeDirectory = directory
    .map((record) => ({ record, by: agreeingDirectory(registration, record) }))
    .filter(({ by }) => by.length > 0)
  const candidates: MatchCandidate[] = [
    ...likeManaged.map(({ record: { id }, by }) => ({
      register: 'managedDevice' as const,
      id,
      by,
    })),
    ...likeDirectory.map(({ record: { id }, by }) => ({
      register: 'directoryDevice' as const,
      id,
      by,
    })),
  ]
  const [one] = likeManaged
  const [entry] = likeDirectory
  const by = agreed(asked, [...(one?.by ?? []), ...(entry?.by ?? [])])
  const reason =
    several('Intune devices', likeManaged.length) ??
    several('directory objects', likeDirectory.length) ??
    (one && doubtOf(registration, one, directory)) ??
    (by.length < neededIds ? 'Fewer than two ids agree.' : undefined)
  if (reason !== undefined) return open('ambiguous', reason, { candidates, by })
  return {
    certainty: 'exact',
    by,
    reason: null,
    candidates,
    registration,
    managedDevice: one?.record ?? null,
    directoryDevice: entry?.record ?? null,
  }
}

const order: readonly AgreeingId[] = [
  'autopilotId',
  'serialNumber',
  'managedDeviceId',
  'azureAdDeviceId',
]

/** The name that was given counts as one more record. */
function agreed(asked: AskedDevice, found: readonly AgreeingId[]): readonly AgreeingId[] {
  const all = new Set<AgreeingId>([...found, 'id' in asked ? 'autopilotId' : 'serialNumber'])
  return order.filter((each) => all.has(each))
}

function agreeingManaged(
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

function agreeingDirectory(
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
function doubtOf(
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

function several(what: string, count: number): string | undefined {
  return count > 1 ? `${count} ${what} share ids with the registration.` : undefined
}

function isText(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== ''
}

function isId(id: string | null | undefined): id is string {
  return isText(id) && id !== noId
}

function sameId(one: string | null | undefined, other: string | null | undefined): boolean {
  return isId(one) && isId(other) && one.toLowerCase() === other.toLowerCase()
}

function open(
  certainty: Exclude<MatchCertainty, 'exact'>,
  reason: string,
  {
    candidates = [],
    by = [],
  }: {
    readonly candidates?: readonly MatchCandidate[]
    readonly by?: readonly AgreeingId[]
  } = {},
): RemovalMatch<never, never, never> {
  return {
    certainty,
    by,
    reason,
    candidates,
    registration: null,
    managedDevice: null,
    directoryDevice: null,
  }
}
