/**
 * Undoing a plan that is kept in a file. A Taxiway server restores what it has reserved; Microsoft's service keeps
 * nothing, so there the hashes are needed, and a device gets a new registration.
 */
import { isMicrosoft } from 'taxiway-autopilot'
import type { DeviceResults, RemovalRegister } from 'taxiway-autopilot/admin'
import type { DeviceRow, Encoding } from 'taxiway-device-csv'
import type { Graph } from 'taxiway-graph-client'
import { CliError } from '../exit.ts'
import { devicesPath } from '../graph/device-pages.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { soundRows } from '../import/files/sound-rows.ts'
import type { MovedRow } from '../transfers/move-evidence.ts'
import { type Pace, readVerdict, submit, until } from '../transfers/move-steps.ts'
import type { FileDevice, PlanFile } from './plan-file.ts'
import { PlanKeeper } from './plan-keeper.ts'

export type UndoByGraph = {
  readonly graph: Graph
  readonly path: string
  readonly pace: Pace
  /** A file with the hashes; undefined = the server has reserved the devices. */
  readonly hashes: string | undefined
  /** What that file is in. */
  readonly encoding: Encoding | undefined
}

export async function undoByGraph(of: UndoByGraph, given: PlanFile): Promise<PlanFile> {
  const rows = of.hashes === undefined ? undefined : await rowsOf(of.hashes, of.encoding)
  if (rows === undefined) requireReserved(of.graph, given)
  let plan: PlanFile = { ...given, state: 'undoing' }
  const keeper = new PlanKeeper(of.path)
  for (const device of given.devices) {
    if (!canBeUndone(device)) continue
    const fault =
      rows === undefined
        ? await restored(of.graph, device)
        : await importedAgain(of, device, rows.get(device.serialNumber))
    const devices = plan.devices.map((each) => (each.n === device.n ? undone(device, fault) : each))
    plan = { ...plan, devices }
    await keeper.step(plan, undone(device, fault))
  }
  const isAll = plan.devices.every((device) => !canBeUndone(device))
  plan = { ...plan, state: isAll ? 'undone' : 'undoing' }
  await keeper.whole(plan)
  return plan
}

/** What was deleted, and has not come back yet. */
function canBeUndone({ steps, restored: back }: FileDevice): boolean {
  const isDeleted = steps.some(({ what, state }) => what === 'autopilot.delete' && state === 'done')
  return isDeleted && back.length === 0
}

function requireReserved({ origin }: Graph, { act }: PlanFile): void {
  if (act === 'release')
    throw new CliError('The devices were released: their next owners may have them by now.')
  if (!isMicrosoft(origin)) return
  throw new CliError(
    'Microsoft’s service keeps nothing of a deleted registration, and Graph never gave its hash.',
    {
      hint: 'Give the file with the hashes: --hashes <file>. Each device gets a new registration.',
    },
  )
}

/** Undefined: it is back, with the user that the plan had taken. */
async function restored(graph: Graph, { id, archive }: FileDevice): Promise<string | undefined> {
  const { value } = await ofTaxiway(graph, () =>
    graph.post<DeviceResults>('/admin/v1/deleted-devices/restore', JSON.stringify({ ids: [id] })),
  )
  if (value[0]?.state !== 'done') return value[0]?.reason ?? 'It was not restored.'
  const { userPrincipalName, addressableUserName } = archive?.registration ?? {}
  if (typeof userPrincipalName === 'string' && userPrincipalName !== '')
    await graph.act(`${devicesPath}/${id}/assignUserToDevice`, {
      userPrincipalName,
      addressableUserName: addressableUserName ?? '',
    })
  return undefined
}

async function importedAgain(
  { graph, pace }: UndoByGraph,
  { serialNumber, groupTag }: FileDevice,
  device: DeviceRow | undefined,
): Promise<string | undefined> {
  if (device === undefined) return 'The file has no hash of it.'
  const row: MovedRow = {
    line: device.line,
    serialNumber,
    registrationId: '',
    agreeing: [],
    step: 'absent',
  }
  await submit(graph, row, { device, groupTag: groupTag ?? undefined })
  await until(() => readVerdict(graph, row), pace)
  return row.step === ('registered' as MovedRow['step'])
    ? undefined
    : (row.fault ?? 'It has not been registered yet; import the file again.')
}

function undone(device: FileDevice, fault: string | undefined): FileDevice {
  const went: readonly RemovalRegister[] = device.managedDeviceId === null ? [] : ['managedDevice']
  return {
    ...device,
    restored: fault === undefined ? ['autopilot'] : [],
    notRestorable: fault === undefined ? went : ['autopilot', ...went],
    reason: fault ?? null,
  }
}

/** By exact serial number; a number that two rows have is of neither. */
async function rowsOf(
  path: string,
  encoding: Encoding | undefined,
): Promise<ReadonlyMap<string, DeviceRow>> {
  const rows = await soundRows(path, encoding)
  const bySerial = Map.groupBy(rows, ({ serialNumber }) => serialNumber)
  return new Map(
    [...bySerial].flatMap(([serialNumber, [row, other]]) =>
      row !== undefined && other === undefined ? [[serialNumber, row] as const] : [],
    ),
  )
}
