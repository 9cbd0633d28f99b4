/** Reads a message of a device. Whatever it says is bounded here; what cannot be a message is refused. */
import { children, readXml, textAt, type XmlElement } from 'taxiway-device/xml/read'
import {
  type CommandName,
  commandNames,
  isLocUri,
  type SyncCommand,
  type SyncItem,
  type SyncMessage,
} from './syncml.ts'

/** The message is written for the client. */
export class UnreadableSyncMl extends Error {}

const maxCommands = 100
const maxItems = 200
/** Atomic within Sequence is as deep as anything is. */
const maxNesting = 3
const shapes = { sessionId: /^[!-~]{1,64}$/, number: /^[1-9]\d{0,9}$|^0$/, id: /^[!-~]{1,32}$/ }
const known: ReadonlySet<string> = new Set(commandNames)

/** Throws UnreadableXml and UnreadableSyncMl. */
export function readSyncMl(text: string): SyncMessage {
  const root = readXml(text)
  const header = onlyChild(root, 'SyncHdr')
  const body = onlyChild(root, 'SyncBody')
  if (root.name !== 'SyncML') throw new UnreadableSyncMl(`<${root.name}> is not a SyncML message.`)
  const version = `${textAt(header, 'VerDTD')} ${textAt(header, 'VerProto')}`
  if (version !== '1.2 DM/1.2')
    throw new UnreadableSyncMl(`SyncHdr: only OMA DM 1.2 is spoken here, not '${version}'.`)
  const source = textAt(header, 'Source', 'LocURI') ?? ''
  const target = textAt(header, 'Target', 'LocURI') ?? ''
  if (source === '' || !isLocUri(source))
    throw new UnreadableSyncMl('SyncHdr: Source/LocURI must name the device.')
  return {
    sessionId: shaped('SyncHdr/SessionID', textAt(header, 'SessionID'), shapes.sessionId),
    messageId: Number(shaped('SyncHdr/MsgID', textAt(header, 'MsgID'), shapes.number)),
    target: target.slice(0, 1_024),
    source,
    commands: commandsIn(body, 1, counter()),
    isFinal: children(body, 'Final').length > 0,
  }
}

function onlyChild(element: XmlElement, name: string): XmlElement {
  const [found, ...more] = children(element, name)
  if (found === undefined || more.length > 0)
    throw new UnreadableSyncMl(`A SyncML message has one ${name}.`)
  return found
}

function shaped(what: string, text: string | undefined, shape: RegExp): string {
  if (text !== undefined && shape.test(text)) return text
  throw new UnreadableSyncMl(`${what} is missing or malformed.`)
}

type Counter = { commands: number; items: number }
const counter = (): Counter => ({ commands: 0, items: 0 })

function commandsIn(element: XmlElement, depth: number, count: Counter): readonly SyncCommand[] {
  if (depth > maxNesting) throw new UnreadableSyncMl('Commands are nested too deeply.')
  return element.children.filter(isCommand).map((each) => commandOf(each, depth, count))
}

function isCommand({ name }: XmlElement): boolean {
  return known.has(name)
}

function commandOf(element: XmlElement, depth: number, count: Counter): SyncCommand {
  count.commands += 1
  if (count.commands > maxCommands)
    throw new UnreadableSyncMl(`A message has at most ${maxCommands} commands.`)
  const items = children(element, 'Item').map(itemOf)
  count.items += items.length
  if (count.items > maxItems) throw new UnreadableSyncMl(`A message has at most ${maxItems} items.`)
  return {
    name: element.name as CommandName,
    ...texts(element, { cmdId: 'CmdID', msgRef: 'MsgRef', cmdRef: 'CmdRef' }, shapes.id),
    ...texts(element, { cmd: 'Cmd', data: 'Data' }),
    items,
    inside: commandsIn(element, depth + 1, count),
  }
}

function itemOf(element: XmlElement): SyncItem {
  const size = textAt(element, 'Meta', 'Size')
  const source = textAt(element, 'Source', 'LocURI')
  const target = textAt(element, 'Target', 'LocURI')
  const type = textAt(element, 'Meta', 'Type')
  const format = textAt(element, 'Meta', 'Format')
  return {
    ...(source !== undefined && { source }),
    ...(target !== undefined && { target }),
    ...(type !== undefined && { type }),
    ...(format !== undefined && { format }),
    ...(size !== undefined && shapes.number.test(size) && { size: Number(size) }),
    ...texts(element, { data: 'Data' }),
    ...(children(element, 'MoreData').length > 0 && { hasMore: true }),
  }
}

/** Members whose elements are there; one that has another shape is as good as absent. */
function texts<Name extends string>(
  element: XmlElement,
  wanted: Readonly<Record<Name, string>>,
  shape?: RegExp,
): Partial<Record<Name, string>> {
  const found = Object.entries<string>(wanted).flatMap(([member, name]) => {
    const text = textAt(element, name)
    return text === undefined || shape?.test(text) === false ? [] : [[member, text] as const]
  })
  return Object.fromEntries(found) as Partial<Record<Name, string>>
}
