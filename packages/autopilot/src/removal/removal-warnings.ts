/** What is lost with a device's records, said before anything happens. */

export type RemovalWarningCode =
  | 'bitlocker-keys-go-with-the-directory-object'
  | 'user-assigned'
  | 'purchase-order-id-not-importable'
  | 'computer-object-in-active-directory'
  | 'client-in-configuration-manager'
  | 'local-administrator-passwords-go-with-the-directory-object'
  | 'local-administrator-needed'
  | 'hash-not-readable-from-graph'
  | 'free-for-its-next-owner'

type WarningFacts = {
  readonly message: string
  readonly source: string
  readonly grade: 'documented' | 'observed' | 'inferred'
}

const directoryLoss = 'Microsoft, “Manage device identities” (Entra ID)'

export const removalWarnings: Readonly<Record<RemovalWarningCode, WarningFacts>> = {
  'bitlocker-keys-go-with-the-directory-object': {
    message:
      'BitLocker recovery keys are kept with the directory object and go with it, for good. Export them before.',
    source: directoryLoss,
    grade: 'documented',
  },
  'user-assigned': {
    message: 'A user is assigned; the plan takes the assignment away first.',
    source: 'Microsoft, “Deregister a device” (2024)',
    grade: 'documented',
  },
  'purchase-order-id-not-importable': {
    message: 'It has a purchase order id, which no import can set again.',
    source: 'Microsoft Graph, importedWindowsAutopilotDeviceIdentity',
    grade: 'documented',
  },
  'computer-object-in-active-directory': {
    message:
      'It is joined to Active Directory too: delete the computer object there, or the next sync brings the device back.',
    source: 'Microsoft, “Deregister a device” (2024)',
    grade: 'documented',
  },
  'client-in-configuration-manager': {
    message:
      'It is co-managed: delete the client in Configuration Manager too. One that can be reached comes back.',
    source: 'Co-management has one more record of the device',
    grade: 'inferred',
  },
  'local-administrator-passwords-go-with-the-directory-object': {
    message:
      'Local administrator passwords (Windows LAPS) that are kept with the directory object go with it.',
    source: directoryLoss,
    grade: 'inferred',
  },
  'local-administrator-needed': {
    message:
      'After a retirement nobody signs in with a work account any more: the device needs a local administrator.',
    source: 'Microsoft, “Retire or wipe devices by using Intune”',
    grade: 'documented',
  },
  'hash-not-readable-from-graph': {
    message:
      'Microsoft Graph never gives a hardware hash back. Keep the file that it was imported from.',
    source: 'Microsoft Graph, windowsAutopilotDeviceIdentity',
    grade: 'documented',
  },
  'free-for-its-next-owner': {
    message: 'A released device may be registered by anyone at once, and nothing restores it.',
    source: 'docs/removal.md',
    grade: 'inferred',
  },
}

export type WarningsOf = {
  readonly isJoined: boolean
  readonly isHybrid: boolean
  readonly isCoManaged: boolean
  readonly hasUser: boolean
  readonly hasPurchaseOrder: boolean
}

/** Of one device. */
export function removalWarningsOf(of: WarningsOf): readonly RemovalWarningCode[] {
  const all: readonly (readonly [boolean, RemovalWarningCode])[] = [
    [of.isJoined, 'bitlocker-keys-go-with-the-directory-object'],
    [of.hasUser, 'user-assigned'],
    [of.hasPurchaseOrder, 'purchase-order-id-not-importable'],
    [of.isHybrid, 'computer-object-in-active-directory'],
    [of.isCoManaged, 'client-in-configuration-manager'],
  ]
  return all.flatMap(([applies, code]) => (applies ? [code] : []))
}

/**
 * What nobody has been warned of yet, in words; null = nothing. A plan was agreed to for what it said: a device that was
 * given to somebody since is left alone.
 */
export function newLossOf(
  before: readonly RemovalWarningCode[],
  now: readonly RemovalWarningCode[],
): string | null {
  const [code] = now.filter((each) => !before.includes(each))
  return code === undefined
    ? null
    : `It has changed since the plan was made. Another plan would warn: “${removalWarnings[code].message}” Look at it, and make that plan.`
}

/** Of the plan as a whole. */
export function generalWarningsOf(of: {
  readonly isAnyJoined: boolean
  readonly retires: boolean
  readonly releases: boolean
}): readonly RemovalWarningCode[] {
  const all: readonly (readonly [boolean, RemovalWarningCode])[] = [
    [of.isAnyJoined, 'local-administrator-passwords-go-with-the-directory-object'],
    [of.retires, 'local-administrator-needed'],
    [of.releases, 'free-for-its-next-owner'],
    [true, 'hash-not-readable-from-graph'],
  ]
  return all.flatMap(([applies, code]) => (applies ? [code] : []))
}
