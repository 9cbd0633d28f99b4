/**
 * What is answered fits the types that Microsoft publishes: this file compiles, or an answer has strayed.
 * Both packages have every member optional, so that names and value types are what is compared.
 */

import type * as V1 from '@microsoft/microsoft-graph-types'
import type * as Beta from '@microsoft/microsoft-graph-types-beta'
import type {
  BetaDeviceIdentity,
  DeploymentProfile,
  DeviceIdentity,
  ImportedDeviceIdentity,
  ProfileAssignment,
} from 'taxiway-autopilot'
import type * as graph from 'taxiway-autopilot/graph'
import type { BetaWire, V1Wire } from 'taxiway-autopilot/graph'
import { expect, test } from 'vitest'

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
  Conforms<V1Wire<typeof graph.managedDeviceType>, V1.ManagedDevice>,
  Conforms<V1Wire<typeof graph.organizationType>, V1.Organization>,
  Conforms<V1Wire<typeof graph.domainType>, V1.Domain>,
  Conforms<V1Wire<typeof graph.userType>, V1.User>,
  Conforms<V1Wire<typeof graph.groupType>, V1.Group>,
  Conforms<Omit<V1Wire<typeof graph.directoryDeviceType>, 'extensionAttributes'>, V1.Device>,
]

/** Members of the 2026 SDKs that the package of types does not have yet. [schema] */
type NewerEventMembers = 'targetedAppCount' | 'targetedPolicyCount' | 'devicePreparationDuration'

type InBeta = [
  Conforms<ImportedDeviceIdentity, Beta.ImportedWindowsAutopilotDeviceIdentity>,
  Conforms<BetaDeviceIdentity, Beta.WindowsAutopilotDeviceIdentity>,
  Conforms<BetaWire<typeof graph.settingsType>, Beta.WindowsAutopilotSettings>,
  Conforms<
    Omit<DeploymentProfile, 'hybridAzureADJoinSkipConnectivityCheck'>,
    Beta.WindowsAutopilotDeploymentProfile
  >,
  Conforms<Required<DeploymentProfile>, Beta.ActiveDirectoryWindowsAutopilotDeploymentProfile>,
  Conforms<ProfileAssignment, Beta.WindowsAutopilotDeploymentProfileAssignment>,
  Conforms<
    Omit<BetaWire<typeof graph.autopilotEventType>, NewerEventMembers>,
    Beta.DeviceManagementAutopilotEvent
  >,
  Conforms<
    BetaWire<typeof graph.policyStatusType>,
    Beta.DeviceManagementAutopilotPolicyStatusDetail
  >,
  Conforms<BetaWire<typeof graph.corporateIdentifierType>, Beta.ImportedDeviceIdentity>,
  Conforms<BetaWire<typeof graph.directoryDeviceType>, Beta.Device>,
]

type AllTrue<Results extends readonly unknown[]> = {
  [I in keyof Results]: [Results[I]] extends [never] ? 'does not fit' : Results[I]
}

test('answers conform to the types of v1.0 and beta, proved by compiling this', () => {
  const v1: AllTrue<InV1> = [true, true, true, true, true, true, true, true]
  const beta: AllTrue<InBeta> = [true, true, true, true, true, true, true, true, true, true]
  expect([...v1, ...beta].every(Boolean)).toBe(true)
})
