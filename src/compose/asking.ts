/** What enrolled devices are asked at their next session. */
import type { TenantId } from '../core/ids.ts'
import type { WipeKind } from '../core/inventory/wipe-kind.ts'
import { enrollmentsIn } from '../storage/enrollment/enrollments.ts'
import type { Store } from '../storage/sql/store.ts'

export function askingIn(unit: Store) {
  const { change } = enrollmentsIn(unit)
  return {
    askToLeave: (of: TenantId, id: string) => change(of, id, { state: 'leaving' }),
    askToWipe: (of: TenantId, id: string, wipe: WipeKind) => change(of, id, { wipe }),
    askToSync: (of: TenantId, id: string) => change(of, id, { isSyncWanted: true }),
  }
}
