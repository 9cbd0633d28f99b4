/**
 * One session of a device: what it was asked, what it has answered, and what each of its messages gets in return. Plain
 * data between messages, so that any server can answer the next one.
 */
import type { TaskResult } from '../../../core/management/task.ts'
import type { Conversation } from './conversation-state.ts'
import { alertCodes, type SyncCommand, type SyncMessage, statusCodes } from './syncml.ts'
import { takeResults } from './take-results.ts'

export const maxMessages = 10

/** What a device says by itself. */
export type Notice = { readonly type: string; readonly data: string }

export type Heard = {
  readonly conversation: Conversation
  /** Statuses for its commands, and alerts about pieces of objects. */
  readonly replies: readonly SyncCommand[]
  readonly finished: readonly TaskResult[]
  readonly notices: readonly Notice[]
  /** Values that it reports by itself, by node. */
  readonly reported: ReadonlyMap<string, string>
  /** More of the same package or object is to come: nothing new is asked before. */
  readonly isPartial: boolean
}

/** The messages of a session come one after another, beginning with 1. */
export function isInOrder(known: Conversation | undefined, message: SyncMessage): boolean {
  if (known?.sessionId !== message.sessionId || known.isOver) return message.messageId === 1
  return message.messageId === known.received + 1 && message.messageId <= maxMessages
}

/** A message that is in order. A new session ends an older one; what that left open is asked again. */
export function hear(known: Conversation | undefined, message: SyncMessage): Heard {
  const before = message.messageId === 1 || known === undefined ? begun(message) : known
  const taken = takeResults(before, message)
  const isAborted = alertsOf(message).includes(alertCodes.abort)
  const isPartial = !isAborted && (taken.piecemeal !== null || !message.isFinal)
  return {
    conversation: {
      ...before,
      received: message.messageId,
      open: taken.open,
      piecemeal: taken.piecemeal,
      isOver: isAborted || message.messageId >= maxMessages,
    },
    replies: [...statusesFor(message, taken.statuses), ...taken.alerts],
    finished: taken.finished,
    notices: noticesOf(message),
    reported: reportedIn(message),
    isPartial,
  }
}

function begun({ sessionId }: SyncMessage): Conversation {
  return { sessionId, received: 0, sent: 0, open: [], piecemeal: null, asked: [], isOver: false }
}

function alertsOf({ commands }: SyncMessage): readonly (string | undefined)[] {
  return commands.filter(({ name }) => name === 'Alert').map(({ data }) => data)
}

function noticesOf({ commands }: SyncMessage): readonly Notice[] {
  const spoken = commands.filter(
    ({ name, data }) =>
      name === 'Alert' && (data === alertCodes.client || data === alertCodes.generic),
  )
  return spoken.flatMap(({ items }) =>
    items.map(({ type = '', data = '' }) => ({
      type: type.slice(0, 200),
      data: data.slice(0, 8_192),
    })),
  )
}

/** `Replace` of the device: `./DevInfo`. */
function reportedIn({ commands }: SyncMessage): ReadonlyMap<string, string> {
  const items = commands.filter(({ name }) => name === 'Replace').flatMap((each) => each.items)
  return new Map(
    items.flatMap(({ source, data }) =>
      source === undefined || data === undefined ? [] : [[source, data] as const],
    ),
  )
}

/** `own`: of Results, by the id of the command. */
function statusesFor(
  message: SyncMessage,
  own: ReadonlyMap<string, string>,
): readonly SyncCommand[] {
  const msgRef = String(message.messageId)
  const header = message.messageId === 1 ? statusCodes.authenticated : statusCodes.ok
  return [
    status({ msgRef, cmdRef: '0', cmd: 'SyncHdr', data: header }),
    ...message.commands.flatMap((each) => statusesOf(each, msgRef, own)),
  ]
}

type About = Required<Pick<SyncCommand, 'msgRef' | 'cmd' | 'data'>> & Pick<SyncCommand, 'cmdRef'>

function status(about: About): SyncCommand {
  return { name: 'Status', ...about, items: [], inside: [] }
}

function statusesOf(
  command: SyncCommand,
  msgRef: string,
  own: ReadonlyMap<string, string>,
): readonly SyncCommand[] {
  const { name: cmd, cmdId: cmdRef, inside } = command
  if (cmd === 'Status') return []
  if (cmdRef === undefined) return [status({ msgRef, cmd, data: statusCodes.badRequest })]
  const about = (data: string) => status({ msgRef, cmdRef, cmd, data })
  if (cmd === 'Results') return [about(own.get(cmdRef) ?? statusCodes.notFound)]
  if (cmd === 'Alert' || cmd === 'Replace') return [about(statusCodes.ok)]
  if (cmd !== 'Atomic') return [about(statusCodes.notSupported)]
  // What must not be inside an Atomic fails, and the Atomic with it; devices have nothing to do here anyway.
  const isWrong = inside.some(({ name }) => name === 'Get' || name === 'Atomic')
  const parts = inside.map(({ name, cmdId }) => {
    const isCulprit = name === 'Get' || name === 'Atomic'
    const data = isCulprit ? statusCodes.failed : statusCodes.notExecuted
    return status({ msgRef, ...(cmdId !== undefined && { cmdRef: cmdId }), cmd: name, data })
  })
  return [about(isWrong ? statusCodes.atomicFailed : statusCodes.notSupported), ...parts]
}
