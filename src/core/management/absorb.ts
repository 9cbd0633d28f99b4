/** What answers of a device change about what is known of it. Pure: what else has to happen is returned. */
import type { Inventory, LoginStatus, ManagedState, Setup, StatusPage } from './managed-state.ts'
import { nodes } from './nodes.ts'
import { schedule } from './plan.ts'
import { isDone, type TaskResult, valueAt } from './task.ts'

/** What a device says by itself: the type of its alert, and the alert's data. */
export type Notice = { readonly type: string; readonly data: string }

/** [documented: MS-MDM alerts of the client; the page on disconnecting] */
const types = {
  login: 'com.microsoft/mdm/loginstatus',
  leaving: 'com.microsoft:mdm.unenrollment.userrequest',
}

export function isLeavingBy(notices: readonly Notice[]): boolean {
  return notices.some(({ type, data }) => type.toLowerCase() === types.leaving && data === '1')
}

export function withNotices(state: ManagedState, notices: readonly Notice[]): ManagedState {
  const said = notices.findLast(({ type }) => type.toLowerCase() === types.login)?.data
  return isLoginStatus(said) ? { ...state, loginStatus: said } : state
}

function isLoginStatus(text: string | undefined): text is LoginStatus {
  return text === 'user' || text === 'others' || text === 'none'
}

export type Moment = { readonly now: Date; readonly page: StatusPage | null }

/** Everything but the hash, which somebody else has to decide about. */
export function absorb(state: ManagedState, result: TaskResult, moment: Moment): ManagedState {
  switch (result.task.purpose) {
    case 'inventory':
      return { ...state, inventory: inventoryOf(result) }
    case 'schedule':
      // Refused once is refused for good: it keeps the schedule that it enrolled with.
      return { ...state, schedule: schedule.version }
    case 'status-page':
      return { ...state, setup: begun(state.setup, result, moment) }
    case 'setup-finished':
      return { ...state, setup: finished(state.setup, result, moment) }
    case 'setup-progress':
      return { ...state, setup: progressed(state.setup, result, moment.now) }
    default:
      return state
  }
}

const maxText = 200

function inventoryOf(result: TaskResult): Inventory {
  const text = (node: string) => (valueAt(result, node) ?? '').trim().slice(0, maxText)
  return {
    serialNumber: text(nodes.serialNumber),
    manufacturer: text(nodes.manufacturer),
    model: text(nodes.model),
    softwareVersion: text(nodes.softwareVersion),
  }
}

/** Nothing of an Atomic remains if a part of it failed, so that Windows shows no page then. */
function begun(setup: Setup, result: TaskResult, { now, page }: Moment): Setup {
  const startedAt = now.toISOString()
  if (isDone(result)) return { ...setup, state: 'running', page, startedAt }
  const refused = result.results.find(({ status }) => status !== null && status >= 400)
  const detail = `The device refused the enrollment status page (${refused?.status ?? 'no status'}).`
  return { ...setup, state: 'running', page: null, startedAt, detail }
}

function finished(setup: Setup, result: TaskResult, { now }: Moment): Setup {
  const startedAt = setup.startedAt ?? now.toISOString()
  if (isDone(result)) return { ...setup, state: 'running', isFinished: true, startedAt }
  const endedAt = now.toISOString()
  const detail = 'The device has no enrollment status page.'
  return { ...setup, state: 'done', isFinished: true, detail, startedAt, endedAt }
}

/** 0 failed, 1 done, 2 running; final once it is 0 or 1. [schema: DMClient, WasDeviceSuccessfullyProvisioned] */
function progressed(setup: Setup, result: TaskResult, now: Date): Setup {
  const endedAt = now.toISOString()
  const said = valueAt(result, nodes.succeeded)
  const isDoneSaid = said === '1' || valueAt(result, nodes.isSyncDone) === 'true'
  if (said !== '0' && isDoneSaid) return { ...setup, state: 'done', endedAt }
  const isOverdue = isPastTimeout(setup, now)
  if (said === '0') return { ...setup, state: isOverdue ? 'timedOut' : 'failed', endedAt }
  return isOverdue ? { ...setup, state: 'timedOut', endedAt } : setup
}

/** Also for devices that were not heard of again. */
export function isPastTimeout({ state, page, startedAt }: Setup, now: Date): boolean {
  if (state !== 'running' || page === null || startedAt === null) return false
  return now.getTime() >= Date.parse(startedAt) + page.timeoutMinutes * 60_000
}
