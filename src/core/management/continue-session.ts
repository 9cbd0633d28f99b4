/** One message of a device's session: what it answered is taken in, and what to do next is decided. */
import type { Enrollment } from '../enrollment/enrollment.ts'
import { absorb, isLeavingBy, isPastTimeout, type Notice, withNotices } from './absorb.ts'
import { auditOfEnrolled } from './enrollment-audit.ts'
import type { Inventory, ManagedState, StatusPage } from './managed-state.ts'
import { nodes } from './nodes.ts'
import { planTasks, type Situation } from './plan.ts'
import { type HashDeps, settleReceipt, takeHash } from './take-hash.ts'
import type { Purpose, Task, TaskResult } from './task.ts'
import { valueAt } from './task.ts'
import { type WipeDeps, wiped } from './wipe.ts'

export type SessionDeps = HashDeps &
  WipeDeps & {
    /** What says that the device is to be registered; null = nothing does. */
    readonly targetOf: (enrollment: Enrollment) => Promise<string | null>
    readonly pageFor: (enrollment: Enrollment) => Promise<StatusPage | null>
    /** The list of managed devices: begun where it may be, and kept up to date. */
    readonly keepManaged: (
      enrollment: Enrollment,
      of: { readonly state: ManagedState; readonly isNew: boolean },
    ) => Promise<void>
    /** What Windows says of a registration that its hardware does not fit, for the repair. */
    readonly keepMismatch: (enrollment: Enrollment, data: string) => Promise<void>
    /** Where the tenant has its DeviceLink: it is associated, or no more. */
    readonly reportDevice: (enrollment: Enrollment, inventory: Inventory) => Promise<void>
    readonly endReporting: (enrollment: Enrollment) => Promise<void>
  }

export type Said = {
  readonly results: readonly TaskResult[]
  readonly notices: readonly Notice[]
  /** The first message of a session. */
  readonly isNew: boolean
  /** More is to come before anything is asked. */
  readonly isPartial: boolean
  /** What was asked in this session already. */
  readonly asked: ReadonlySet<Purpose>
}

export type Continued = { readonly state: ManagedState; readonly tasks: readonly Task[] }

export async function continueSession(
  deps: SessionDeps,
  enrollment: Enrollment,
  { state: before, said }: { readonly state: ManagedState; readonly said: Said },
): Promise<Continued> {
  const seen = said.isNew ? { ...before, sessions: before.sessions + 1 } : before
  if (isLeavingBy(said.notices)) return await left(deps, enrollment, seen)
  const page = await wantedPage(deps, enrollment, seen)
  const heard = withNotices(seen, said.notices)
  const state = await taken(deps, { enrollment, page }, { state: heard, results: said.results })
  await noteSetup(deps, enrollment, { before, state })
  const settled = await settleReceipt(deps, enrollment, state.hash)
  const current = { enrollment: settled.enrollment, state: { ...state, hash: settled.hash } }
  await deps.keepManaged(current.enrollment, { state: current.state, isNew: said.isNew })
  const { inventory } = current.state
  if (inventory !== null && (said.isNew || before.inventory === null))
    await deps.reportDevice(current.enrollment, inventory)
  if (said.results.some(({ task }) => task.purpose === 'inventory') && enrollment.isSyncWanted)
    await deps.enrollments.change(enrollment.tenantId, enrollment.id, { isSyncWanted: false })
  const wipe = said.results.find(({ task }) => task.purpose === 'wipe')
  if (wipe !== undefined && (await wiped(deps, current.enrollment, wipe)))
    return { state: current.state, tasks: [] }
  if (said.isPartial) return { state: current.state, tasks: [] }
  const situation = await situationOf(deps, { ...current, page })
  return { state: current.state, tasks: planTasks(situation, said.asked) }
}

