/** Values and elements of binary XML, as [MS-EVEN6] has them written. */

import { describe, expect, test } from 'vitest'
import type { Shape, Value } from '../../../packages/device/src/diagnostics/binary-xml-writer.ts'
import { makeEventLog } from '../../../packages/device/src/diagnostics/make-event-log.ts'
import type { EventValue } from '../../../src/collect/event-log/log-event.ts'
import { readAll, undamaged } from './read-all.ts'
import { nothing, text, u16 } from './sample-events.ts'

const hex = (type: number, content: string): Value => ({
  type,
  content: Buffer.from(content, 'hex'),
})
const system: Shape = { name: 'System', content: [{ name: 'EventID', content: [{ text: '1' }] }] }

/** The data that comes out of an event of this shape. */
function dataOf(content: Shape['content'], values: readonly Value[] = []): readonly EventValue[] {
  const shape: Shape = { name: 'Event', content: [system, ...(content ?? [])] }
  const record = { number: 1, time: new Date(0), event: { shape, values } }
  const { events, damage } = readAll(makeEventLog([[record]]))
  expect(damage).toEqual(undamaged)
  return events[0]?.data ?? []
}

const data = (content: Shape['content'], rest?: Partial<Shape>): Shape => ({
  name: 'EventData',
  content: [
    { name: 'Data', attributes: [['Name', { text: 'v' }]], content: content ?? [], ...rest },
  ],
})
const valuesOf = (value: Value): string[] =>
  dataOf([data([{ value: 0, type: value.type }])], [value]).map(({ value: each }) => each)

describe('values', () => {
  test.each<[string, Value, string]>([
    ['text', text('Grüße'), 'Grüße'],
    ['text with an end', text('one\0two'), 'one'],
    ['ANSI text', hex(0x02, '4772fcdf65'), 'Grüße'],
    ['8 bits', hex(0x03, 'ff'), '-1'],
    ['8 bits without sign', hex(0x04, 'ff'), '255'],
    ['16 bits', hex(0x05, 'feff'), '-2'],
    ['16 bits without sign', hex(0x06, 'feff'), '65534'],
    ['32 bits', hex(0x07, 'fdffffff'), '-3'],
    ['32 bits without sign', hex(0x08, 'fdffffff'), '4294967293'],
    ['64 bits', hex(0x09, 'fcffffffffffffff'), '-4'],
    ['64 bits without sign', hex(0x0a, 'fcffffffffffffff'), '18446744073709551612'],
    ['a float', hex(0x0b, '0000c03f'), '1.5'],
    ['a double', hex(0x0c, '000000000000f8bf'), '-1.5'],
    ['true', hex(0x0d, '01000000'), 'true'],
    ['false', hex(0x0d, '00000000'), 'false'],
    ['true in a byte', hex(0x0d, '01'), 'true'],
    ['binary data', hex(0x0e, '00ab10'), '00AB10'],
    [
      'a GUID',
      hex(0x0f, 'd2814d2dbd946746a2af2343f9d83462'),
      '{2d4d81d2-94bd-4667-a2af-2343f9d83462}',
    ],
    ['a size of 32 bits', hex(0x10, '12000000'), '0x12'],
    ['a size of 64 bits', hex(0x10, '1200000001000000'), '0x100000012'],
    ['a time', hex(0x11, '9cf4d636fb8fc601'), '2006-06-14T21:40:54.6258076Z'],
    ['a time that no calendar has', hex(0x11, 'ffffffffffffffff'), '18446744073709551615'],
    [
      'a system time',
      hex(0x12, 'd60706000300 0e001500 28001000 3801'.replaceAll(' ', '')),
      '2006-06-14T21:40:16.312Z',
    ],
    ['an invalid system time', hex(0x12, '00'.repeat(16)), ''],
    [
      'a SID',
      hex(0x13, '0105000000000005150000005951b81766725d256463 3b0b1e492d00'.replaceAll(' ', '')),
      'S-1-5-21-397955417-626881126-188441444-2967838',
    ],
    ['a cut SID', hex(0x13, '01050000000000051500000059'), 'S-1-5-21'],
    ['hexadecimal 32 bits', hex(0x14, '12000000'), '0x12'],
    ['hexadecimal 64 bits', hex(0x15, '0000e00000000040'), '0x4000000000e00000'],
    ['a handle, which has no text', hex(0x20, '01000000'), ''],
  ])('%s', (_, value, expected) => {
    expect(valuesOf(value)).toEqual([expected])
  })

  test.each<[string, Value, string[]]>([
    ['texts', { ...text('one\0two\0\0'), type: 0x81 }, ['one', 'two', '']],
    ['ANSI texts', hex(0x82, '61006200'), ['a', 'b']],
    ['numbers', hex(0x86, '01000200'), ['1', '2']],
    ['booleans', hex(0x8d, '0100000000000000'), ['true', 'false']],
    ['hexadecimal numbers', hex(0x94, '0a0000000b000000'), ['0xa', '0xb']],
    [
      'SIDs',
      hex(0x93, '0101000000000005120000000101000000000005130000 00'.replaceAll(' ', '')),
      ['S-1-5-18', 'S-1-5-19'],
    ],
    ['sizes', hex(0x90, '0a00000000000000'), ['0xa']],
    ['nothing', hex(0x81, ''), ['']],
  ])('an array of %s is that many elements', (_, value, expected) => {
    expect(valuesOf(value)).toEqual(expected)
  })

  test('a value that is shorter than its type makes the record unreadable', () => {
    const shape: Shape = { name: 'Event', content: [system, data([{ value: 0, type: 8 }])] }
    const event = { shape, values: [hex(0x08, '0102')] }
    const log = makeEventLog([[{ number: 1, time: new Date(0), event }]])
    expect(readAll(log)).toMatchObject({ count: 0, damage: { records: 1 } })
  })
})

