import { hash } from 'node:crypto'
import { openSync, readSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkDeviceCsv, DeviceCsvChecker, readDeviceCsv } from '../index.ts'

const codes = (bytes: Uint8Array) => checkDeviceCsv(bytes).findings.map(({ code }) => code)

/** Bytes as random as those of packed or encrypted files, the same in every run. */
const noise = Buffer.concat(
  Array.from({ length: 4000 }, (_, n) => hash('sha256', String(n), 'buffer')),
)

function startOfNode(): Buffer {
  const bytes = Buffer.alloc(1 << 20)
  readSync(openSync(process.execPath, 'r'), bytes)
  return bytes
}

describe('what is not text', () => {
  test.each([
    ['this very program', startOfNode()],
    ['another program', startOfNode().subarray(8)],
    ['noise', noise],
    ['noise of a few hundred bytes', noise.subarray(0, 400)],
    ['small numbers of 16 bits', Buffer.from(Uint16Array.from(noise, (byte) => byte & 31).buffer)],
    ['a picture', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), noise])],
  ])('%s', (_, bytes) => {
    expect(codes(bytes)).toEqual(['not-text'])
  })

  test('is known from the start of a file, however long and however cut', () => {
    const bytes = startOfNode().subarray(4)
    const found: string[] = []
    const checker = new DeviceCsvChecker(({ code }) => found.push(code))
    for (let at = 0; at < 5000; at++) checker.push(bytes.subarray(at, at + 1))
    for (let n = 0; n < 5; n++) checker.push(bytes)
    expect(checker.end().rows).toBe(0)
    expect(found).toEqual(['not-text'])
  })
})

describe('what is text all the same', () => {
  const line = `PE0VG8PF,,${'QUJD'.repeat(20)}\r\n`
  const csv = `Device Serial Number,Windows Product ID,Hardware Hash\r\n${line.repeat(3)}`

  test.each([
    ['a NUL byte in every row', Buffer.from(csv.replaceAll(',,', '\0,,'))],
    ['UTF-16 without a mark', Buffer.from(csv, 'utf16le')],
    ['UTF-16 with NUL characters', Buffer.from(csv.replaceAll(',,', '\0,,'), 'utf16le')],
    ['tabs and line ends', Buffer.from(csv.replaceAll(',', '\t'))],
    ['a short text with control characters', Buffer.from('\u0001\u0002')],
  ])('%s', (_, bytes) => {
    expect(codes(bytes)).not.toContain('not-text')
  })

  test('and its rows are read', () => {
    const { rows } = readDeviceCsv(Buffer.from(csv.replaceAll(',,', '\0,,')))
    expect(rows.map(({ serialNumber }) => serialNumber)).toEqual(new Array(3).fill('PE0VG8PF'))
  })
})
