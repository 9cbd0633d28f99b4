/** A message of a management server, as the device reads it. */
import { children, readXml, textAt, type XmlElement } from '../xml/read-xml.ts'
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
  const root = readXml(text)
  const header = children(root, 'SyncHdr')[0]
  const commands = children(root, 'SyncBody')[0]?.children ?? []
  return {
    sessionId: textAt(header, 'SessionID'),
    messageId: textAt(header, 'MsgID'),
    statuses: commands
      .filter(({ name }) => name === 'Status')
      .map((each) => ({ cmd: textAt(each, 'Cmd'), data: textAt(each, 'Data') })),
    alerts: commands.filter(({ name }) => name === 'Alert').map((each) => textAt(each, 'Data')),
    asked: commands.flatMap(askedBy),
  }
}

function askedBy(element: XmlElement): readonly Asked[] {
  const cmdId = textAt(element, 'CmdID')
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
  return children(element, 'Item').map((item) => ({
    cmdId: textAt(element, 'CmdID'),
    command: {
      verb: element.name as Command['verb'],
      node: textAt(item, 'Target', 'LocURI'),
      value: textAt(item, 'Data'),
    },
  }))
}
