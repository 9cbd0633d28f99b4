/** The steps of a plan by Microsoft Graph, each seen to have worked before the next begins. */

import { touchesManaged } from 'taxiway-autopilot'
import type { RegisterPresence, RemovalStep, RemovalVerified } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { devicesPath } from '../graph/device-pages.ts'
import { deviceById, devicesNamed } from '../graph/find-device.ts'
import { type Pace, until } from '../transfers/move-steps.ts'
import { directoryPath, managedPath, orAbsent } from './graph-look-up.ts'
import type { FileDevice, PlanFile } from './plan-file.ts'

export type StepOf = {
  readonly plan: PlanFile
  readonly device: FileDevice
  readonly step: RemovalStep
  readonly pace: Pace
}

export type Did = Pick<RemovalStep, 'state' | 'detail'>
const done: Did = { state: 'done', detail: null }

/** `running`: time was up before it could be seen to have worked. */
export async function performByGraph(graph: Graph, { device, step, pace }: StepOf): Promise<Did> {
  const { managedDeviceId, directoryObjectId, id } = device
  switch (step.what) {
    case 'managedDevice.retire':
    case 'managedDevice.wipe':
      return await leave(graph, { id: managedDeviceId, step, pace })
    case 'managedDevice.delete':
      return await goneFrom(graph, { path: managedPath, id: managedDeviceId, pace })
    case 'autopilot.unassignUser':
      await graph.act(`${devicesPath}/${id}/unassignUserFromDevice`, {})
      return done
    case 'autopilot.delete': {
      const was = await graph.remove(`${devicesPath}/${id}`)
      return was ? done : { state: 'done', detail: 'It was gone already.' }
    }
    case 'directoryDevice.delete':
      return await goneFrom(graph, { path: directoryPath, id: directoryObjectId, pace })
    case 'configurationManager.deleteClient':
    case 'activeDirectory.deleteComputer':
      return { state: 'skipped', detail: 'To be done by hand: Microsoft Graph does not reach it.' }
    default:
      return done
  }
}

type Leaving = { readonly id: string | null; readonly step: RemovalStep; readonly pace: Pace }

async function leave(graph: Graph, { id, step, pace }: Leaving): Promise<Did> {
  if (id === null) return { state: 'skipped', detail: 'It is not enrolled.' }
  const verb = step.what === 'managedDevice.wipe' ? 'wipe' : 'retire'
  if (step.state === 'pending')
    await orAbsent(() => graph.act(`${managedPath.replace('beta', 'v1.0')}/${id}/${verb}`, {}))
  return (await until(() => isAbsent(graph, `${managedPath}/${id}`), pace))
    ? done
    : { state: 'running', detail: 'It has been asked to leave.' }
}

type Going = { readonly path: string; readonly id: string | null; readonly pace: Pace }

async function goneFrom(graph: Graph, { path, id, pace }: Going): Promise<Did> {
  if (id === null) return { state: 'skipped', detail: 'There is none.' }
  const was = await graph.remove(`${path}/${id}`)
  if (!(await until(() => isAbsent(graph, `${path}/${id}`), pace)))
    return { state: 'running', detail: 'It is still shown.' }
  return was ? done : { state: 'skipped', detail: 'It had gone already.' }
}

const settingsPath = '/beta/deviceManagement/windowsAutopilotSettings'
const betweenSyncsMs = 600_000

/** At most once in ten minutes; a sync that another one triggered is as good. Answers when it was. */
export async function syncOnce(graph: Graph, { syncedAt }: PlanFile): Promise<string> {
  if (syncedAt !== undefined && Date.now() - Date.parse(syncedAt) < betweenSyncsMs) return syncedAt
  try {
    await graph.post(`${settingsPath}/sync`, '{}')
  } catch (error) {
    const isEnough = error instanceof GraphError && [409, 429].includes(error.status)
    if (!isEnough) throw error
  }
  return new Date().toISOString()
}

/** Looks until what should be gone is seen to be gone, or time is up. */
export async function verifyByGraph(
  graph: Graph,
  { plan, device, pace }: Omit<StepOf, 'step'>,
): Promise<RemovalVerified> {
  const takes = touchesManaged(plan.order)
  let seen = await look(graph, device)
  await until(async () => {
    seen = await look(graph, device)
    const isHybrid = device.join === 'hybridJoined'
    const waits = [
      seen.autopilot,
      ...(takes ? [seen.managedDevice, ...(isHybrid ? [] : [seen.directoryDevice])] : []),
    ]
    return waits.every((each) => each === 'absent')
  }, pace)
  return { ...seen, at: new Date().toISOString() }
}

async function look(graph: Graph, device: FileDevice): Promise<Omit<RemovalVerified, 'at'>> {
  const at = (path: string, id: string | null) =>
    presence(async () => id !== null && !(await isAbsent(graph, `${path}/${id}`)))
  return {
    autopilot: await presence(() => isRegistered(graph, device)),
    managedDevice: await at(managedPath, device.managedDeviceId),
    directoryDevice: await at(directoryPath, device.directoryObjectId),
  }
}

/** Lists go on showing a registration for a while after it can no longer be read by its id. */
async function isRegistered(graph: Graph, { id, serialNumber }: FileDevice): Promise<boolean> {
  if (id === null) return false
  if ((await deviceById(graph, id)) !== undefined) return true
  if (serialNumber.trim() === '') return false
  return (await devicesNamed(graph, serialNumber)).some((each) => each.id === id)
}

async function presence(isThere: () => Promise<boolean>): Promise<RegisterPresence> {
  try {
    return (await isThere()) ? 'present' : 'absent'
  } catch (error) {
    if (error instanceof GraphError && error.status !== 401) return 'unknown'
    throw error
  }
}

async function isAbsent(graph: Graph, path: string): Promise<boolean> {
  return (await orAbsent(() => graph.get(path))) === undefined
}
