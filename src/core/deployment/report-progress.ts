/**
 * A device reports how far its setup has come. The report reaches the owner as events, as the state of the
 * registration, and as the Autopilot event in Graph.
 */
import type { Device, DeviceChanges, Devices } from '../devices/device.ts'
import type { AutopilotEvents } from '../inventory/autopilot-event.ts'
import { type Members, newRecord } from '../inventory/records.ts'
import type { Profile, Profiles } from '../profiles/profile.ts'
import type { RunInTransaction } from '../run-in-transaction.ts'
import type { DeploymentEventKind, NewDeploymentEvent } from './deployment-event.ts'
import { DeploymentRefusal } from './refusal.ts'
import type { Session } from './session.ts'
import { autopilotMembers, type Stage } from './stage.ts'

export type Progress = {
  readonly osVersion?: string | undefined
  readonly events: readonly {
    readonly stage: Stage
    readonly code?: string | undefined
    readonly detail?: string | undefined
  }[]
}

export type ProgressPorts = {
  readonly devices: Devices
  readonly profiles: Profiles
  readonly autopilotEvents: AutopilotEvents
  readonly addEvents: (session: Session, events: readonly NewDeploymentEvent[]) => Promise<void>
}

export type ProgressDeps = {
  readonly transact: RunInTransaction<ProgressPorts>
  readonly now: () => Date
}

export async function reportProgress(
  deps: ProgressDeps,
  session: Session,
  progress: Progress,
): Promise<void> {
  const { tenantId, deviceId, profileId } = session
  await deps.transact(async (ports) => {
    const device = await ports.devices.find(tenantId, deviceId)
    if (device === undefined) throw new DeploymentRefusal('session-invalid', 'The device is gone.')
    const profile = await ports.profiles.find(tenantId, profileId)
    refuseBlocked(device, progress)
    await ports.addEvents(session, progress.events.map(eventOf))
    const changes = changesOf(progress, profile)
    if (Object.keys(changes).length > 0) await ports.devices.change(tenantId, deviceId, changes)
    await reportToGraph({ ...ports, now: deps.now }, session, { device, profile, progress })
  })
}

/** A device that deployed itself once cannot enroll again until somebody allows it. [documented: 0x80180014] */
function refuseBlocked(device: Device, { events }: Progress): void {
  if (device.userlessEnrollmentStatus !== 'blocked') return
  if (events.some(({ stage }) => stage === 'enrolling' || stage === 'enrolled'))
    throw new DeploymentRefusal(
      'enrollment-blocked',
      'The device deployed itself before; an administrator must allow the next time.',
      { hresult: '0x80180014' },
    )
}

function eventOf({ stage, code, detail }: Progress['events'][number]): NewDeploymentEvent {
  const kinds: Partial<Record<Stage, DeploymentEventKind>> = {
    enrolled: 'enrolled',
    deployed: 'deployed',
    failed: 'failed',
  }
  const kind = kinds[stage] ?? 'stage'
  const said = kind === 'stage' ? [stage, detail].filter(Boolean).join(': ') : detail
  return { kind, code: code ?? null, detail: said ?? null }
}

function changesOf({ events }: Progress, profile: Profile | undefined): DeviceChanges {
  const stages = events.map(({ stage }) => stage)
  const last = stages.findLast((stage) => ['enrolled', 'deployed', 'failed'].includes(stage))
  const selfDeployed =
    profile?.experience.deviceUsageType === 'shared' && stages.includes('enrolled')
  return {
    ...(last !== undefined && { enrollmentState: last === 'failed' ? 'failed' : 'enrolled' }),
    ...(selfDeployed && { userlessEnrollmentStatus: 'blocked' }),
  }
}

type Told = {
  readonly device: Device
  readonly profile: Profile | undefined
  readonly progress: Progress
}

/** One Autopilot event per session, updated as setup proceeds. */
async function reportToGraph(
  { autopilotEvents, now }: ProgressPorts & Pick<ProgressDeps, 'now'>,
  { tenantId, digest, begunAt }: Session,
  { device, profile, progress }: Told,
): Promise<void> {
  const key = `first-boot:${digest.toString('hex', 0, 16)}`
  const known = (await autopilotEvents.findByKeys(tenantId, [key])).get(key)
  const at = { now: now(), begunAt }
  const members = progress.events.reduce<Members>(
    (before, event) => autopilotMembers(before, { device, profile, event, at }),
    known?.members ?? {},
  )
  const osVersion = progress.osVersion ?? known?.members['osVersion'] ?? null
  const whole = { ...members, osVersion }
  if (known === undefined) await autopilotEvents.add(tenantId, newRecord<Members>(whole, key))
  else await autopilotEvents.replace(tenantId, known.id, whole)
}
