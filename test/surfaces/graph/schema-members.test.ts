/**
 * Every member that Microsoft's schema has for the entities of registration is answered, with its type, and
 * null only where it may be. [schema: v1.0 of 2026-08, beta member lists of 2026-08]
 */
import {
  autopilotEventType,
  complexTypes,
  deviceIdentityType,
  enums,
  importedDeviceType,
  type Members,
  settingsType,
} from 'taxiway-autopilot/graph'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { beta, identitySet, importedSet, register, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  await register(registry, tenant)
  await tenant.ask('POST', `${v1}/${importedSet}`, { serialNumber: 'undecided' })
  await tenant.ask('POST', `${beta}/autopilotEvents`, {})
})
afterAll(() => registry.close())

/** Member names as the schema files list them; ours must say the same. */
const schemaMembers = {
  importedWindowsAutopilotDeviceIdentity:
    'assignedUserPrincipalName groupTag hardwareIdentifier importId productKey serialNumber state',
  importedWindowsAutopilotDeviceIdentityState:
    'deviceErrorCode deviceErrorName deviceImportStatus deviceRegistrationId',
  windowsAutopilotDeviceIdentity:
    'addressableUserName azureActiveDirectoryDeviceId displayName enrollmentState groupTag lastContactedDateTime managedDeviceId manufacturer model productKey purchaseOrderIdentifier resourceName serialNumber skuNumber systemFamily userPrincipalName',
  windowsAutopilotDeviceIdentityBeta:
    'azureAdDeviceId deploymentProfileAssignedDateTime deploymentProfileAssignmentDetailedStatus deploymentProfileAssignmentStatus deviceAccountPassword deviceAccountUpn deviceFriendlyName remediationState remediationStateLastModifiedDateTime userlessEnrollmentStatus',
  windowsAutopilotSettings: 'lastManualSyncTriggerDateTime lastSyncDateTime syncStatus',
  deviceManagementAutopilotEvent:
    'accountSetupDuration accountSetupStatus deploymentDuration deploymentEndDateTime deploymentStartDateTime deploymentState deploymentTotalDuration deviceId deviceRegisteredDateTime deviceSerialNumber deviceSetupDuration deviceSetupStatus enrollmentFailureDetails enrollmentStartDateTime enrollmentState enrollmentType eventDateTime managedDeviceName osVersion userId userPrincipalName windows10EnrollmentCompletionPageConfigurationDisplayName windows10EnrollmentCompletionPageConfigurationId windowsAutopilotDeploymentProfileDisplayName',
}

const ours: Readonly<Record<keyof typeof schemaMembers, Members>> = {
  importedWindowsAutopilotDeviceIdentity: importedDeviceType.members,
  importedWindowsAutopilotDeviceIdentityState:
    complexTypes.importedWindowsAutopilotDeviceIdentityState,
  windowsAutopilotDeviceIdentity: deviceIdentityType.members,
  windowsAutopilotDeviceIdentityBeta: deviceIdentityType.beta,
  windowsAutopilotSettings: settingsType.members,
  deviceManagementAutopilotEvent: autopilotEventType.members,
}

test.each(Object.entries(schemaMembers))('%s has the members of the schema', (name, members) => {
  const declared = Object.keys(ours[name as keyof typeof ours])
  expect(declared).toEqual(expect.arrayContaining(members.split(' ')))
})

test.each([
  [`${v1}/${importedSet}`, importedDeviceType.members],
  [`${beta}/${importedSet}`, importedDeviceType.members],
  [`${v1}/${identitySet}`, deviceIdentityType.members],
  [`${beta}/${identitySet}`, { ...deviceIdentityType.members, ...deviceIdentityType.beta }],
  [`${beta}/windowsAutopilotSettings`, settingsType.members],
  [`${beta}/autopilotEvents`, autopilotEventType.members],
] satisfies [string, Members][])('%s answers each with its type', async (path, members) => {
  const body = await json(tenant.ask('GET', path))
  const entities: readonly Json[] = body.value ?? [body]
  expect(entities.length).toBeGreaterThan(0)
  for (const entity of entities) {
    expect(typeof entity.id).toBe('string')
    expect(wrong(entity, members)).toEqual([])
  }
})

test('v1.0 has no member that only beta has', async () => {
  const { value } = await json(tenant.ask('GET', `${v1}/${identitySet}`))
  expect(Object.keys(value[0]).filter((name) => name in deviceIdentityType.beta)).toEqual([])
})

/** Members whose value is not of their type. */
function wrong(entity: Json, members: Members): readonly string[] {
  return Object.entries(members).flatMap(([name, type]) =>
    fits(entity[name], type) ? [] : [`${name}: ${type} = ${JSON.stringify(entity[name])}`],
  )
}

function fits(value: unknown, type: string): boolean {
  if (value === null) return !type.endsWith('!')
  const plain = type.replace('!', '')
  if (plain === 'Edm.Int32') return Number.isInteger(value)
  if (plain === 'Edm.Boolean') return typeof value === 'boolean'
  if (plain === 'Edm.DateTimeOffset')
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
  if (plain.startsWith('Edm.')) return typeof value === 'string'
  return fitsNamed(value, plain.replace('graph.', ''))
}

function fitsNamed(value: unknown, name: string): boolean {
  if (Object.hasOwn(enums, name)) {
    const allowed: readonly string[] = enums[name as keyof typeof enums]
    return typeof value === 'string' && allowed.includes(value)
  }
  return wrong(value, complexTypes[name as keyof typeof complexTypes]).length === 0
}
