/** Makes a plan for any tenant by look-ups of Microsoft Graph; nothing happens to a device. */
import { randomUUID } from 'node:crypto'
import {
  type AskedDevice,
  type DeviceIdentity,
  generalWarningsOf,
  planRemoval,
  type RemovalMatch,
  type RemovalWarningCode,
  removalOrders,
  removalSteps,
  removalWarnings,
} from 'taxiway-autopilot'
import type { RemovalPlanHead, RemovalWarning } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import type { Context } from '../context/context-file.ts'
import { isGuid } from '../graph/find-device.ts'
import {
  type GraphDirectory,
  type GraphManaged,
  type GraphRegistration,
  lookUpByGraph,
} from './graph-look-up.ts'
import type { FileDevice, PlanFile } from './plan-file.ts'
import type { PlanOptions } from './plan-options.ts'

type Way = Pick<PlanOptions, 'order' | 'prepare'>

export async function planByGraph(
  graph: Graph,
  { tenant, graph: origin }: Pick<Context, 'tenant' | 'graph'>,
  { names, options }: { readonly names: readonly string[]; readonly options: PlanOptions },
): Promise<PlanFile> {
  const devices: FileDevice[] = []
  for (const name of names) {
    const device = await planOne(graph, askedBy(name), options)
    const isKnown = device.id !== null && devices.some(({ id }) => id === device.id)
    if (!isKnown) devices.push({ ...device, n: devices.length + 1 })
  }
  const { title, source, grade, disagreement } = removalOrders[options.order]
  const { order, prepare } = options
  return settled({
    id: randomUUID(),
    state: 'ready',
    order,
    prepare,
    act: options.release === true ? 'release' : 'delete',
    reason: options.reason ?? null,
    createdBy: 'taxiway remove plan',
    createdDateTime: new Date().toISOString(),
    startedDateTime: null,
    endedDateTime: null,
    undoUntil: null,
    approvalId: null,
    counts: countsOf(devices),
    orderFrom: { title, source, grade, disagreement },
    warnings: generalWarningsOf({
      isAnyJoined: devices.some(({ join }) => join !== 'notJoined'),
      retires: options.prepare === 'retire',
      releases: options.release === true,
    }).map(warningOf),
    devices,
    place: { tenant, graph: origin },
  })
}

export async function planOne(graph: Graph, asked: AskedDevice, way: Way): Promise<FileDevice> {
  const looked = await lookUpByGraph(graph, asked)
  const { match, join, warnings, steps, objection } = planRemoval(asked, looked, way)
  const { registration, managedDevice, directoryDevice } = match
  return {
    n: 1,
    ...named(asked, registration?.wire),
    managedDeviceId: managedDevice?.id ?? null,
    directoryObjectId: directoryDevice?.id ?? null,
    state: objection === null ? 'pending' : 'blocked',
    reason: objection,
    match: { certainty: match.certainty, by: match.by, candidates: match.candidates },
    join,
    warnings: warnings.map(warningOf),
    steps: steps.map((what, i) => {
      const { title, byHand, source, grade } = removalSteps[what]
      const step = { n: i + 1, what, title, byHand, source, grade }
      return { ...step, state: 'pending', at: null, detail: null }
    }),
    verified: null,
    undoUntil: null,
    restored: [],
    notRestorable: [],
    lost: null,
    archive: archiveOf(match),
  }
}

function named(asked: AskedDevice, wire: DeviceIdentity | undefined) {
  return {
    serialNumber: wire?.serialNumber ?? ('serialNumber' in asked ? asked.serialNumber : ''),
    id: wire?.id ?? null,
    manufacturer: wire?.manufacturer ?? null,
    model: wire?.model ?? null,
    groupTag: wire?.groupTag ?? null,
  }
}

function archiveOf({
  registration,
  managedDevice,
  directoryDevice,
}: RemovalMatch<GraphRegistration, GraphManaged, GraphDirectory>): FileDevice['archive'] {
  if (registration === null) return null
  return {
    registration: { ...registration.wire },
    managedDevice: managedDevice === null ? null : { ...managedDevice.wire },
    directoryDevice: directoryDevice === null ? null : { ...directoryDevice.wire },
  }
}

export function askedBy(name: string): AskedDevice {
  return isGuid(name) ? { id: name.toLowerCase() } : { serialNumber: name }
}

/** With what its devices say together. */
export function settled(plan: PlanFile): PlanFile {
  const counts = countsOf(plan.devices)
  return { ...plan, counts, state: stateOf(plan, counts) }
}

function stateOf(plan: PlanFile, counts: RemovalPlanHead['counts']): PlanFile['state'] {
  if (plan.startedDateTime === null) return counts.pending === counts.all ? 'ready' : 'ambiguous'
  if (counts.pending + counts.running > 0) return 'running'
  return counts.failed + counts.blocked > 0 ? 'partial' : 'done'
}

function countsOf(devices: readonly FileDevice[]): RemovalPlanHead['counts'] {
  const of = (state: FileDevice['state']) => devices.filter((each) => each.state === state).length
  return {
    all: devices.length,
    pending: of('pending'),
    running: of('running'),
    done: of('done'),
    failed: of('failed'),
    blocked: of('blocked'),
    skipped: of('skipped'),
  }
}

function warningOf(code: RemovalWarningCode): RemovalWarning {
  return { code, ...removalWarnings[code] }
}
