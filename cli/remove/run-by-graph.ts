/** Runs a plan that is kept in a file, against any tenant. It is written after every step. */
import { newLossOf, planRemoval, touchesManaged } from 'taxiway-autopilot'
import type { RemovalStep } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { withHint } from '../graph/failures.ts'
import type { Output } from '../terminal/output.ts'
import type { Pace } from '../transfers/move-steps.ts'
import { lookUpByGraph } from './graph-look-up.ts'
import { performByGraph, syncOnce, verifyByGraph } from './graph-steps.ts'
import { planOne, settled } from './plan-by-graph.ts'
import type { FileDevice, PlanFile } from './plan-file.ts'
import { PlanKeeper } from './plan-keeper.ts'

export type RunByGraph = {
  readonly graph: Graph
  /** Waits for nothing: a sync that comes too soon is not worth ten minutes. */
  readonly hasty: Graph
  readonly path: string
  readonly pace: Pace
  readonly output: Output
}

/** The plan as it is then; it goes on with the same command if something is left. */
export async function runByGraph(run: RunByGraph, given: PlanFile): Promise<PlanFile> {
  let plan = settled({ ...given, startedDateTime: given.startedDateTime ?? nowText() })
  const keeper = new PlanKeeper(run.path)
  await keeper.whole(plan)
  const keep = async (device: FileDevice) => {
    const devices = plan.devices.map((each) => (each.n === device.n ? device : each))
    plan = settled({ ...plan, devices })
    await keeper.step(plan, device)
  }
  // Everything up to the sync, which is one for all of them.
  for (const device of plan.devices.filter(isOpen))
    await keep(await upTo('sync', run, { plan, device, keep }))
  if (plan.devices.some((device) => isOpen(device) && nextStep(device)?.what === 'sync'))
    plan = { ...plan, syncedAt: await syncOnce(run.hasty, plan) }
  for (const device of plan.devices.filter(isOpen))
    await keep(await upTo(undefined, run, { plan, device, keep }))
  if (plan.state !== 'running') plan = { ...plan, endedDateTime: nowText() }
  await keeper.whole(plan)
  return plan
}

type Running = {
  readonly plan: PlanFile
  readonly device: FileDevice
  readonly keep: (device: FileDevice) => Promise<void>
}

async function upTo(
  last: 'sync' | undefined,
  run: RunByGraph,
  { plan, device: given, keep }: Running,
): Promise<FileDevice> {
  let device = given
  if (device.state === 'pending') {
    const seen = await seenAgain(run.graph, plan, device)
    if (seen !== null) return blocked(device, seen)
    // Written before the first step: if the answer to one is lost, it is done again, by the same ids.
    device = { ...device, state: 'running' }
    await keep(device)
  }
  for (let step = nextStep(device); step !== undefined; step = nextStep(device)) {
    if (step.what === last) break
    device = await stepped(run, plan, { device, step })
    await keep(device)
    if (device.state !== 'running' || nextStep(device)?.n === step.n) break
  }
  return device
}

async function stepped(
  run: RunByGraph,
  plan: PlanFile,
  { device, step }: { readonly device: FileDevice; readonly step: RemovalStep },
): Promise<FileDevice> {
  const { graph, pace, output } = run
  if (step.what === 'verify.absent') return await verified(run, plan, device)
  try {
    const did = await performByGraph(graph, { plan, device, step, pace })
    output.say(`${device.serialNumber}: ${step.what} ${did.state}.`)
    return withStep(device, { ...step, ...did, at: nowText() })
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    // A second person decides: nothing was done, and the same command goes on once that one has approved.
    if (error.code === 'ApprovalRequired' || error.status === 401)
      throw new CliError(error.message, { exitCode: exitCodes.notPermitted, cause: error })
    if ([408, 429, 503].includes(error.status)) throw withHint(error)
    const failed = { ...step, state: 'failed', at: nowText(), detail: error.message } as const
    return { ...withStep(device, failed), state: 'failed', reason: error.message }
  }
}

async function verified(
  { graph, pace }: RunByGraph,
  plan: PlanFile,
  device: FileDevice,
): Promise<FileDevice> {
  const seen = await verifyByGraph(graph, { plan, device, pace })
  const needed = touchesManaged(plan.order)
    ? [seen.autopilot, seen.managedDevice]
    : [seen.autopilot]
  const isGone = needed.every((each) => each === 'absent')
  const [step] = device.steps.filter(({ what }) => what === 'verify.absent')
  const did = { state: isGone ? 'done' : 'running', at: nowText() } as const
  return {
    ...(step === undefined ? device : withStep(device, { ...step, ...did })),
    state: isGone ? 'done' : 'running',
    verified: seen,
    reason: isGone ? null : 'It has not been seen to be gone yet.',
    lost: lostOf(plan, device),
  }
}

/** Null: it is the device that was planned. */
async function seenAgain(graph: Graph, plan: PlanFile, device: FileDevice): Promise<string | null> {
  if (device.id === null) return device.reason ?? 'It is not certain which device is meant.'
  const asked = { id: device.id }
  const { match, objection, warnings } = planRemoval(asked, await lookUpByGraph(graph, asked), plan)
  if (objection !== null) return objection
  if (match.registration?.serialNumber !== device.serialNumber)
    return 'The registration has another serial number by now.'
  if ((match.managedDevice?.id ?? null) !== device.managedDeviceId)
    return 'Its Intune device is no longer the one that the plan names.'
  return newLossOf(
    device.warnings.map(({ code }) => code),
    warnings,
  )
}

/** The export of a server names ids of that server: its devices are looked up anew, by their serial numbers. */
export async function boundTo(
  graph: Graph,
  place: { readonly tenant: string; readonly graph: string },
  plan: PlanFile,
): Promise<PlanFile> {
  if (plan.place !== undefined) return plan
  const devices: FileDevice[] = []
  for (const { serialNumber, n } of plan.devices)
    devices.push({ ...(await planOne(graph, { serialNumber }, plan)), n })
  return settled({ ...plan, devices, place, startedDateTime: null, endedDateTime: null })
}

function isOpen({ state }: FileDevice): boolean {
  return state === 'pending' || state === 'running'
}

function nextStep({ steps }: FileDevice): RemovalStep | undefined {
  return steps.find(({ state }) => state === 'pending' || state === 'running')
}

function withStep(device: FileDevice, step: RemovalStep): FileDevice {
  return { ...device, steps: device.steps.map((each) => (each.n === step.n ? step : each)) }
}

function blocked(device: FileDevice, reason: string): FileDevice {
  const steps = device.steps.map((step) => ({ ...step, state: 'blocked' as const }))
  return { ...device, steps, state: 'blocked', reason }
}

function lostOf({ order }: PlanFile, { managedDeviceId }: FileDevice): string | null {
  return managedDeviceId !== null && touchesManaged(order)
    ? 'Nothing brings back the enrollment, the join to Entra ID, and what the directory keeps, such as BitLocker keys.'
    : null
}

function nowText(): string {
  return new Date().toISOString()
}
