/** Chunks that mean harm: what they say of offsets and sizes is a lie, or true and without end. */
import type { BinaryXmlWriter } from '../../../packages/device/src/diagnostics/binary-xml-writer.ts'
import { chunkOf } from '../../../packages/device/src/diagnostics/make-event-log.ts'

const time = new Date('2026-03-04T05:06:07Z')
const oneRecord = [{ number: 1, time }]

/** One template instance; `definition` writes what it is made of, and knows where that begins. */
function template(
  writer: BinaryXmlWriter,
  definition: (at: number) => void,
  values: (
    at: number,
  ) => readonly { readonly type: number; readonly bytes: Uint8Array }[] = () => [],
): void {
  writer.raw([0x0f, 1, 1, 0, 0x0c, 1])
  writer.u32(1)
  writer.u32(writer.at + 4)
  const head = writer.at
  writer.at += 24
  definition(head)
  writer.bytes.writeUInt32LE(writer.at - head - 24, head + 20)
  const given = values(head)
  writer.u32(given.length)
  for (const { type, bytes } of given) {
    writer.u16(bytes.length)
    writer.u16(type)
  }
  for (const { bytes } of given) writer.raw(bytes)
}

/** A template whose definition is an instance of itself. */
export const cycle = (): Buffer =>
  chunkOf(oneRecord, (writer) =>
    template(writer, (at) => {
      writer.raw([0x0c, 1])
      writer.u32(1)
      writer.u32(at)
      writer.u32(0)
    }),
  )

/** A definition that quotes its one value two thousand times; the value is an instance of it with the same value … */
export const unfolding = (records = 1): Buffer =>
  chunkOf(
    Array.from({ length: records }, (_, n) => ({ number: n + 1, time })),
    (writer, { number }) => {
      if (number > 1) writer.raw(quoting(0x226, 8))
      else
        template(
          writer,
          () => {
            for (let n = 0; n < 2000; n++) writer.raw([0x0d, 0, 0, 0x21])
          },
          (at) => [{ type: 0x21, bytes: quoting(at, 8) }],
        )
    },
  )

function quoting(definitionAt: number, depth: number): Buffer {
  const inner = depth === 0 ? Buffer.from([0]) : quoting(definitionAt, depth - 1)
  const head = Buffer.alloc(20)
  head.set([0x0c, 1])
  head.writeUInt32LE(1, 2)
  head.writeUInt32LE(definitionAt, 6)
  head.writeUInt32LE(1, 10)
  head.writeUInt16LE(inner.length, 14)
  head.writeUInt16LE(0x21, 16)
  return Buffer.concat([head.subarray(0, 18), inner])
}

/** Elements in elements, as many as there is room for; all of one name. */
export const deep = (): Buffer =>
  chunkOf(oneRecord, (writer) => {
    writer.raw([0x0f, 1, 1, 0])
    const nameAt = writer.at + 9
    for (let n = 0; n < 4000; n++) {
      writer.raw([0x01])
      writer.u32(0)
      writer.u32(nameAt)
      if (n === 0) {
        writer.u32(0)
        writer.u16(0)
        writer.u16(1)
        writer.raw([0x61, 0, 0, 0])
      }
      writer.raw([0x02])
    }
  })

/** Names, definitions, counts and sizes that point far outside, by what they lie about. */
export const lies: Readonly<Record<string, () => Buffer>> = {
  'a name far outside the chunk': () =>
    chunkOf(oneRecord, (writer) => {
      writer.raw([0x01, 9, 0, 0, 0])
      writer.u32(0xffff_fff0)
      writer.raw([0x03, 0])
    }),
  'a definition far outside the chunk': () =>
    chunkOf(oneRecord, (writer) => writer.raw([0x0c, 1, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])),
  'a definition that begins where the chunk ends': () =>
    chunkOf(oneRecord, (writer) => writer.raw([0x0c, 1, 1, 0, 0, 0, 0xfe, 0xff, 0, 0])),
  'more values than there are bytes': () =>
    chunkOf(oneRecord, (writer) => {
      template(writer, () => writer.raw([0]))
      writer.bytes.writeUInt32LE(0xffff_ffff, writer.at - 4)
    }),
  'a value longer than its record': () =>
    chunkOf(oneRecord, (writer) => {
      template(
        writer,
        () => writer.raw([0]),
        () => [{ type: 1, bytes: Buffer.alloc(2) }],
      )
      writer.bytes.writeUInt16LE(0xffff, writer.at - 6)
    }),
  'a name longer than names may be': () =>
    chunkOf(oneRecord, (writer) => {
      writer.raw([0x01, 9, 0, 0, 0])
      writer.u32(writer.at + 4)
      writer.raw([0, 0, 0, 0, 0, 0, 0xff, 0xff])
    }),
  'a text longer than its record': () =>
    chunkOf(oneRecord, (writer) => writer.raw([0x05, 1, 0xff, 0xff])),
  'a token that there is not': () => chunkOf(oneRecord, (writer) => writer.raw([0x1f])),
  'a record without anything in it': () => chunkOf(oneRecord, () => undefined),
}
