/**
 * The orders in which Microsoft's documents remove a device, and where they disagree. A plan names its order, and each
 * step its source: nobody can say that one of them is right for every device.
 */

type Sourced = {
  readonly source: string
  readonly grade: 'documented' | 'observed' | 'inferred'
}

export const removalOrderNames = [
  'intune-autopilot',
  'three-records',
  'registration-only',
  'not-enrolled',
] as const
export type RemovalOrder = (typeof removalOrderNames)[number]

export type RemovalOrderFacts = Sourced & {
  readonly title: string
  /** What another document says instead; null = none does. */
  readonly disagreement: string | null
}

export const removalOrders: Readonly<Record<RemovalOrder, RemovalOrderFacts>> = {
  'intune-autopilot': {
    title: 'Intune, then Windows Autopilot; the directory object goes by itself',
    source: 'Microsoft, “Deregister a device” (2024)',
    grade: 'documented',
    disagreement:
      'The older registration page also deletes the directory object; this one says that it may do harm.',
  },
  'three-records': {
    title: 'Intune, Windows Autopilot, then the directory object',
    source: 'Microsoft, “Manual registration overview”, “Deregister a device” (2023)',
    grade: 'documented',
    disagreement:
      'The page of 2024 leaves the directory object alone. An older one deleted it first, which is refused.',
  },
  'registration-only': {
    title: 'The Windows Autopilot registration alone; the device stays enrolled',
    source: 'Microsoft, “What’s new in Windows Autopilot” (2307)',
    grade: 'documented',
    disagreement: 'Earlier pages require the Intune device to be deleted first.',
  },
  'not-enrolled': {
    title: 'A device that is not enrolled, such as retired hardware',
    source: 'Microsoft, “Deregister a device” (2024)',
    grade: 'documented',
    disagreement: null,
  },
}

export type RemovalStepName =
  | 'managedDevice.retire'
  | 'managedDevice.wipe'
  | 'managedDevice.delete'
  | 'configurationManager.deleteClient'
  | 'autopilot.unassignUser'
  | 'autopilot.delete'
  | 'sync'
  | 'activeDirectory.deleteComputer'
  | 'directoryDevice.delete'
  | 'verify.absent'

export type RemovalStepFacts = Sourced & {
  readonly title: string
  /** Done in a system that neither Microsoft Graph nor Taxiway reaches. */
  readonly byHand: boolean
}

const deregister = {
  source: 'Microsoft, “Deregister a device” (2024)',
  grade: 'documented',
} as const

export const removalSteps: Readonly<Record<RemovalStepName, RemovalStepFacts>> = {
  'managedDevice.retire': {
    title: 'Retire the Intune device, and wait until it has left',
    source: 'Microsoft, “Retire or wipe devices by using Intune”',
    grade: 'documented',
    byHand: false,
  },
  'managedDevice.wipe': {
    title: 'Wipe the Intune device, and wait until it has left',
    source: 'Microsoft, “Retire or wipe devices by using Intune”',
    grade: 'documented',
    byHand: false,
  },
  'managedDevice.delete': { title: 'Delete the Intune device', ...deregister, byHand: false },
  'configurationManager.deleteClient': {
    title: 'Delete the client in Configuration Manager; a client that can be reached comes back',
    source: 'Co-management has one more record of the device, kept by Configuration Manager',
    grade: 'inferred',
    byHand: true,
  },
  'autopilot.unassignUser': { title: 'Unassign the user', ...deregister, byHand: false },
  'autopilot.delete': {
    title: 'Delete the Windows Autopilot registration',
    ...deregister,
    byHand: false,
  },
  sync: {
    title: 'Sync, at most once in ten minutes',
    source: 'microsoft-graph-docs#9691',
    grade: 'observed',
    byHand: false,
  },
  'activeDirectory.deleteComputer': {
    title: 'Delete the computer object in Active Directory, or the next sync brings it back',
    ...deregister,
    byHand: true,
  },
  'directoryDevice.delete': {
    title: 'Delete the directory object, which is refused before the registration is gone',
    source: 'Microsoft, “Manual registration overview” (2023); memdocs#1435',
    grade: 'documented',
    byHand: false,
  },
  'verify.absent': {
    title: 'See that the records are gone',
    ...deregister,
    byHand: false,
  },
}

/** What is done to the device before its records go. */
export type RemovalPreparation = 'none' | 'retire' | 'wipe'

export type StepsOf = {
  readonly order: RemovalOrder
  readonly prepare: RemovalPreparation
  readonly isManaged: boolean
  readonly isCoManaged: boolean
  readonly isHybrid: boolean
  readonly hasUser: boolean
}

/** The steps for one device, in order. */
export function removalStepsOf(of: StepsOf): readonly RemovalStepName[] {
  const takesManaged = of.isManaged && touchesManaged(of.order)
  return [
    ...when<RemovalStepName>(takesManaged && of.prepare === 'retire', 'managedDevice.retire'),
    ...when<RemovalStepName>(takesManaged && of.prepare === 'wipe', 'managedDevice.wipe'),
    ...when<RemovalStepName>(takesManaged, 'managedDevice.delete'),
    ...when<RemovalStepName>(takesManaged && of.isCoManaged, 'configurationManager.deleteClient'),
    ...when<RemovalStepName>(of.hasUser, 'autopilot.unassignUser'),
    'autopilot.delete',
    'sync',
    ...when<RemovalStepName>(
      of.isHybrid && of.order !== 'registration-only',
      'activeDirectory.deleteComputer',
    ),
    ...when<RemovalStepName>(touchesDirectory(of.order), 'directoryDevice.delete'),
    'verify.absent',
  ]
}

export function touchesManaged(order: RemovalOrder): boolean {
  return order === 'intune-autopilot' || order === 'three-records'
}

export function touchesDirectory(order: RemovalOrder): boolean {
  return order === 'three-records'
}

function when<Name>(condition: boolean, name: Name): readonly Name[] {
  return condition ? [name] : []
}
