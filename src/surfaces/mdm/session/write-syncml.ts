/** Writes a message of the server. */
import { element, type Written, writeXml } from 'taxiway-device/xml/write'
import type { SyncCommand, SyncItem, SyncMessage } from './syncml.ts'

const metinf = { xmlns: 'syncml:metinf' }

export function writeSyncMl(message: SyncMessage): string {
  const { sessionId, messageId, target, source, commands, isFinal } = message
  return writeXml(
    element(
      'SyncML',
      { xmlns: 'SYNCML:SYNCML1.2' },
      element(
        'SyncHdr',
        {},
        leaf('VerDTD', '1.2'),
        leaf('VerProto', 'DM/1.2'),
        leaf('SessionID', sessionId),
        leaf('MsgID', String(messageId)),
        location('Target', target),
        location('Source', source),
      ),
      element(
        'SyncBody',
        {},
        ...commands.map(commandElement),
        ...(isFinal ? [element('Final', {})] : []),
      ),
    ),
  )
}

/** In the order that the DTD of SyncML wants. */
function commandElement(command: SyncCommand): Written {
  const { name, cmdId, msgRef, cmdRef, cmd, data, items, inside } = command
  return element(
    name,
    {},
    ...optional('CmdID', cmdId),
    ...optional('MsgRef', msgRef),
    ...optional('CmdRef', cmdRef),
    ...optional('Cmd', cmd),
    ...optional('Data', data),
    ...items.map(itemElement),
    ...inside.map(commandElement),
  )
}

function itemElement({ source, target, type, format, data }: SyncItem): Written {
  const meta = [
    ...(format === undefined ? [] : [element('Format', metinf, format)]),
    ...(type === undefined ? [] : [element('Type', metinf, type)]),
  ]
  return element(
    'Item',
    {},
    ...(target === undefined ? [] : [location('Target', target)]),
    ...(source === undefined ? [] : [location('Source', source)]),
    ...(meta.length === 0 ? [] : [element('Meta', {}, ...meta)]),
    ...optional('Data', data),
  )
}

function location(name: 'Source' | 'Target', uri: string): Written {
  return element(name, {}, leaf('LocURI', uri))
}

function leaf(name: string, text: string): Written {
  return element(name, {}, text)
}

function optional(name: string, text: string | undefined): readonly Written[] {
  return text === undefined ? [] : [leaf(name, text)]
}
