/** One session of an enrolled device with its management service: it speaks until the service asks nothing more. */
import type { KeyObject } from 'node:crypto'
import { signedData } from '../enrollment/signed-data.ts'
import type { Ask } from '../service/service.ts'
import type { NodeStore } from './node-store.ts'
import { type Asked, readMessage, type ServerMessage } from './read-message.ts'
import {
  alert,
  type ClientAlert,
  deviceInfo,
  results,
  status,
  writeMessage,
} from './write-message.ts'

/** What a device has from its enrollment. */
export type ManagedIdentity = {
  readonly deviceId: string
  readonly certificate: Buffer
  readonly privateKey: KeyObject
  /** Where its sessions are. */
  readonly address: string
}

export type CheckInSetting = {
  readonly identity: ManagedIdentity
  readonly store: NodeStore
  readonly ask: Ask
  readonly now: () => Date
  readonly sessionId: string
  /** Alerts beside the one that begins the session. */
  readonly alerts?: readonly ClientAlert[]
  /** The connection has the certificate: messages are not signed. */
  readonly proof?: 'signature' | 'certificate'
  /** Values that are longer come in pieces. */
  readonly maxPiece?: number
}

export type CheckIn =
  | { readonly kind: 'done'; readonly messages: number; readonly asked: readonly string[] }
  /** The service asked the device to leave, and it aborted the session to do so. */
  | { readonly kind: 'unenrolled'; readonly messages: number; readonly asked: readonly string[] }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }

const maxMessages = 20

export async function checkIn(setting: CheckInSetting): Promise<CheckIn> {
  let commands = opening(setting)
  const asked: string[] = []
  for (let messageId = 1; messageId <= maxMessages; messageId++) {
    const response = await send(setting, messageText(setting, messageId, commands))
    const text = await response.text()
    if (response.status !== 200) return { kind: 'refused', status: response.status, detail: text }
    const message = readMessage(text)
    if (message.asked.length === 0 && commands.next.length === 0)
      return { kind: 'done', messages: messageId, asked }
    asked.push(...message.asked.flatMap(nodesOf))
    const waiting = commands.next
    commands =
      message.asked.length === 0
        ? { now: waiting.slice(0, 1), next: waiting.slice(1) }
        : answers(setting, message)
    if (setting.store.isUnenrolled) return { kind: 'unenrolled', messages: messageId, asked }
  }
  return { kind: 'done', messages: maxMessages, asked }
}

/** `next`: messages that follow, each when the service asks for it. */
type Commands = { readonly now: readonly string[]; readonly next: readonly string[] }

export function messageText(
  { identity, sessionId }: Pick<CheckInSetting, 'identity' | 'sessionId'>,
  messageId: number,
  { now }: Pick<Commands, 'now'>,
): string {
  const { address, deviceId } = identity
  return writeMessage({ sessionId, messageId, address, deviceId }, now)
}

/** Sends a message with its proof. */
export async function send(
  {
    identity,
    ask,
    now,
    proof = 'signature',
  }: Pick<CheckInSetting, 'identity' | 'ask' | 'now' | 'proof'>,
  text: string,
): Promise<Response> {
  const body = Buffer.from(text)
  const signature =
    proof === 'certificate'
      ? {}
      : { 'mdm-signature': signedData(body, identity, { at: now() }).toString('base64') }
  return await ask(
    new Request(`${identity.address}?mode=Maintenance&Platform=WoA`, {
      method: 'POST',
      headers: {
        'content-type': 'application/vnd.syncml.dm+xml',
        'user-agent': 'MSFT Windows OMA DM Client/2.7',
        ...signature,
      },
      body,
    }),
  )
}

const info = ['DevId', 'Man', 'Mod', 'DmV', 'Lang'].map((name) => `./DevInfo/${name}`)

function opening({ store, alerts = [] }: CheckInSetting): Commands {
  const all: readonly ClientAlert[] = [{ code: '1201' }, ...alerts]
  const values = info.map((node) => [node, store.value(node) ?? ''] as const)
  return {
    now: [...all.map((each, n) => alert(n + 2, each)), deviceInfo(all.length + 2, values)],
    next: [],
  }
}

function nodesOf(asked: Asked): readonly string[] {
  return asked.kind === 'atomic'
    ? asked.parts.map(({ command }) => command.node)
    : [asked.command.node]
}

function answers({ store, maxPiece = 16_384 }: CheckInSetting, message: ServerMessage): Commands {
  const own: string[] = []
  const later: string[] = []
  const msgRef = message.messageId
  let last = 1
  const number = () => ++last
  own.push(status(1, { msgRef, cmdRef: '0', cmd: 'SyncHdr' }, 200))
  for (const asked of message.asked) {
    if (asked.kind === 'atomic') {
      const { status: code, parts } = store.runAtomic(asked.parts.map(({ command }) => command))
      own.push(status(number(), { msgRef, cmdRef: asked.cmdId, cmd: 'Atomic' }, code))
      for (const [n, { cmdId, command }] of asked.parts.entries())
        own.push(
          status(number(), { msgRef, cmdRef: cmdId, cmd: command.verb }, parts[n]?.status ?? 500),
        )
      continue
    }
    const { cmdId: cmdRef, command } = asked
    const outcome = store.run(command)
    const about = { msgRef, cmdRef, cmd: command.verb }
    own.push(status(number(), about, outcome.status))
    if (outcome.value === undefined) continue
    const pieces = piecesOf(outcome.value, maxPiece)
    const [first = '', ...rest] = pieces.map((value, n) => {
      const hasMore = n + 1 < pieces.length
      const size = n === 0 && hasMore ? { size: (outcome.value ?? '').length } : {}
      const piece = { ...size, hasMore }
      return results(number(), about, { node: command.node, value, piece })
    })
    own.push(first)
    later.push(...rest)
  }
  return { now: own, next: later }
}

function piecesOf(text: string, max: number): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += max) pieces.push(text.slice(at, at + max))
  return pieces.length === 0 ? [''] : pieces
}
