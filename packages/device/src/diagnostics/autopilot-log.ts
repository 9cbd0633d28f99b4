/** The event log of Autopilot, in the binary form in which Windows keeps it. */
import type { WindowsEvent } from '../windows/state.ts'
import type { Shape, Value } from './binary-xml-writer.ts'
import { fileTime, type LogRecord, makeEventLog } from './make-event-log.ts'

const provider = 'Microsoft-Windows-ModernDeployment-Diagnostics-Provider'
export const autopilotLogName =
  'microsoft-windows-moderndeployment-diagnostics-provider-autopilot.evtx'
/** So many fit into a chunk of 64 KiB, whatever they say. */
const perChunk = 60
const errorLevel = 2
const informationLevel = 4

export function autopilotLog(events: readonly WindowsEvent[], computer: string): Buffer {
  const shape = eventShape(computer)
  const records = events.map((event, n) => recordOf(event, n + 1, shape))
  const chunks = Array.from({ length: Math.max(1, Math.ceil(records.length / perChunk)) }, (_, n) =>
    records.slice(n * perChunk, (n + 1) * perChunk),
  )
  return makeEventLog(chunks)
}

const value = (at: number, type: number) => ({ value: at, type, optional: true }) as const

function eventShape(computer: string): Shape {
  return {
    name: 'Event',
    attributes: [['xmlns', { text: 'http://schemas.microsoft.com/win/2004/08/events/event' }]],
    content: [
      {
        name: 'System',
        content: [
          { name: 'Provider', attributes: [['Name', { text: provider }]] },
          { name: 'EventID', content: [value(0, 0x06)], dependsOn: 0 },
          { name: 'Level', content: [value(1, 0x04)], dependsOn: 1 },
          { name: 'TimeCreated', attributes: [['SystemTime', value(2, 0x11)]] },
          { name: 'EventRecordID', content: [value(3, 0x06)], dependsOn: 3 },
          { name: 'Channel', content: [{ text: `${provider}/Autopilot` }] },
          { name: 'Computer', content: [{ text: computer }] },
        ],
      },
      value(4, 0x21),
    ],
  }
}

function recordOf({ id, at, data }: WindowsEvent, number: number, shape: Shape): LogRecord {
  const names = Object.keys(data)
  const inner: Shape = {
    name: 'EventData',
    content: names.map((name, n) => ({
      name: 'Data',
      attributes: [['Name', { text: name }]],
      content: [{ value: n, type: 0x01 }],
    })),
  }
  const isError = id >= 800 || id === 171 || id === 172 || id === 302 || id === 314
  const values: Value[] = [
    { type: 0x06, content: u16(id) },
    { type: 0x04, content: Buffer.of(isError ? errorLevel : informationLevel) },
    { type: 0x11, content: fileTime(at) },
    { type: 0x06, content: u16(number) },
    { type: 0x21, content: { shape: inner, values: Object.values(data).map(textValue) } },
  ]
  return { number, time: at, event: { shape, values } }
}

const textValue = (text: string): Value => ({ type: 0x01, content: Buffer.from(text, 'utf16le') })

function u16(number: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(number)
  return bytes
}
