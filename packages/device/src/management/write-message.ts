/** A message of the device, as Windows writes it. [observed: recorded sessions] */
import { escaped } from '../xml/write-xml.ts'

export type Header = {
  readonly sessionId: string
  readonly messageId: number
  readonly address: string
  readonly deviceId: string
}

export type ClientAlert = { readonly code: string; readonly type?: string; readonly data?: string }

export function writeMessage(header: Header, commands: readonly string[], isFinal = true): string {
  const { sessionId, messageId, address, deviceId } = header
  return (
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>` +
    `<SessionID>${escaped(sessionId)}</SessionID><MsgID>${messageId}</MsgID>` +
    `<Target><LocURI>${escaped(address)}</LocURI></Target>` +
    `<Source><LocURI>${escaped(deviceId)}</LocURI></Source></SyncHdr>` +
    `<SyncBody xmlns:msft="http://schemas.microsoft.com/MobileDevice/MDM">${commands.join('')}` +
    `${isFinal ? '<Final/>' : ''}</SyncBody></SyncML>`
  )
}

export function alert(cmdId: number, { code, type, data }: ClientAlert): string {
  const item =
    type === undefined
      ? ''
      : `<Item><Meta><Type xmlns="syncml:metinf">${escaped(type)}</Type></Meta><Data>${escaped(data ?? '')}</Data></Item>`
  return `<Alert><CmdID>${cmdId}</CmdID><Data>${code}</Data>${item}</Alert>`
}

export function deviceInfo(cmdId: number, values: readonly (readonly [string, string])[]): string {
  const items = values.map(([node, value]) => itemOf(node, value)).join('')
  return `<Replace><CmdID>${cmdId}</CmdID>${items}</Replace>`
}

export type About = { readonly msgRef: string; readonly cmdRef: string; readonly cmd: string }

export function status(cmdId: number, { msgRef, cmdRef, cmd }: About, code: number): string {
  return (
    `<Status><CmdID>${cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef>` +
    `<Cmd>${cmd}</Cmd><Data>${code}</Data></Status>`
  )
}

export function results(
  cmdId: number,
  { msgRef, cmdRef }: About,
  item: { readonly node: string; readonly value: string; readonly piece?: Piece },
): string {
  return (
    `<Results><CmdID>${cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef>` +
    `${itemOf(item.node, item.value, item.piece)}</Results>`
  )
}

/** Of a large object: the whole size with the first piece, and whether another follows. */
export type Piece = { readonly size?: number; readonly hasMore: boolean }

function itemOf(node: string, value: string, piece?: Piece): string {
  const size = piece?.size === undefined ? '' : `<Size xmlns="syncml:metinf">${piece.size}</Size>`
  return (
    `<Item><Source><LocURI>${escaped(node)}</LocURI></Source>` +
    `<Meta><Format xmlns="syncml:metinf">chr</Format>${size}</Meta>` +
    `<Data>${escaped(value)}</Data>${piece?.hasMore ? '<MoreData/>' : ''}</Item>`
  )
}
