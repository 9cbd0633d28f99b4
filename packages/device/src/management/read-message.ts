/** A message of a management server, as the device reads it. */
import { childrenOf, readAnswer, textOf } from '../xml/read-answer.ts'
import type { XmlElement } from '../xml/read-xml.ts'
import type { Command } from './node-store.ts'

export type Asked =
  | { readonly kind: 'command'; readonly cmdId: string; readonly command: Command }
  | { readonly kind: 'atomic'; readonly cmdId: string; readonly parts: readonly AskedCommand[] }

export type AskedCommand = { readonly cmdId: string; readonly command: Command }

export type ServerMessage = {
  readonly sessionId: string
  readonly messageId: string
  /** Codes of the statuses, by the name of the command that each is about. */
  readonly statuses: readonly { readonly cmd: string; readonly data: string }[]
  readonly alerts: readonly string[]
  readonly asked: readonly Asked[]
}

const verbs: ReadonlySet<string> = new Set(['Get', 'Add', 'Replace', 'Delete', 'Exec'])

export function readMessage(text: string): ServerMessage {
  const root = readAnswer(text)
  const header = childrenOf(root, 'SyncHdr')[0]
  const commands = childrenOf(root, 'SyncBody')[0]?.children ?? []
  return {
    sessionId: textOf(header, 'SessionID'),
    messageId: textOf(header, 'MsgID'),
    statuses: commands
      .filter(({ name }) => name === 'Status')
      .map((each) => ({ cmd: textOf(each, 'Cmd'), data: textOf(each, 'Data') })),
    alerts: commands.filter(({ name }) => name === 'Alert').map((each) => textOf(each, 'Data')),
    asked: commands.flatMap(askedBy),
  }
}

function askedBy(element: XmlElement): readonly Asked[] {
  const cmdId = textOf(element, 'CmdID')
  if (element.name === 'Atomic' || element.name === 'Sequence') {
    const parts = element.children.flatMap(commandsOf)
    return element.name === 'Atomic'
      ? [{ kind: 'atomic', cmdId, parts }]
      : parts.map((part) => ({ kind: 'command' as const, ...part }))
  }
  return commandsOf(element).map((each) => ({ kind: 'command' as const, ...each }))
}

/** One for each item. */
function commandsOf(element: XmlElement): readonly AskedCommand[] {
  if (!verbs.has(element.name)) return []
  return childrenOf(element, 'Item').map((item) => ({
    cmdId: textOf(element, 'CmdID'),
    command: {
      verb: element.name as Command['verb'],
      node: textOf(item, 'Target', 'LocURI'),
      value: textOf(item, 'Data'),
    },
  }))
}
