/** Removal plans as `/admin/v1` shows them. */
import {
  generalWarningsOf,
  type RemovalWarningCode,
  removalOrders,
  removalSteps,
  removalWarnings,
} from 'taxiway-autopilot'
import type {
  RemovalArchive,
  RemovalPlanExport,
  RemovalPlanHead,
  RemovalWarning,
  RemovalDevice as WireDevice,
  RemovalPlan as WirePlan,
} from 'taxiway-autopilot/admin'
import {
  type PlannedDevice,
  type RemovalPlan,
  undoUntil,
} from '../../../core/removal-plans/removal-plan.ts'

type Shown = {
  readonly devices: readonly PlannedDevice[]
  readonly now: Date
}

export function presentPlanHead(plan: RemovalPlan, now: Date): RemovalPlanHead {
  const { id, state, order, act, prepare, reason, counts } = plan
  return {
    id,
    state,
    order,
    prepare,
    reason,
    counts,
    act: act === 'release' ? 'release' : 'delete',
    createdBy: plan.by,
    createdDateTime: plan.createdAt.toISOString(),
    startedDateTime: time(plan.startedAt),
    endedDateTime: time(plan.endedAt),
    undoUntil: time(undoUntil(plan, now)),
    approvalId: plan.approvalId,
  }
}

export function presentPlan(plan: RemovalPlan, { devices, now }: Shown): WirePlan {
  const { title, source, grade, disagreement } = removalOrders[plan.order]
  const until = time(undoUntil(plan, now))
  return {
    ...presentPlanHead(plan, now),
    orderFrom: { title, source, grade, disagreement },
    warnings: generalWarningsOf({
      isAnyJoined: devices.some(({ join }) => join !== 'notJoined'),
      retires: plan.prepare === 'retire',
      releases: plan.act === 'release',
    }).map(presentWarning),
    devices: devices.map((each) => presentDevice(each, until)),
  }
}

/** Which parts of what was archived the reader may read. */
export type ReadableParts = Readonly<Record<keyof RemovalArchive, boolean>>

export function exportPlan(
  plan: RemovalPlan,
  shown: Shown & { readonly readable: ReadableParts },
): RemovalPlanExport {
  const presented = presentPlan(plan, shown)
  return {
    ...presented,
    devices: presented.devices.map((device, i) => ({
      ...device,
      archive: readableOf(shown.devices[i]?.archive ?? null, shown.readable),
    })),
  }
}

function readableOf(
  archive: RemovalArchive | null,
  readable: ReadableParts,
): RemovalArchive | null {
  if (archive === null || !readable.registration) return null
  return {
    registration: archive.registration,
    managedDevice: readable.managedDevice ? archive.managedDevice : null,
    directoryDevice: readable.directoryDevice ? archive.directoryDevice : null,
  }
}

function presentDevice(device: PlannedDevice, until: string | null): WireDevice {
  const { archive: _, number: n, deviceId: id, warnings, steps, ...rest } = device
  return {
    ...rest,
    n,
    id,
    warnings: warnings.map(presentWarning),
    steps: steps.map((step, i) => {
      const { title, byHand, source, grade } = removalSteps[step.what]
      return { n: i + 1, ...step, title, byHand, source, grade }
    }),
    undoUntil: device.state === 'done' ? until : null,
  }
}

function presentWarning(code: RemovalWarningCode): RemovalWarning {
  return { code, ...removalWarnings[code] }
}

function time(at: Date | null | undefined): string | null {
  return at?.toISOString() ?? null
}
