/** What a plan says of one device before anything happens to it; the same for a Taxiway server and a tenant of Microsoft. */

import { isHybridIn } from './agreeing-ids.ts'
import type {
  AskedDevice,
  DirectoryFacts,
  LookedUp,
  ManagedFacts,
  RegistrationFacts,
} from './register-facts.ts'
import { matchDevice, type RemovalMatch } from './removal-match.ts'
import {
  type RemovalOrder,
  type RemovalPreparation,
  type RemovalStepName,
  removalStepsOf,
  touchesDirectory,
} from './removal-orders.ts'
import { type RemovalWarningCode, removalWarningsOf } from './removal-warnings.ts'

export type RemovalWay = {
  readonly order: RemovalOrder
  readonly prepare: RemovalPreparation
}

export type RemovalJoin = 'notJoined' | 'entraJoined' | 'hybridJoined'

export type PlannedRemoval<Registration, Managed, Directory> = {
  readonly match: RemovalMatch<Registration, Managed, Directory>
  readonly join: RemovalJoin
  readonly warnings: readonly RemovalWarningCode[]
  /** Empty: nothing is done to it. */
  readonly steps: readonly RemovalStepName[]
  /** Why nothing may be done to it; null = everything may. */
  readonly objection: string | null
}

export function planRemoval<
  Registration extends RegistrationFacts,
  Managed extends ManagedFacts,
  Directory extends DirectoryFacts,
>(
  asked: AskedDevice,
  looked: LookedUp<Registration, Managed, Directory>,
  way: RemovalWay,
): PlannedRemoval<Registration, Managed, Directory> {
  const match = matchDevice(asked, looked)
  const { registration, managedDevice } = match
  if (registration === null)
    return { match, join: 'notJoined', warnings: [], steps: [], objection: match.reason }
  const directory = looked.directoryDevice.ok ? looked.directoryDevice.found : []
  const isHybrid =
    managedDevice !== null &&
    (managedDevice.isHybrid ||
      isHybridIn(directory, managedDevice.azureAdDeviceId) ||
      isHybridIn(directory, registration.azureAdDeviceId))
  const facts = {
    isHybrid,
    isCoManaged: managedDevice?.isCoManaged ?? false,
    hasUser: isGiven(registration.userPrincipalName),
  }
  return {
    match,
    join: managedDevice === null ? 'notJoined' : isHybrid ? 'hybridJoined' : 'entraJoined',
    warnings: removalWarningsOf({
      ...facts,
      isJoined: managedDevice !== null,
      hasPurchaseOrder: isGiven(registration.purchaseOrderIdentifier),
    }),
    steps: removalStepsOf({ ...way, ...facts, isManaged: managedDevice !== null }),
    objection: objectionOf(match, way.order),
  }
}

function objectionOf(
  { managedDevice, directoryDevice, candidates }: RemovalMatch<unknown, ManagedFacts>,
  order: RemovalOrder,
): string | null {
  if (order === 'not-enrolled' && managedDevice !== null)
    return `It is enrolled in Intune as ${managedDevice.id}; choose another order.`
  const isDoubtful = candidates.some(
    ({ register, by }) => register === 'directoryDevice' && by.length < 2,
  )
  return touchesDirectory(order) && directoryDevice !== null && isDoubtful
    ? 'Only one id of the directory object agrees, and the order deletes it.'
    : null
}

function isGiven(text: string | null): boolean {
  // A service may leave out what is empty.
  return (text ?? '') !== ''
}
