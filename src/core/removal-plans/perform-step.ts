/** One step of a plan, on one device. */
import { unassignUser } from '../devices/change-device.ts'
import { DomainError } from '../errors.ts'
import { removeDevice as removeManaged } from '../inventory/managed-device.ts'
import { type SyncDeps, triggerSync } from '../sync/autopilot-sync.ts'
import type { LookDeps } from './look-up.ts'
import { type Did, type PrepareDeps, prepared } from './prepare-planned.ts'
import type { PlannedDevice, PlanStep, RemovalPlan } from './removal-plan.ts'

export type RemoveDeps = LookDeps &
  PrepareDeps & { readonly syncs: SyncDeps['syncs'] } & Pick<SyncDeps, 'duration'>

const done: Did = { state: 'done', detail: null }

export async function perform(
  deps: RemoveDeps,
  plan: RemovalPlan,
  { device, step }: { readonly device: PlannedDevice; readonly step: PlanStep },
): Promise<Did> {
  const { tenantId } = plan
  const id = device.deviceId
  const { managedDeviceId } = device
  if (id === null) return { state: 'blocked', detail: device.reason }
  switch (step.what) {
    case 'managedDevice.retire':
    case 'managedDevice.wipe':
      return await prepared(deps, plan, { deviceId: id, managedDeviceId, step })
    case 'managedDevice.delete':
      return await managedDeleted(deps, tenantId, managedDeviceId)
    case 'autopilot.unassignUser':
      await unassignUser({ devices: deps.devices, tenantId, id, now: deps.now() })
      return done
    case 'autopilot.delete': {
      const removed = await deps.devices.remove(tenantId, [id], { act: plan.act })
      if (removed.length === 0)
        throw new DomainError('conflict', 'It was deleted by somebody else.')
      return done
    }
    case 'sync':
      return await synced(deps, tenantId)
    case 'directoryDevice.delete':
      return { state: 'skipped', detail: 'It went with the registration.' }
    case 'configurationManager.deleteClient':
    case 'activeDirectory.deleteComputer':
      return { state: 'skipped', detail: 'To be done by hand: Taxiway does not reach it.' }
    case 'verify.absent':
      return done
  }
}

async function managedDeleted(
  deps: RemoveDeps,
  tenantId: RemovalPlan['tenantId'],
  id: string | null,
): Promise<Did> {
  if (id === null || (await deps.managed.find(tenantId, id)) === undefined)
    return { state: 'skipped', detail: 'It has left already.' }
  await removeManaged(deps, tenantId, id)
  return done
}

async function synced(deps: RemoveDeps, tenantId: RemovalPlan['tenantId']): Promise<Did> {
  try {
    await triggerSync(deps, tenantId)
    return done
  } catch (error) {
    const isEnough =
      error instanceof DomainError && (error.code === 'throttled' || error.code === 'conflict')
    if (isEnough) return { state: 'done', detail: 'A sync of the last ten minutes covers it.' }
    throw error
  }
}