describe('elements', () => {
  test('text in all its forms', () => {
    const parts = [
      { text: 'a' },
      { entity: 'amp' },
      { character: 98 },
      { cdata: '<c>' },
      { entity: 'x' },
    ]
    expect(dataOf([data([...parts, { value: 0, type: 6 }])], [u16(7)])).toEqual([
      { name: 'v', value: 'a&b<c>7' },
    ])
  })

  test('an optional value that is null takes its element with it, an ordinary one does not', () => {
    const optional = data([{ value: 0, type: 1, optional: true }])
    expect(dataOf([optional], [nothing])).toEqual([])
    expect(dataOf([data([{ value: 0, type: 1 }])], [nothing])).toEqual([{ name: 'v', value: '' }])
  })

  test('an optional value that is null takes its attribute with it', () => {
    const attributes: Shape['attributes'] = [
      ['Other', { text: 'x' }],
      ['Name', { value: 0, type: 1, optional: true }],
    ]
    const shape = data([{ text: 'y' }], { attributes })
    expect(dataOf([shape], [nothing])).toEqual([{ name: '', value: 'y' }])
    expect(dataOf([shape], [text('named')])).toEqual([{ name: 'named', value: 'y' }])
  })

  test('an element depends on a value that is not in it', () => {
    const shape = data([{ text: 'y' }], { dependsOn: 0 })
    expect(dataOf([shape], [nothing])).toEqual([])
    expect(dataOf([shape], [u16(1)])).toEqual([{ name: 'v', value: 'y' }])
  })

  test('data without names, and next to it what is not data', () => {
    const content = [
      { name: 'Data', content: [{ value: 0, type: 0x81 }] },
      { name: 'Binary', content: [{ text: '00' }] },
    ]
    expect(dataOf([{ name: 'EventData', content }], [{ ...text('a\0b\0'), type: 0x81 }])).toEqual([
      { name: '', value: 'a' },
      { name: '', value: 'b' },
      { name: 'Binary', value: '00' },
    ])
  })

  test('data in the shape of its provider, in a template or an element of its own', () => {
    const inner: Shape = {
      name: 'Error',
      content: [{ name: 'Code', content: [{ text: '5' }] }, { name: 'Empty' }],
    }
    const expected = [
      { name: 'Code', value: '5' },
      { name: 'Empty', value: '' },
    ]
    const outer: Shape = { name: 'UserData', content: [{ value: 0, type: 0x21, optional: true }] }
    const asTemplate: Value = { type: 0x21, content: { shape: inner, values: [] } }
    const asElement: Value = { type: 0x21, content: { fragment: inner } }
    expect(dataOf([outer], [asTemplate])).toEqual(expected)
    expect(dataOf([outer], [asElement])).toEqual(expected)
    expect(dataOf([outer], [nothing])).toEqual([])
  })
})
