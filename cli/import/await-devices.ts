/** `--watch`: after the verdicts, waits until the devices are in the list, or have their deployment profile. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { profiledDevicePages } from '../graph/device-pages.ts'
import { readMany } from '../graph/read-many.ts'
import type { ReceiptRow } from './receipt/receipt.ts'
import type { Pace } from './watch.ts'

/** Up to what the import is followed. */
export const stages = ['registered', 'visible', 'assigned'] as const
export type Stage = (typeof stages)[number]

export type Awaiting = {
  readonly graph: Graph
  readonly stage: Exclude<Stage, 'registered'>
  readonly pace: Pace
  /** When to give up, on the clock of `performance.now()`. */
  readonly until: number
  /** Called after each look with the number of rows that are through. */
  readonly looked: (rows: number) => void
}

const devices = '/deviceManagement/windowsAutopilotDeviceIdentities'

/** Above this many, reading the list takes fewer requests than asking for each. */
const manyRows = 400

/**
 * True when all registered rows are as far as that, false when time was up first. A look asks for those that are not,
 * and notes their profile state: Microsoft warns not to hand a device out before its profile is assigned.
 */
export async function awaitDevices(
  { graph, stage, pace, until, looked }: Awaiting,
  rows: readonly ReceiptRow[],
): Promise<boolean> {
  const watched = rows.filter(
    ({ status, registrationId }) => status === 'complete' && registrationId,
  )
  let pause = pace.firstMs
  for (;;) {
    const open = watched.filter((row) => !isThrough(row, stage))
    looked(watched.length - open.length)
    if (open.length === 0) return true
    await look(graph, open)
    if (open.every((row) => isThrough(row, stage))) continue
    if (performance.now() + pause > until) return false
    await sleep(pause)
    pause = Math.min(pause * pace.growth, pace.maxMs)
  }
}

/** Whether the last look found the row's device as far as `stage`. */
export function isThrough({ profileState }: ReceiptRow, stage: Stage): boolean {
  if (stage === 'assigned') return profileState?.startsWith('assigned') === true
  return stage === 'registered' || profileState !== undefined
}

async function look(graph: Graph, open: readonly ReceiptRow[]): Promise<void> {
  const byId = new Map(open.map((row) => [row.registrationId ?? '', row]))
  for (const device of await found(graph, [...byId.keys()])) {
    const row = byId.get(device.id)
    if (row !== undefined) row.profileState = device.deploymentProfileAssignmentStatus ?? 'unknown'
  }
}

async function found(graph: Graph, ids: readonly string[]): Promise<readonly BetaDeviceIdentity[]> {
  if (ids.length > manyRows) return (await Array.fromAsync(profiledDevicePages(graph, {}))).flat()
  const paths = ids.map((id) => `${devices}/${encodeURIComponent(id)}`)
  const answers = await readMany<BetaDeviceIdentity>(graph, paths, 'beta')
  return [...answers.values()].filter((answer) => answer !== 'gone')
}
