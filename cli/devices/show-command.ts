/** `taxiway devices show`: one device with its profile, by any name that a person knows. */
import { Command } from 'commander'
import type { BetaDeviceIdentity, DeploymentProfile, DeviceIdentity } from 'taxiway-autopilot'
import { isMicrosoft } from 'taxiway-autopilot'
import type { DeviceRecordView } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { betaDevicesPath } from '../graph/device-pages.ts'
import { findDevice } from '../graph/find-device.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'

export type Shown = (DeviceIdentity | BetaDeviceIdentity) & {
  readonly deploymentProfile?: DeploymentProfile | null
  readonly intendedDeploymentProfile?: DeploymentProfile | null
}

export function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description(
      'Show one device with its deployment profile. Exits with code 5 if several have the serial number.',
    )
    .argument('<device>', 'serial number, registration id, or the id of the device in Entra ID')
    .action(async (name: string) => showDevice(name, command))
  return withExamples(command, { 'taxiway devices show PF3ABCDE --json': 'all properties as JSON' })
}

async function showDevice(name: string, command: Command): Promise<void> {
  const output = outputOf(command)
  const graph = connect(await contextFor(command))
  const device = await withProfile(graph, await findDevice(graph, name))
  const record = await recordOf(graph, device.id)
  if (output.format === 'json') return output.json(record ? { ...device, record } : device)
  const properties = Object.entries(device).map(([property, value]) => ({
    property,
    value: text(value),
  }))
  output.rows(
    [...properties, ...linesOf(record)],
    [
      { key: 'property', title: 'Property' },
      { key: 'value', title: 'Value' },
    ],
  )
}

/** Only beta has profiles; without it, a device is shown as in v1.0. */
async function withProfile(graph: Graph, device: DeviceIdentity): Promise<Shown> {
  try {
    const expand = '$expand=deploymentProfile,intendedDeploymentProfile'
    const { '@odata.context': _, ...shown } = await graph.get<
      Shown & { '@odata.context'?: string }
    >(`${betaDevicesPath}/${device.id}?${expand}`)
    return shown
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    return device
  }
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  const { displayName, id } = value as { displayName?: unknown; id?: unknown }
  return displayName === undefined ? JSON.stringify(value) : `${displayName} (${id})`
}

/** What only a Taxiway server holds beside it; undefined elsewhere, or where it may not be read. */
async function recordOf(graph: Graph, id: string): Promise<DeviceRecordView | undefined> {
  if (isMicrosoft(graph.origin)) return undefined
  try {
    return await graph.get<DeviceRecordView>(`/admin/v1/devices/${id}/record`)
  } catch (error) {
    if (error instanceof GraphError) return undefined
    throw error
  }
}

function linesOf(record: DeviceRecordView | undefined) {
  if (record === undefined) return []
  const { claim, hashes, tpmKeys, productKeyIds } = record
  const listed: readonly (readonly [property: string, values: readonly string[]])[] = [
    ['channel', [claim.channel]],
    ['claimLevel', [String(claim.level)]],
    ['hashes', hashes.map(({ acceptedDateTime }) => acceptedDateTime)],
    ['tpmKeys', tpmKeys],
    ['productKeyIds', productKeyIds],
    ['corporateIdentifiers', record.corporateIdentifiers.map(({ identifier }) => identifier)],
    ['associations', record.associations.map(({ id, state }) => `${state} (${id})`)],
    ['enrollments', record.enrollments.map(({ id, state }) => `${state} (${id})`)],
    ['remediationState', [remediationOf(record)]],
    ['replaces', record.replaces.map((each) => `${each.serialNumber} (${each.registrationId})`)],
    ['earlierRegistrations', record.earlier.map((each) => `${each.state} ${each.deletedDateTime}`)],
    ['repairs', record.repairs.map(({ id, state }) => `${state} (${id})`)],
    ['certificates', record.certificates.map(({ verifyUrl }) => verifyUrl)],
  ]
  return listed.map(([property, values]) => ({ property, value: values.join(', ') }))
}

function remediationOf({ remediation: { state, changedDateTime } }: DeviceRecordView): string {
  return changedDateTime === null ? state : `${state} since ${changedDateTime}`
}
