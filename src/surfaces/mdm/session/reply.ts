/** Puts tasks into the server's next message. */
import type { Step, Task } from '../../../core/management/task.ts'
import type { Conversation, OpenTask } from './conversation-state.ts'
import type { CommandName, SyncCommand, SyncMessage } from './syncml.ts'

const names = {
  get: 'Get',
  add: 'Add',
  replace: 'Replace',
  delete: 'Delete',
  exec: 'Exec',
} as const satisfies Record<Step['verb'], CommandName>

export type Replied = { readonly conversation: Conversation; readonly message: SyncMessage }

/** A message without a task ends the session, unless the device has more to say. */
export function replyTo(
  { sessionId, source, target }: SyncMessage,
  {
    conversation,
    replies,
    isPartial,
  }: {
    readonly conversation: Conversation
    readonly replies: readonly SyncCommand[]
    readonly isPartial: boolean
  },
  tasks: readonly Task[],
): Replied {
  const messageId = conversation.sent + 1
  const number = counter()
  const numbered = replies.map((each) => ({ ...each, cmdId: number() }))
  const asked = tasks.map((task) => commandsFor(task, messageId, number))
  const isOver = conversation.isOver || (tasks.length === 0 && !isPartial)
  return {
    conversation: {
      ...conversation,
      sent: messageId,
      open: isOver ? [] : [...conversation.open, ...asked.map(({ open }) => open)],
      asked: [...conversation.asked, ...tasks.map(({ purpose }) => purpose)],
      isOver,
    },
    message: {
      sessionId,
      messageId,
      // Exchanged: it goes back to where it came from.
      target: source,
      source: target,
      commands: [...numbered, ...asked.flatMap(({ commands }) => commands)],
      isFinal: true,
    },
  }
}

function counter(): () => string {
  let last = 0
  return () => String(++last)
}

function commandsFor(
  task: Task,
  messageId: number,
  number: () => string,
): { readonly open: OpenTask; readonly commands: readonly SyncCommand[] } {
  const outer = task.isAtomic ? number() : undefined
  const commands = task.steps.map((step) => commandOf(step, number()))
  return {
    open: {
      task,
      results: task.steps.map(() => null),
      messageId,
      cmdIds: commands.map(({ cmdId }) => cmdId ?? ''),
    },
    commands:
      outer === undefined
        ? commands
        : [{ name: 'Atomic', cmdId: outer, items: [], inside: commands }],
  }
}

/** One node for each command, so that each has a status of its own. */
function commandOf({ verb, node, format, value }: Step, cmdId: string): SyncCommand {
  const item = {
    target: node,
    ...(format !== undefined && { format }),
    ...(value !== undefined && { data: value }),
  }
  return { name: names[verb], cmdId, items: [item], inside: [] }
}