async function left(deps: SessionDeps, enrollment: Enrollment, state: ManagedState) {
  const { tenantId, id, registrationId, state: was } = enrollment
  const by = was === 'leaving' ? 'administrator' : 'device'
  await deps.enrollments.end(tenantId, id, by)
  await deps.forgetManaged(enrollment)
  const detail = by === 'device' ? 'at the device' : 'on request of an administrator'
  if (registrationId !== null)
    await deps.note(
      { tenantId, deviceId: registrationId },
      { kind: 'unenrolled', code: null, detail },
    )
  // Last, because they lock the end of the tenant's chain.
  await deps.endReporting(enrollment)
  const properties = [{ name: 'endedBy', before: null, after: by }]
  await deps.record(
    tenantId,
    auditOfEnrolled(enrollment, { verb: 'Unenroll', result: 'Success', properties }),
  )
  return { state, tasks: [] }
}

/** Asked for once: what the page was when setup began is kept. */
async function wantedPage(
  { pageFor }: SessionDeps,
  enrollment: Enrollment,
  { setup }: ManagedState,
): Promise<StatusPage | null> {
  if (!enrollment.isInOobe || setup.isFinished) return setup.page
  return setup.page ?? (await pageFor(enrollment))
}

type Here = { readonly enrollment: Enrollment; readonly page: StatusPage | null }

async function taken(
  deps: SessionDeps,
  { enrollment, page }: Here,
  { state, results }: { readonly state: ManagedState; readonly results: readonly TaskResult[] },
): Promise<ManagedState> {
  let current = state
  const now = deps.now()
  // The inventory first: the hash is compared with it, in whatever order they were answered.
  for (const result of results) current = absorb(current, result, { now, page })
  const hash = results.find(({ task }) => task.purpose === 'hardware-data')
  if (hash !== undefined) {
    const targetedBy = await deps.targetOf(enrollment)
    const answer = await takeHash(
      deps,
      { enrollment, targetedBy },
      { state: current, result: hash },
    )
    current = { ...current, hash: answer }
  }
  const mismatch = results.find(({ task }) => task.purpose === 'mismatch-data')
  const data = mismatch && valueAt(mismatch, nodes.mismatchData)
  if (data) await deps.keepMismatch(enrollment, data)
  return current
}

async function noteSetup(
  { note }: SessionDeps,
  { tenantId, registrationId }: Enrollment,
  { before, state }: { readonly before: ManagedState; readonly state: ManagedState },
): Promise<void> {
  const [was, is] = [before.setup, state.setup]
  if (registrationId === null || was.state === is.state) return
  const holder = { tenantId, deviceId: registrationId }
  if (is.state === 'running' && is.page !== null) {
    const detail = `of '${is.page.name}', for at most ${is.page.timeoutMinutes} minutes`
    await note(holder, { kind: 'status-page', code: null, detail })
  }
  if (is.page !== null && is.state !== 'running' && is.state !== 'none')
    await note(holder, { kind: 'status-page-ended', code: null, detail: ends[is.state] })
}

const ends = { done: 'done', failed: 'failed', timedOut: 'timed out' } as const

async function situationOf(
  { targetOf }: SessionDeps,
  { enrollment, state, page }: Here & { readonly state: ManagedState },
): Promise<Situation> {
  const isRegistered = enrollment.registrationId !== null || state.hash.state === 'registered'
  return {
    state,
    page,
    isRegistered,
    isLeaving: enrollment.state === 'leaving',
    wipe: enrollment.wipe,
    isSyncWanted: enrollment.isSyncWanted,
    isCorporate: enrollment.ownership === 'corporate',
    isInOobe: enrollment.isInOobe,
    targetedBy: isRegistered ? null : await targetOf(enrollment),
  }
}

/** As people read it: a device that was not heard of in time has failed to finish, whatever it said last. */
export function asOf(state: ManagedState, now: Date): ManagedState {
  if (!isPastTimeout(state.setup, now)) return state
  return { ...state, setup: { ...state.setup, state: 'timedOut' } }
}
