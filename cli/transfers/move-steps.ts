/**
 * The steps of a move between real tenants, in the order that Microsoft's documents give: the registration goes from
 * the source and is seen to be absent, then the hash is imported into the target. Nothing ambiguous is retried.
 * [documented: Autopilot registration overview, "Deregister a device"; inferred: that the two together are a move]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type DeviceIdentity, type ImportedDeviceIdentity, isMicrosoft } from 'taxiway-autopilot'
import type { ApprovalPolicy } from 'taxiway-autopilot/admin'
import type { DeviceRow } from 'taxiway-device-csv'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { CliError, exitCodes } from '../exit.ts'
import { devicesPath } from '../graph/device-pages.ts'
import { devicesNamed } from '../graph/find-device.ts'
import type { MovedRow } from './move-evidence.ts'

export type Pace = { readonly firstMs: number; readonly maxMs: number; readonly until: number }

const importsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

/** A source that reserves what is deleted would leave devices that are registered nowhere and cannot be. */
export async function refuseReserving(source: Graph): Promise<void> {
  if (isMicrosoft(source.origin)) return
  const policy = await source.get<ApprovalPolicy>('/admin/v1/approval-policy').catch((error) => {
    // Another server than ours, or one that this sign-in may not ask.
    if (error instanceof GraphError) return undefined
    throw error
  })
  if (policy?.onDelete !== 'reserve') return
  throw new CliError(
    'The source reserves deleted devices for 30 days, so nobody else could register them.',
    { hint: 'Nothing was done. Within one installation use: taxiway transfer offer' },
  )
}

/** The device of a row, found in the source by its exact serial number and by what its hash says besides. */
export async function matchRow(source: Graph, row: DeviceRow): Promise<MovedRow> {
  const { serialNumber, line } = row
  const found = await devicesNamed(source, serialNumber)
  const exact = found.filter((device) => device.serialNumber === serialNumber)
  const [device] = exact
  if (device === undefined)
    throw new CliError(
      `Line ${line}: the source has no device with exactly the serial number ${serialNumber}.`,
      {
        exitCode: exitCodes.findings,
        hint: 'Nothing was done.',
      },
    )
  // Numbers that differ in case alone count as twins: whose is meant cannot be said.
  if (found.length > 1)
    throw new CliError(
      `Line ${line}: ${found.length} devices have the serial number ${serialNumber}.`,
      {
        exitCode: exitCodes.ambiguous,
        hint: 'Nothing was done. Delete the one that is not meant, or move the others alone.',
      },
    )
  const agreeing = agreementOf(device, row)
  if (agreeing.length < 2)
    throw new CliError(
      `Line ${line}: the hash of ${serialNumber} names another manufacturer or model than the source's registration.`,
      {
        exitCode: exitCodes.ambiguous,
        hint: 'Nothing was done. Capture the hash on that device anew.',
      },
    )
  return { line, serialNumber, registrationId: device.id, agreeing, step: 'waiting' }
}

/** By which ids hash and registration are the same device. */
function agreementOf(device: DeviceIdentity, { hardwareHash }: DeviceRow): readonly string[] {
  const decoded = decodeHardwareHash(hardwareHash)
  if (!decoded.ok) return []
  const pairs = {
    serialNumber: [device.serialNumber, decoded.serialNumber],
    manufacturer: [device.manufacturer, decoded.manufacturer],
    model: [device.model, decoded.model],
  }
  const same = ([one, other]: readonly (string | null | undefined)[]) =>
    one != null && one !== '' && one.trim().toLowerCase() === other?.trim().toLowerCase()
  const agreeing = Object.entries(pairs).filter(([, pair]) => same(pair))
  return same(pairs.serialNumber) ? agreeing.map(([name]) => name) : []
}

/** Deletes the registration; an answer that got lost is settled by looking, never by a second attempt. */
export async function deleteInSource(source: Graph, row: MovedRow): Promise<void> {
  await source.remove(`${devicesPath}/${row.registrationId}`)
  row.step = 'deleted'
  row.deletedAt = new Date().toISOString()
}

/** True when it is gone. A look that fails counts for nothing. */
export async function seeAbsent(source: Graph, row: MovedRow): Promise<boolean> {
  try {
    await source.get(`${devicesPath}/${row.registrationId}`)
    return false
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 404) throw error
  }
  const others = await devicesNamed(source, row.serialNumber)
  if (others.some(({ serialNumber }) => serialNumber === row.serialNumber)) return false
  row.step = 'absent'
  row.absentAt = new Date().toISOString()
  return true
}

export async function submit(
  target: Graph,
  row: MovedRow,
  { device, groupTag }: { readonly device: DeviceRow; readonly groupTag: string | undefined },
): Promise<void> {
  const { id } = await target.post<{ id: string }>(
    importsPath,
    JSON.stringify({
      '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
      serialNumber: device.serialNumber,
      hardwareIdentifier: device.hardwareHash,
      groupTag: groupTag ?? device.groupTag,
    }),
  )
  row.importId = id
  row.step = 'submitted'
}

/** 808: the source's registry is not through yet. */
const heldByAnother = 808
const registeredAlready = 806

/** True when the row is decided. Held by another tenant still: it waits to be submitted again. */
export async function readVerdict(target: Graph, row: MovedRow): Promise<boolean> {
  const { state } = await target.get<ImportedDeviceIdentity>(`${importsPath}/${row.importId}`)
  if (state === null) return false
  const { deviceImportStatus: status, deviceErrorCode: code, deviceErrorName: name } = state
  if (status === 'complete' || code === registeredAlready) {
    row.step = 'registered'
    row.registeredAt = new Date().toISOString()
    if (state.deviceRegistrationId) row.newRegistrationId = state.deviceRegistrationId
    return true
  }
  if (status !== 'error') return false
  if (code === heldByAnother) {
    row.step = 'absent'
    return true
  }
  row.step = 'failed'
  row.fault = `${code} ${name}`
  return true
}

/** Asks again, ever more slowly, until it is so or time is up. */
export async function until(look: () => Promise<boolean>, pace: Pace): Promise<boolean> {
  for (let pause = pace.firstMs; ; pause = Math.min(pause * 2, pace.maxMs)) {
    if (await look()) return true
    if (performance.now() + pause > pace.until) return false
    await sleep(pause)
  }
}
