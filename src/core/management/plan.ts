/** What is done with a device in its session: decided from what is known, never from what was asked before. */

import type { WipeKind } from '../inventory/wipe-kind.ts'
import { newUuid } from '../uuid.ts'
import type { ManagedState, SetupState, StatusPage } from './managed-state.ts'
import { nodes, providerId } from './nodes.ts'
import type { Purpose, Step, Task } from './task.ts'
import { wipeTask } from './wipe.ts'

/** Minutes. [documented: DMClient CSP, Poll] */
export const schedule = {
  version: 1,
  firstRetries: 8,
  firstMinutes: 15,
  minutes: 480,
} as const

export type Situation = {
  readonly state: ManagedState
  /** It is asked to unenroll. */
  readonly isLeaving: boolean
  /** It is asked to reset itself. */
  readonly wipe: WipeKind | null
  /** Somebody wants to know how it is now. */
  readonly isSyncWanted: boolean
  readonly isCorporate: boolean
  readonly isInOobe: boolean
  readonly isRegistered: boolean
  /** What says that devices like this are to be registered; null = nothing does. */
  readonly targetedBy: string | null
  /** Null: no policy wants a page. */
  readonly page: StatusPage | null
}

/** `asked`: what was asked in this session already, whatever became of it. */
export function planTasks(situation: Situation, asked: ReadonlySet<Purpose>): readonly Task[] {
  const wanted = lastTask(situation) ?? tasksFor(situation)
  return wanted
    .filter(({ purpose }) => !asked.has(purpose))
    .map((each) => ({ ...each, id: newUuid() }))
}

type Wanted = Omit<Task, 'id'>

/** After it nothing else is to be done. */
function lastTask({ wipe, isLeaving }: Situation): readonly Wanted[] | undefined {
  if (wipe !== null) return [wipeTask(wipe)]
  return isLeaving ? [unenroll] : undefined
}

function tasksFor(situation: Situation): readonly Wanted[] {
  const { state, page } = situation
  const { inventory: known, setup } = state
  const isIn = (of: SetupState) => situation.isInOobe && setup.state === of
  const wanted: readonly (readonly [boolean, Wanted])[] = [
    [known === null || situation.isSyncWanted, inventory],
    [asksForHash(situation), hardwareData],
    [state.hash.state === 'differs' && situation.isRegistered, mismatchData],
    [known !== null && state.schedule < schedule.version, pollSchedule],
    [isPrepared(situation) && !setup.isFinished, setupFinished],
    [setup.isFinished && setup.state === 'running', setupProgress],
  ]
  const tasks = wanted.filter(([isWanted]) => isWanted).map(([, task]) => task)
  return page !== null && isIn('none') ? [...tasks, statusPage(page)] : tasks
}

/** Once for an enrollment; where nothing came of it, again when something new says that it is to be registered. */
function asksForHash({ state: { hash }, isCorporate, targetedBy, isRegistered }: Situation) {
  if (!isCorporate) return false
  if (hash.state === 'unasked') return true
  const cameToNothing =
    !isRegistered && !['submitted', 'registered', 'confirmed', 'differs'].includes(hash.state)
  return cameToNothing && targetedBy !== null && targetedBy !== hash.targetedBy
}

/** The hash comes first, so that the person waits for it in front of the page and not later. */
function isPrepared({ state, isCorporate, isInOobe }: Situation): boolean {
  const isAnswered = !isCorporate || state.hash.state !== 'unasked'
  return isInOobe && state.inventory !== null && isAnswered
}

const get = (node: string): Step => ({ verb: 'get', node })
const int = (node: string, value: number): Step => ({
  verb: 'replace',
  node,
  format: 'int',
  value: String(value),
})
const bool = (node: string, value: boolean): Step => ({
  verb: 'replace',
  node,
  format: 'bool',
  value: String(value),
})

const inventory: Wanted = {
  purpose: 'inventory',
  steps: [
    get(nodes.serialNumber),
    get(nodes.manufacturer),
    get(nodes.model),
    get(nodes.softwareVersion),
    get(nodes.enrollmentId),
  ],
}

const hardwareData: Wanted = { purpose: 'hardware-data', steps: [get(nodes.hardwareData)] }
const mismatchData: Wanted = { purpose: 'mismatch-data', steps: [get(nodes.mismatchData)] }

const unenroll: Wanted = {
  purpose: 'unenroll',
  steps: [{ verb: 'exec', node: nodes.unenroll, format: 'chr', value: providerId }],
}

/** A retry of the whole schedule is for ever where its number is 0 and its interval is not. */
const pollSchedule: Wanted = {
  purpose: 'schedule',
  isAtomic: true,
  steps: [
    int(nodes.firstRetries, schedule.firstRetries),
    int(nodes.firstInterval, schedule.firstMinutes),
    int(nodes.remainingRetries, 0),
    int(nodes.remainingInterval, schedule.minutes),
    bool(nodes.pollOnLogin, true),
  ],
}

const blocks = { reset: 1, retry: 2, continue: 4 } as const

/** Taxiway installs nothing, so nothing is waited for in the preparation of the device. */
function statusPage(page: StatusPage): Wanted {
  const buttons =
    (page.mayReset ? blocks.reset : 0) +
    (page.mayRetry ? blocks.retry : 0) +
    (page.mayContinue ? blocks.continue : 0)
  return {
    purpose: 'status-page',
    isAtomic: true,
    steps: [
      bool(nodes.skipDevicePage, false),
      bool(nodes.skipUserPage, !page.showsForUser),
      int(nodes.timeout, page.timeoutMinutes),
      int(nodes.block, buttons),
      bool(nodes.collectLogs, page.mayCollectLogs),
      { verb: 'replace', node: nodes.errorText, format: 'chr', value: page.errorText },
      { verb: 'add', node: nodes.preparation },
      { ...int(nodes.preparationState, 3), verb: 'add' },
      { ...bool(nodes.preparationApps, false), verb: 'add' },
    ],
  }
}

const setupFinished: Wanted = { purpose: 'setup-finished', steps: [bool(nodes.finished, true)] }

const setupProgress: Wanted = {
  purpose: 'setup-progress',
  steps: [get(nodes.isSyncDone), get(nodes.succeeded), get(nodes.pageIsGone)],
}
