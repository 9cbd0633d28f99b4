/**
 * Rows that expire, and when. Sign-in state expires every minute (`identity-provider/storage/protocol-state.ts`);
 * `test/storage/leftovers.test.ts` gives the reason for everything that is never removed.
 */
import { staleDays } from '../../core/associations/associated-device.ts'
import { reservedDays } from '../../core/devices/deleted-device.ts'

export type LeftoversOptions = {
  /** How long strict lists keep showing a removed device, in seconds. */
  readonly listLag: number
  /** Attempt counters of things that are locked after many failures, such as `password`. */
  readonly lockingAttempts: readonly string[]
}

/** Days that events are kept for clients that follow. */
const eventDays = 30

/**
 * Days after its window when a failure counter is dropped. Then ten attempts are available again, which is fewer
 * than a lock allows in that time with one every 16 hours.
 */
const failureDays = 7

/** Days: one more than the longest window in which destructive acts are counted. */
const actDays = 31

/** Days that people can read what happened to factors. */
const noticeDays = 90

/** Days that a job can be read, and a change undone. */
const jobDays = 30

/** Days: one more than the longest grant, which nothing renews. */
const signInDays = 91

/** Days that the first boots of a device, and decided approvals, can be read. */
const deploymentDays = 180

type Kind = {
  readonly table: string
  /** SQL: which rows have expired. */
  readonly useless: string
  readonly values: readonly unknown[]
}

/** In the order in which they are removed. */
export function expiringRows({ listLag, lockingAttempts }: LeftoversOptions): readonly Kind[] {
  return [
    {
      table: 'outbox_event',
      // The newest of those stays: followers that have seen it have missed nothing.
      useless: `created_at < business_now() - make_interval(days => $2) and exists (
        select from outbox_event as later where later.tenant_id = outbox_event.tenant_id
          and later.event_id > outbox_event.event_id and later.created_at < business_now() - make_interval(days => $2))`,
      values: [eventDays],
    },
    {
      table: 'webhook_delivery',
      useless: `not exists (select from outbox_event as event
        where event.tenant_id = webhook_delivery.tenant_id and event.event_id = webhook_delivery.event_id)`,
      values: [],
    },
    {
      table: 'attempt',
      useless: `window_ends_at < now()
        and (kind <> all($2::text[]) or window_ends_at < now() - make_interval(days => $3))`,
      values: [lockingAttempts, failureDays],
    },
    // Only today's row is used; one more day, for a slice begun before midnight.
    {
      table: 'cross_tenant_disclosure',
      useless: `day < (business_now() at time zone 'UTC')::date - 1`,
      values: [],
    },
    // A notice of an earlier day is renewed as a new one would be made.
    {
      table: 'disclosure_notice',
      useless: `notified_at is not null and day < (business_now() at time zone 'UTC')::date - 1`,
      values: [],
    },
    // Of values that no device has.
    { table: 'device_tally', useless: 'devices = 0', values: [] },
    { table: 'device_span', useless: 'devices = 0', values: [] },
    { table: 'record_tally', useless: 'records = 0', values: [] },
    { table: 'kept_answer', useless: 'expires_at <= business_now()', values: [] },
    // Windows last minutes.
    {
      table: 'request_budget',
      useless: `window_start < business_now() - interval '1 day'`,
      values: [],
    },
    {
      table: 'removed_device',
      useless: 'removed_at < business_now() - make_interval(secs => $2)',
      values: [listLag],
    },
    olderThan(reservedDays, 'deleted_device', 'ended_at'),
    olderThan(actDays, 'destructive_act', 'at'),
    olderThan(deploymentDays, 'approval', 'requested_at'),
    olderThan(noticeDays, 'factor_notice', 'at'),
    // The audit trail keeps who requested and who decided.
    olderThan(noticeDays, 'factor_reset', 'asked_at'),
    { table: 'spent_challenge', useless: 'expires_at < business_now()', values: [] },
    olderThan(deploymentDays, 'ownership_check', 'checked_at'),
    { table: 'claim_token', useless: 'expires_at < business_now()', values: [] },
    olderThan(deploymentDays, 'dispute', 'decided_at'),
    {
      table: 'enrollment_token',
      useless: `expires_at < business_now() - interval '1 day'`,
      values: [],
    },
    olderThan(deploymentDays, 'intake_submission', 'submitted_at'),
    // Who handed in with it can ask for a day what became of that.
    {
      table: 'intake_code',
      useless: `expires_at < business_now() - interval '1 day'`,
      values: [],
    },
    // An ended enrollment can still be read, and its certificates say why they are refused.
    olderThan(deploymentDays, 'enrollment', 'ended_at'),
    olderThan(deploymentDays, 'device_certificate', 'expires_at'),
    // It no longer holds a claim.
    {
      table: 'tenant_record',
      useless: `kind = 'associatedDevice' and members->>'state' = 'stale'
        and (members->>'staleAt') < to_char((business_now() - make_interval(days => $2)) at time zone 'UTC', 'YYYY-MM-DD')`,
      values: [staleDays],
    },
    { table: 'deployment_session', useless: 'expires_at < business_now()', values: [] },
    olderThan(deploymentDays, 'deployment_event', 'at'),
    {
      table: 'challenge_key',
      useless: `day < (business_now() at time zone 'UTC')::date - 1`,
      values: [],
    },
    // The rows of a job are deleted with it.
    {
      table: 'device_job',
      useless: `ended_at < business_now() - make_interval(days => $2)
        or (state = 'preview' and created_at < business_now() - interval '1 hour')`,
      values: [jobDays],
    },
    {
      table: 'device_job_row',
      useless: `not exists (select from device_job as job
        where job.tenant_id = device_job_row.tenant_id and job.job_id = device_job_row.job_id)`,
      values: [],
    },
    // What was archived of a device says who used it, and goes when the device can no longer be restored.
    {
      table: 'removal_plan',
      useless: `coalesce(ended_at, case when state not in ('running', 'undoing') then created_at end)
        < business_now() - make_interval(days => $2)`,
      values: [reservedDays],
    },
    {
      table: 'removal_plan_device',
      useless: `not exists (select from removal_plan as plan
        where plan.tenant_id = removal_plan_device.tenant_id and plan.plan_id = removal_plan_device.plan_id)`,
      values: [],
    },
    {
      table: 'sign_in',
      useless: 'used_at < now() - make_interval(days => $2)',
      values: [signInDays],
    },
  ]
}

function olderThan(days: number, table: string, column: string): Kind {
  return {
    table,
    useless: `${column} < business_now() - make_interval(days => $2)`,
    values: [days],
  }
}
