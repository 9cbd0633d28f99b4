import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cabinetFiles, hasQuantumFolder } from './cabinet.ts'

/** A cabinet's header, with room for other programs in it, and two folders of the given compressions. */
function header([first, second]: readonly [number, number], reserve = false): Uint8Array {
  const extra = reserve ? [2, 0, 4, 0, 0xaa, 0xaa] : []
  const rest = reserve ? [0, 0, 0, 0] : []
  const bytes = new Uint8Array([
    ...[...'MSCF'].map((letter) => letter.charCodeAt(0)),
    ...new Array(22).fill(0),
    ...[2, 0, 1, 0, reserve ? 5 : 1, 0, 0, 0, 0, 0],
    ...extra,
    ...[...'one.cab\0disk\0'].map((letter) => letter.charCodeAt(0)),
    ...[0, 0, 0, 0, 0, 0, first, 0x12, ...rest],
    ...[0, 0, 0, 0, 0, 0, second, 0x12, ...rest],
  ])
  new DataView(bytes.buffer).setUint32(16, bytes.length, true)
  return bytes
}

const file = (attributes: number, name: readonly number[]) =>
  new Uint8Array([7, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 0, attributes, 0, ...name, 0])

describe('a cabinet', () => {
  test('has Quantum in it when any folder has', () => {
    expect(hasQuantumFolder(header([1, 2]))).toBe(true)
    expect(hasQuantumFolder(header([1, 2], true))).toBe(true)
    expect(hasQuantumFolder(header([3, 1]))).toBe(false)
    expect(hasQuantumFolder(header([3, 1], true))).toBe(false)
  })

  test('lists its files, with names in UTF-8 where they say so', () => {
    const facts = { folder: 1, offset: 5, size: 7 }
    const list = (entry: Uint8Array) => [
      ...cabinetFiles(new Uint8Array([...header([2, 2]), ...entry])),
    ]
    expect(list(file(0x80, [0xc3, 0xbc]))).toEqual([{ ...facts, name: 'ü' }])
    expect(list(file(0x20, [0xfc]))).toEqual([{ ...facts, name: 'ü' }])
  })

  test('that is cut or made up never does worse than a RangeError', () => {
    const start = header([2, 2], true)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(start.length), (noise, kept) => {
        const bytes = new Uint8Array([...start.subarray(0, kept), ...noise])
        hasQuantumFolder(bytes)
        try {
          Array.from(cabinetFiles(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})
