/**
 * The list of managed devices, which is not the list of registrations: a device is there once it is registered and
 * somebody with a license has signed in, or nobody ever will. [documented: Intune, "Windows devices"]
 */
import type { Device, Devices } from '../devices/device.ts'
import type { DirectoryPeople, DirectoryPerson } from '../directory/directory-person.ts'
import type { Enrollment, Enrollments } from '../enrollment/enrollment.ts'
import type { ManagedDevice, ManagedDevices } from '../inventory/managed-device.ts'
import { newRecord } from '../inventory/records.ts'
import type { ManagedState } from './managed-state.ts'

export type ManagedListDeps = {
  readonly managed: ManagedDevices
  readonly devices: Pick<Devices, 'find' | 'change'>
  readonly people: Pick<DirectoryPeople, 'find'>
  readonly enrollments: Pick<Enrollments, 'change'>
  readonly now: () => Date
  /** The name of its profile, and whether nobody signs in with it. */
  readonly profileOf: (device: Device) => Promise<{ name: string; isUserless: boolean } | undefined>
}

export async function keepManaged(
  deps: ManagedListDeps,
  enrollment: Enrollment,
  { state, isNew }: { readonly state: ManagedState; readonly isNew: boolean },
): Promise<void> {
  const { tenantId, managedDeviceId, registrationId } = enrollment
  if (managedDeviceId !== null) {
    // Somebody may have removed it from the list.
    const known = isNew ? await deps.managed.hold(tenantId, managedDeviceId) : undefined
    const syncedAt = deps.now().toISOString()
    if (known) await deps.managed.replace(tenantId, known.id, { ...known.members, syncedAt })
    return
  }
  const device =
    registrationId === null ? undefined : await deps.devices.find(tenantId, registrationId)
  if (device === undefined) return
  await noteEnrolled(deps, device)
  const record = await newManaged(deps, { enrollment, device, state })
  if (record === undefined) return
  await deps.managed.add(tenantId, record)
  await deps.enrollments.change(tenantId, enrollment.id, { managedDeviceId: record.id })
  await deps.devices.change(tenantId, device.id, { managedDeviceId: record.id })
}

async function noteEnrolled({ devices }: ManagedListDeps, device: Device): Promise<void> {
  if (device.enrollmentState === 'notContacted' || device.enrollmentState === 'unknown')
    await devices.change(device.tenantId, device.id, { enrollmentState: 'enrolled' })
}

/** Undefined: nobody with a license has signed in, and somebody is to. */
async function newManaged(deps: ManagedListDeps, whose: Whose) {
  const { enrollment, device, state } = whose
  const profile = await deps.profileOf(device)
  const person = await signedIn(deps, whose)
  if (person === undefined && !profile?.isUserless) return undefined
  const said = state.inventory
  return newRecord<ManagedDevice>({
    deviceName: first(enrollment.deviceName, device.displayName, device.serialNumber),
    serialNumber: first(said?.serialNumber, device.serialNumber),
    manufacturer: first(said?.manufacturer, device.manufacturer),
    model: first(said?.model, device.model),
    operatingSystem: 'Windows',
    osVersion: first(said?.softwareVersion, enrollment.osVersion),
    userPrincipalName: first(person?.userPrincipalName),
    userId: first(person?.id),
    userDisplayName: first(person?.displayName),
    directoryDeviceId: device.directoryDeviceId,
    ownerType: enrollment.ownership === 'corporate' ? 'company' : 'personal',
    notes: null,
    enrollmentProfileName: first(profile?.name),
    enrollmentId: enrollment.id,
    registeredId: device.id,
    syncedAt: deps.now().toISOString(),
  })
}

/** The first that says something. */
function first(...texts: readonly (string | null | undefined)[]): string {
  return texts.find((text) => text) ?? ''
}

type Whose = {
  readonly enrollment: Enrollment
  readonly device: Device
  readonly state: ManagedState
}

/** Who signed in to enroll, or sat in front of the device since; without a license they are not managed. */
async function signedIn(
  { people }: ManagedListDeps,
  { enrollment, device, state }: Whose,
): Promise<DirectoryPerson | undefined> {
  const name = enrollment.userPrincipalName ?? device.userPrincipalName
  const isThere = enrollment.means !== 'deployment' || state.loginStatus === 'user'
  if (name === null || !isThere) return undefined
  const person = await people.find(enrollment.tenantId, name)
  return person?.licensed && person.enabled ? person : undefined
}

/** The registration remains, as for a device that was never contacted. */
export async function forgetManaged(
  { managed, devices }: Pick<ManagedListDeps, 'managed' | 'devices'>,
  { tenantId, managedDeviceId, registrationId }: Enrollment,
): Promise<void> {
  if (managedDeviceId !== null) await managed.remove(tenantId, managedDeviceId)
  if (registrationId === null) return
  const changes = { managedDeviceId: null, enrollmentState: 'notContacted' } as const
  await devices.change(tenantId, registrationId, changes)
}
