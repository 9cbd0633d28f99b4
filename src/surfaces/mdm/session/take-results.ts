/** Matches the statuses and results of a message with what was asked; large objects are put together. */
import type { StepResult, TaskResult } from '../../../core/management/task.ts'
import type { Conversation, OpenTask, Piecemeal } from './conversation-state.ts'
import {
  alertCodes,
  type SyncCommand,
  type SyncItem,
  type SyncMessage,
  statusCodes,
} from './syncml.ts'

/** Of an object that comes in pieces; a hash has 4,000 characters. */
const maxObject = 65_536
const sizeMismatch = '424'

export type Taken = {
  readonly open: readonly OpenTask[]
  readonly finished: readonly TaskResult[]
  readonly piecemeal: Piecemeal | null
  /** Of Results, by the id of the command. */
  readonly statuses: ReadonlyMap<string, string>
  readonly alerts: readonly SyncCommand[]
}

type Draft = {
  readonly tasks: { readonly open: OpenTask; readonly results: (StepResult | null)[] }[]
  piecemeal: Piecemeal | null
  readonly statuses: Map<string, string>
  readonly alerts: SyncCommand[]
}

export function takeResults({ open, piecemeal }: Conversation, message: SyncMessage): Taken {
  const draft: Draft = {
    tasks: open.map((each) => ({ open: each, results: [...each.results] })),
    piecemeal,
    statuses: new Map(),
    alerts: [],
  }
  for (const command of message.commands) {
    if (command.name === 'Status') takeStatus(draft, command)
    if (command.name === 'Results') takeValues(draft, command)
    if (command.data === alertCodes.noEnd && command.name === 'Alert') draft.piecemeal = null
  }
  dropUnfinished(draft, piecemeal)
  if (draft.piecemeal !== null || !message.isFinal) draft.alerts.push(alert(alertCodes.nextMessage))
  const settled = draft.tasks.map(({ open: each, results }) => ({ ...each, results }))
  // A value comes with the status of its command, or in a later message of the same package.
  const isWhole = message.isFinal && draft.piecemeal === null
  const isAnswered = ({ results }: OpenTask) => isWhole && results.every(isAnswer)
  return {
    open: settled.filter((each) => !isAnswered(each)),
    finished: settled
      .filter(isAnswered)
      .map(({ task, results }) => ({ task, results: results.map((each) => each ?? nothing) })),
    piecemeal: draft.piecemeal,
    statuses: draft.statuses,
    alerts: draft.alerts,
  }
}

const nothing: StepResult = { status: null }

/** 202: the answer comes later. */
function isAnswer(result: StepResult | null): boolean {
  return result !== null && result.status !== null && result.status !== 202
}

/** An object whose next piece did not come is lost. */
function dropUnfinished(draft: Draft, before: Piecemeal | null): void {
  if (before === null || draft.piecemeal !== before) return
  draft.piecemeal = null
  draft.alerts.push(alert(alertCodes.noEnd))
}

function alert(data: string): SyncCommand {
  return { name: 'Alert', data, items: [], inside: [] }
}

type Place = { readonly results: (StepResult | null)[]; readonly at: number; readonly node: string }

/** Where the answer to a command belongs; undefined: nobody asked. */
function placeOf(draft: Draft, { msgRef, cmdRef }: SyncCommand): Place | undefined {
  for (const { open, results } of draft.tasks) {
    const at = open.cmdIds.indexOf(cmdRef ?? '')
    const step = open.task.steps[at]
    if (String(open.messageId) === msgRef && step !== undefined)
      return { results, at, node: step.node }
  }
  return undefined
}

function takeStatus(draft: Draft, command: SyncCommand): void {
  const place = placeOf(draft, command)
  if (place === undefined || !/^\d{3}$/.test(command.data ?? '')) return
  const { results, at } = place
  results[at] = { ...results[at], status: Number(command.data) }
}

function takeValues(draft: Draft, command: SyncCommand): void {
  const { cmdId = '', items } = command
  const place = placeOf(draft, command)
  for (const item of items) {
    const verdict = place === undefined ? statusCodes.notFound : takeValue(draft, place, item)
    draft.statuses.set(cmdId, verdict)
  }
}

/** The code that answers it. */
function takeValue(draft: Draft, { results, at, node }: Place, item: SyncItem): string {
  // Pieces after the first may leave out what they are pieces of.
  const own = item.source ?? draft.piecemeal?.node
  if (own !== node) return statusCodes.notFound
  const before = draft.piecemeal?.node === node ? draft.piecemeal : null
  const text = `${before?.text ?? ''}${item.data ?? ''}`
  const size = before?.size ?? item.size
  if (text.length > maxObject) return dropped(draft, before)
  if (item.hasMore) {
    draft.piecemeal = { node, text, ...(size !== undefined && { size }) }
    return statusCodes.buffered
  }
  if (before !== null && size !== undefined && size !== text.length) return dropped(draft, before)
  if (before !== null) draft.piecemeal = null
  results[at] = { status: 200, ...results[at], value: text }
  return statusCodes.ok
}

function dropped(draft: Draft, before: Piecemeal | null): string {
  if (before !== null) draft.piecemeal = null
  return sizeMismatch
}
