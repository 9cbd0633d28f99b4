/** Events in the shape in which Windows logs them: one template for what all have, one for the values of each kind. */
import type { Shape, Value } from '../../../packages/device/src/diagnostics/binary-xml-writer.ts'
import {
  fileTime,
  type LogRecord,
} from '../../../packages/device/src/diagnostics/make-event-log.ts'

export const autopilot = 'Microsoft-Windows-ModernDeployment-Diagnostics-Provider'
export const autopilotLog = 'microsoft-windows-moderndeployment-diagnostics-provider-autopilot.evtx'

export type SampleEvent = {
  readonly number: number
  readonly id: number
  readonly time: string
  readonly provider?: string
  readonly channel?: string
  readonly level?: number
  readonly data?: Readonly<Record<string, string>>
}

export const text = (content: string): Value => ({
  type: 0x01,
  content: Buffer.from(content, 'utf16le'),
})
export const u8 = (value: number): Value => ({ type: 0x04, content: Buffer.from([value]) })
export const u16 = (value: number): Value => {
  const content = Buffer.alloc(2)
  content.writeUInt16LE(value)
  return { type: 0x06, content }
}
export const nothing: Value = { type: 0x00, content: Buffer.alloc(0) }

const value = (at: number, type: number) => ({ value: at, type, optional: true }) as const

/** Of every event; the provider's name is part of the template, as it is in logs. */
const eventShape = remembered(
  (provider): Shape => ({
    name: 'Event',
    attributes: [['xmlns', { text: 'http://schemas.microsoft.com/win/2004/08/events/event' }]],
    content: [
      {
        name: 'System',
        content: [
          {
            name: 'Provider',
            attributes: [
              ['Name', { text: provider }],
              ['Guid', value(0, 0x0f)],
            ],
          },
          {
            name: 'EventID',
            attributes: [['Qualifiers', value(1, 0x06)]],
            content: [value(2, 0x06)],
            dependsOn: 2,
          },
          { name: 'Level', content: [value(3, 0x04)], dependsOn: 3 },
          { name: 'TimeCreated', attributes: [['SystemTime', value(4, 0x11)]] },
          { name: 'EventRecordID', content: [value(5, 0x06)], dependsOn: 5 },
          { name: 'Correlation', attributes: [['ActivityID', value(6, 0x0f)]] },
          { name: 'Channel', content: [value(7, 0x01)] },
          { name: 'Computer', content: [{ text: 'DESKTOP-ANNA' }] },
          { name: 'Security', attributes: [['UserID', value(8, 0x13)]] },
        ],
      },
      value(9, 0x21),
    ],
  }),
)

const dataShape = remembered(
  (names): Shape => ({
    name: 'EventData',
    content:
      names.match(/.+/g)?.map((name, n) => ({
        name: 'Data',
        attributes: [['Name', { text: name }]],
        content: [{ value: n, type: 0x01 }],
      })) ?? [],
  }),
)

export function sampleRecord(event: SampleEvent): LogRecord {
  const { provider = autopilot, channel = `${autopilot}/Autopilot`, level = 4, data = {} } = event
  const { number, id } = event
  const time = new Date(event.time)
  const inner = {
    shape: dataShape(Object.keys(data).join('\n')),
    values: Object.values(data).map(text),
  }
  const values: Value[] = [
    { type: 0x0f, content: Buffer.alloc(16, 0xbb) },
    nothing,
    u16(id),
    u8(level),
    { type: 0x11, content: fileTime(time) },
    u16(number),
    nothing,
    text(channel),
    { type: 0x13, content: Buffer.from('010100000000000512000000', 'hex') },
    { type: 0x21, content: inner },
  ]
  return { number, time, event: { shape: eventShape(provider), values } }
}

/** The same template each time: it is written once for a chunk. */
function remembered(make: (key: string) => Shape): (key: string) => Shape {
  const known = new Map<string, Shape>()
  return (key) => {
    const shape = known.get(key) ?? make(key)
    known.set(key, shape)
    return shape
  }
}
