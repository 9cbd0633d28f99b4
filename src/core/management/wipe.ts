/** A device that was asked to reset itself has answered. */
import type { AuditEntry } from '../audit/audit.ts'
import type { Enrollment, Enrollments } from '../enrollment/enrollment.ts'
import type { TenantId } from '../ids.ts'
import type { WipeKind } from '../inventory/wipe-kind.ts'
import { auditOfEnrolled } from './enrollment-audit.ts'
import { nodes } from './nodes.ts'
import { isDone, type Task, type TaskResult } from './task.ts'

const nodeOf: Readonly<Record<WipeKind, string>> = {
  full: nodes.wipe,
  protected: nodes.wipeProtected,
  'keep-enrollment': nodes.wipeKeepingProvisioning,
  'keep-data': nodes.wipeKeepingData,
}

export function wipeTask(kind: WipeKind): Omit<Task, 'id'> {
  return { purpose: 'wipe', steps: [{ verb: 'exec', node: nodeOf[kind] }] }
}

export type WipeDeps = {
  readonly enrollments: Pick<Enrollments, 'change' | 'end'>
  readonly forgetManaged: (enrollment: Enrollment) => Promise<void>
  /** It stays as it is, and so does its registration. */
  readonly noteWipeRefused: (enrollment: Enrollment) => Promise<void>
  readonly record: (tenantId: TenantId, entry: AuditEntry) => Promise<void>
}

/**
 * It loses its key with everything else, so that its enrollment ends; where it keeps its enrollment, it goes on. Its
 * registration stays, and its association: the firmware is not reset. True: the enrollment is over.
 */
export async function wiped(
  deps: WipeDeps,
  enrollment: Enrollment,
  result: TaskResult,
): Promise<boolean> {
  const { tenantId, id, wipe } = enrollment
  const isObeyed = isDone(result)
  const isOver = isObeyed && (wipe === 'full' || wipe === 'protected')
  await deps.enrollments.change(tenantId, id, { wipe: null })
  if (isOver) {
    await deps.enrollments.end(tenantId, id, 'administrator')
    await deps.forgetManaged(enrollment)
  }
  if (!isObeyed) await deps.noteWipeRefused(enrollment)
  await deps.record(
    tenantId,
    auditOfEnrolled(enrollment, {
      verb: 'Wipe',
      result: isObeyed ? 'Success' : 'Failure',
      properties: [
        { name: 'wipe', before: enrollment.wipe, after: null },
        { name: 'status', before: null, after: String(result.results[0]?.status ?? 'none') },
      ],
    }),
  )
  return isOver
}
