/** Storage of enrolled devices, for their administrators. */
import type { Wrap } from '../core/wrap.ts'
import { enrollmentsIn } from '../storage/enrollment/enrollments.ts'
import { managedReportsIn } from '../storage/management/sessions.ts'
import type { Store } from '../storage/sql/store.ts'

export function managementPortsIn(unit: Store, wrap: Wrap) {
  return { enrollments: enrollmentsIn(unit), managedReports: managedReportsIn(unit, wrap) }
}
