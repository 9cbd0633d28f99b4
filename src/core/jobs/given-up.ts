/** What is said of work at which the server fails again and again, so that it ends. */
import type { AuditEntry } from '../audit/audit.ts'

/** What the owner of a job or plan reads of a device. */
export const givenUp =
  'Nothing was done: the server failed at it, or at the devices before it, again and again. The log of the server says why.'

/** Of work that ends because not even that can be written. */
export function abandoned(type: 'DeviceJob' | 'RemovalPlan', id: string): AuditEntry {
  return {
    category: 'Enrollment',
    activity: `Action cancel ${type}`,
    operation: 'Action',
    result: 'Failure',
    actor: { kind: 'system', job: 'jobs' },
    correlationId: id,
    resources: [{ type, id }],
    reason:
      'The server failed at it again and again. What was done stays; the log of the server says why.',
  }
}
