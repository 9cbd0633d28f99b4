/**
 * Hostile messages of devices, by seed. The laws: a message is read or refused by name; what was read is answered
 * within the bounds of a message; and the answer is XML again.
 */
import { readMessage } from 'taxiway-device'
import { UnreadableXml } from 'taxiway-device/xml/scan'
import { type Random, randomFrom } from 'taxiway-hardware-hash'
import type { Task } from '../../src/core/management/task.ts'
import { hear } from '../../src/surfaces/mdm/session/conversation.ts'
import { readSyncMl, UnreadableSyncMl } from '../../src/surfaces/mdm/session/read-syncml.ts'
import { replyTo } from '../../src/surfaces/mdm/session/reply.ts'
import type { SyncMessage } from '../../src/surfaces/mdm/session/syncml.ts'
import { writeSyncMl } from '../../src/surfaces/mdm/session/write-syncml.ts'

type Texts = readonly [string, ...string[]]

const commands: Texts = [
  'Alert',
  'Atomic',
  'Get',
  'Replace',
  'Results',
  'Sequence',
  'Status',
  'Item',
  'Data',
]
const anything: Texts = [
  ...commands,
  'CmdID',
  'CmdRef',
  'MsgRef',
  'Cmd',
  'Meta',
  'Source',
  'Target',
  'LocURI',
  'MoreData',
]
const values: Texts = ['', '1', '200', '1201', '1226', './DevInfo/Man', 'T0E']
const hostile: Texts = [
  '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<?xml-stylesheet href="x"?>',
  '<![CDATA[<b/>&amp;]]>',
  '<!-- -- -->',
  '&b;',
  '&#0;',
  '&#x110000;',
  '&amp;&lt;&#10;',
  '\u0000',
  '\ufffe',
  '\ud800',
  '</SyncBody>',
  '<__proto__><constructor>1</constructor></__proto__>',
  '<a xmlns="x" xmlns:b="y" b:c="d" a="1" a="2"/>',
  '<a',
  ']]>',
]

/** Throws where a law is broken. False: the message was refused. */
export function holdMessageLaws(seed: string): boolean {
  const random = randomFrom(seed)
  const message = readOrRefused(messageOf(random))
  if (message === undefined) return false
  const heard = hear(undefined, { ...message, messageId: 1 })
  const replied = replyTo(message, heard, [question])
  const answer = writeSyncMl(replied.message)
  if (answer.length > 65_536) throw new Error(`an answer of ${answer.length} characters`)
  const { sessionId } = readMessage(answer)
  if (sessionId !== message.sessionId) throw new Error('the answer is to another session')
  return true
}

const question: Task = {
  id: 'a',
  purpose: 'inventory',
  steps: [{ verb: 'get', node: './DevInfo/Man' }],
}

function readOrRefused(text: string): SyncMessage | undefined {
  try {
    return readSyncMl(text)
  } catch (error) {
    if (error instanceof UnreadableXml || error instanceof UnreadableSyncMl) return undefined
    throw error
  }
}

function messageOf(random: Random): string {
  const header =
    `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>${1 + random.below(99)}</SessionID><MsgID>1</MsgID>` +
    `<Target><LocURI>https://mdm.example/omadm</LocURI></Target><Source><LocURI>DEVICE1</LocURI></Source></SyncHdr>`
  const body = listOf(random, 12, () => elementOf(random, commands, 0))
  return mangled(
    `<SyncML xmlns="SYNCML:SYNCML1.2">${header}<SyncBody>${body}<Final/></SyncBody></SyncML>`,
    random,
  )
}

function listOf(random: Random, below: number, make: () => string): string {
  return Array.from({ length: random.below(below) }, make).join('')
}

function elementOf(random: Random, names: Texts, depth: number): string {
  const name = random.pick(names)
  const inside =
    depth > random.below(40)
      ? random.pick([...values, 'x'.repeat(random.below(5_000))])
      : listOf(random, 5, () => elementOf(random, anything, depth + 1 + random.below(20)))
  return `<${name}>${inside}</${name}>`
}

/** Mostly a little; sometimes not at all. */
function mangled(text: string, random: Random): string {
  let current = text
  for (let n = random.below(4); n > 0; n--) {
    const at = random.below(current.length)
    const [before, after] = [current.slice(0, at), current.slice(at)]
    const ways = [
      before + random.pick(hostile) + after,
      before + after.slice(1 + random.below(40)),
      random.pick(hostile) + current,
      before + '<a>'.repeat(1 + random.below(60)) + after,
    ]
    current = ways[random.below(ways.length)] ?? current
  }
  return current
}
