/** What an administrator does before a device is switched on: register it, and assign a profile to its tag. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportedDeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { devicesNamed } from '../graph/find-device.ts'
import { keptInMemory } from '../import/files/kept-hash.ts'
import { collection, postImport, verdictOf } from '../import/wire.ts'
import type { Scenario } from './scenario.ts'

export type Machine = { readonly hardwareHash: string; readonly serialNumber: string }

const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
const registeredAlready = 806

/** The registrations of the machines, in order; existing ones stay unchanged. */
export async function registerMachines(
  graph: Graph,
  machines: readonly Machine[],
  groupTag: string,
): Promise<readonly string[]> {
  const posted = await postImport(
    graph,
    machines.map(({ hardwareHash, serialNumber }) => ({
      importId: randomUUID(),
      hardwareIdentifier: keptInMemory(hardwareHash),
      serialNumber,
      productKey: '',
      groupTag,
      assignedUserPrincipalName: '',
    })),
  )
  const ids: string[] = []
  for (const [n, { id }] of posted.entries())
    ids.push(await registered(graph, id, machines[n]?.serialNumber ?? ''))
  return ids
}

async function registered(graph: Graph, importId: string, serial: string): Promise<string> {
  for (let pause = 50; ; pause = Math.min(pause * 1.5, 2_000)) {
    const row = await graph.get<ImportedDeviceIdentity>(`${collection}/${importId}`)
    const verdict = verdictOf(row)
    if (verdict?.status === 'complete' && verdict.registrationId !== null)
      return verdict.registrationId
    if (verdict?.status === 'error' && verdict.errorCode === registeredAlready)
      return await knownAs(graph, serial)
    if (verdict !== undefined)
      throw new CliError(
        `The device ${serial} was not registered: ${row.state?.deviceErrorName}.`,
        {
          exitCode: exitCodes.findings,
        },
      )
    await sleep(pause)
  }
}

async function knownAs(graph: Graph, serial: string): Promise<string> {
  const [device] = await devicesNamed(graph, serial)
  if (device === undefined) throw new CliError(`The device ${serial} cannot be found.`)
  return device.id
}

/** A profile of that name for devices with that tag, through a dynamic group; what is there is used. */
export async function assignByTag(
  graph: Graph,
  { groupTag, profile }: Pick<Scenario, 'groupTag' | 'profile'>,
): Promise<void> {
  const groupId = await groupOfTag(graph, groupTag)
  const profileId = await profileNamed(graph, profile)
  const path = `${profiles}/${profileId}/assignments`
  const { value } = await graph.get<{ value: readonly { target: { groupId?: string } }[] }>(path)
  if (value.some(({ target }) => target.groupId === groupId)) return
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId }
  await graph.post(path, JSON.stringify({ target }))
}

const policies = '/beta/deviceManagement/deviceEnrollmentConfigurations'

/** A policy for the enrollment status page, for the devices with that tag; what is there is used. */
export async function ensureStatusPage(
  graph: Graph,
  { groupTag, statusPage }: Pick<Scenario, 'groupTag' | 'statusPage'>,
): Promise<void> {
  if (statusPage === undefined) return
  const { displayName, timeoutMinutes } = statusPage
  for await (const page of graph.pages<{ displayName: string }>(policies))
    if (page.some((each) => each.displayName === displayName)) return
  const { id } = await graph.post<{ id: string }>(
    policies,
    JSON.stringify({
      '@odata.type': '#microsoft.graph.windows10EnrollmentCompletionPageConfiguration',
      displayName,
      showInstallationProgress: true,
      installProgressTimeoutInMinutes: timeoutMinutes,
    }),
  )
  const groupId = await groupOfTag(graph, groupTag)
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId }
  const enrollmentConfigurationAssignments = [{ target }]
  await graph.post(
    `${policies}/${id}/assign`,
    JSON.stringify({ enrollmentConfigurationAssignments }),
  )
}

async function groupOfTag(graph: Graph, tag: string): Promise<string> {
  const displayName = `Autopilot ${tag}`
  const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`)
  const found = await graph.get<{ value: readonly { id: string }[] }>(
    `/v1.0/groups?$filter=${filter}`,
  )
  if (found.value[0] !== undefined) return found.value[0].id
  const made = await graph.post<{ id: string }>(
    '/v1.0/groups',
    JSON.stringify({
      displayName,
      mailNickname: displayName.replaceAll(/[^A-Za-z0-9]/g, ''),
      mailEnabled: false,
      securityEnabled: true,
      groupTypes: ['DynamicMembership'],
      membershipRule: `(device.devicePhysicalIds -any (_ -eq "[OrderID]:${tag}"))`,
      membershipRuleProcessingState: 'On',
    }),
  )
  return made.id
}

async function profileNamed(graph: Graph, wanted: Scenario['profile']): Promise<string> {
  for await (const page of graph.pages<{ id: string; displayName: string }>(profiles)) {
    const known = page.find(({ displayName }) => displayName === wanted.displayName)
    if (known !== undefined) return known.id
  }
  const made = await graph.post<{ id: string }>(
    profiles,
    JSON.stringify({
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: wanted.displayName,
      deviceNameTemplate: wanted.deviceNameTemplate,
      outOfBoxExperienceSetting: {
        deviceUsageType: wanted.selfDeploying ? 'shared' : 'singleUser',
        userType: 'standard',
        eulaHidden: true,
        escapeLinkHidden: true,
        keyboardSelectionPageSkipped: true,
        privacySettingsHidden: true,
      },
    }),
  )
  return made.id
}
