/** What the routes of repairs need, and how a case is presented to their callers. */
import type { RepairCaseDetail, RepairCase as View } from 'taxiway-autopilot/admin'
import type { RepairCase } from '../../../core/repairs/repair-case.ts'
import type { ReturnDeps } from '../../../core/repairs/return-device.ts'
import { presentAttachment, presentHistory, presentRepair } from './present-repair.ts'

export type RepairRouteDeps = ReturnDeps & {
  readonly publicUrl: string
  /** Deliveries may be due. */
  readonly onEvent: () => void
}

export function presentedBy({ publicUrl, now }: Pick<RepairRouteDeps, 'publicUrl' | 'now'>) {
  return (repair: RepairCase): View => presentRepair(repair, { publicUrl, now: now() })
}

export async function detailOf(
  ports: RepairRouteDeps,
  repair: RepairCase,
): Promise<RepairCaseDetail> {
  const files = await ports.repairs.attachments(repair)
  const history = await ports.repairs.history(repair)
  return {
    ...presentedBy(ports)(repair),
    attachments: files.map(presentAttachment),
    history: history.map(presentHistory),
  }
}
