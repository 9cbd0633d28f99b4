/**
 * What is answered fits the types that Microsoft publishes: this file compiles, or an answer has strayed.
 * Both packages have every member optional, so that names and value types are what is compared.
 */
import type * as V1 from '@microsoft/microsoft-graph-types'
import type * as Beta from '@microsoft/microsoft-graph-types-beta'
import { expect, test } from 'vitest'
import type {
  BetaDeviceIdentity,
  DeviceIdentity,
  ImportedDeviceIdentity,
} from '../../../src/surfaces/graph/contract.ts'
import type { WireAssignment, WireProfile } from '../../../src/surfaces/graph/present-profile.ts'
import type * as autopilot from '../../../src/surfaces/graph/schema/autopilot-types.ts'
import type * as directory from '../../../src/surfaces/graph/schema/directory-types.ts'
import type { BetaWire, V1Wire } from '../../../src/surfaces/graph/schema/edm.ts'
import type * as management from '../../../src/surfaces/graph/schema/management-types.ts'

/** Ours without annotations; lists may be written to in Microsoft's types and not in ours. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T as Name extends `@${string}` ? never : Name]: Plain<T[Name]> }
    : T

/** Never, unless every member of ours is one of theirs and its value fits. */
type Conforms<Ours, Theirs> =
  Plain<Ours> extends Theirs
    ? Exclude<keyof Plain<Ours>, keyof Theirs> extends never
      ? true
      : ['members that Microsoft does not have', Exclude<keyof Plain<Ours>, keyof Theirs>]
    : never

type InV1 = [
  Conforms<ImportedDeviceIdentity, V1.ImportedWindowsAutopilotDeviceIdentity>,
  Conforms<DeviceIdentity, V1.WindowsAutopilotDeviceIdentity>,
  Conforms<V1Wire<typeof management.managedDeviceType>, V1.ManagedDevice>,
  Conforms<V1Wire<typeof directory.organizationType>, V1.Organization>,
  Conforms<V1Wire<typeof directory.domainType>, V1.Domain>,
  Conforms<V1Wire<typeof directory.userType>, V1.User>,
  Conforms<V1Wire<typeof directory.groupType>, V1.Group>,
  Conforms<V1Wire<typeof directory.directoryDeviceType>, V1.Device>,
]

/** Members of the 2026 SDKs that the package of types does not have yet. [schema] */
type NewerEventMembers = 'targetedAppCount' | 'targetedPolicyCount' | 'devicePreparationDuration'

type InBeta = [
  Conforms<ImportedDeviceIdentity, Beta.ImportedWindowsAutopilotDeviceIdentity>,
  Conforms<BetaDeviceIdentity, Beta.WindowsAutopilotDeviceIdentity>,
  Conforms<BetaWire<typeof autopilot.settingsType>, Beta.WindowsAutopilotSettings>,
  Conforms<
    Omit<WireProfile, 'hybridAzureADJoinSkipConnectivityCheck'>,
    Beta.WindowsAutopilotDeploymentProfile
  >,
  Conforms<Required<WireProfile>, Beta.ActiveDirectoryWindowsAutopilotDeploymentProfile>,
  Conforms<WireAssignment, Beta.WindowsAutopilotDeploymentProfileAssignment>,
  Conforms<
    Omit<BetaWire<typeof management.autopilotEventType>, NewerEventMembers>,
    Beta.DeviceManagementAutopilotEvent
  >,
  Conforms<
    BetaWire<typeof management.policyStatusType>,
    Beta.DeviceManagementAutopilotPolicyStatusDetail
  >,
  Conforms<BetaWire<typeof management.corporateIdentifierType>, Beta.ImportedDeviceIdentity>,
  Conforms<BetaWire<typeof directory.directoryDeviceType>, Beta.Device>,
]

type AllTrue<Results extends readonly unknown[]> = {
  [I in keyof Results]: [Results[I]] extends [never] ? 'does not fit' : Results[I]
}

test('answers conform to the types of v1.0 and beta, proved by compiling this', () => {
  const v1: AllTrue<InV1> = [true, true, true, true, true, true, true, true]
  const beta: AllTrue<InBeta> = [true, true, true, true, true, true, true, true, true, true]
  expect([...v1, ...beta].every(Boolean)).toBe(true)
})
