import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { archiveEnd, type Entry, entriesOf, entryBytes } from './archive.ts'
import { BackupDamaged } from './manifest.ts'

const entry = fc.record({
  name: fc.stringMatching(/^[a-z0-9/_.]{1,99}$/),
  data: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
})

function archiveOf(entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.flatMap(entryBytes), archiveEnd])
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('what was written is read again, whatever the chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 8 }),
      fc.integer({ min: 1, max: 2000 }),
      async (entries, size) => {
        const read = await Array.fromAsync(entriesOf(inChunks(archiveOf(entries), size)))
        expect(read.map(({ name, data }) => [name, data.toString('hex')])).toEqual(
          entries.map(({ name, data }) => [name, data.toString('hex')]),
        )
      },
    ),
    { numRuns: 50 },
  )
})

test('an archive that is cut off anywhere is none', async () => {
  const whole = archiveOf([
    { name: 'a', data: Buffer.alloc(700, 1) },
    { name: 'b', data: Buffer.alloc(10, 2) },
  ])
  for (let length = 0; length < whole.length - 512; length += 97) {
    const read = Array.fromAsync(entriesOf(inChunks(whole.subarray(0, length), 512)))
    await expect(read).rejects.toThrow(BackupDamaged)
  }
})

/** Two bytes only end the field of the checksum. */
const insignificant = [154, 155]

test('every bit that flips in the head of an entry is noticed', async () => {
  const whole = archiveOf([{ name: 'a', data: Buffer.alloc(10, 1) }])
  for (let bit = 0; bit < 512 * 8; bit++) {
    const at = bit >> 3
    if (insignificant.includes(at)) continue
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7))
    const read = Array.fromAsync(entriesOf(inChunks(bytes, 4096)))
    await expect(read, `bit ${bit}`).rejects.toThrow(BackupDamaged)
  }
})

test('tar reads it', () => {
  const input = archiveOf([{ name: 'tables/device/000001.copy', data: Buffer.from('a row\n') }])
  expect(execFileSync('tar', ['-xOf', '-'], { input }).toString()).toBe('a row\n')
})
