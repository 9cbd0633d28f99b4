/** The key-encryption key: where it comes from, and what wrapping promises. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyEncryptionKeys, wrapWith } from '../../../src/storage/secrets/key-encryption.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taxiway-kek-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a key is made once in the data folder, for its owner only, and found again', async () => {
  const dataFolder = join(folder, 'not', 'there', 'yet')
  const made = await Promise.all(Array.from({ length: 8 }, () => keyEncryptionKeys({ dataFolder })))
  const [again] = await keyEncryptionKeys({ dataFolder })
  expect(new Set([...made.flat(), again].map((key) => key.toString('hex'))).size).toBe(1)
  expect(await readdir(dataFolder)).toEqual(['key-encryption.key'])
  const file = join(dataFolder, 'key-encryption.key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(Buffer.from(await readFile(file, 'utf8'), 'base64')).toEqual(again)
})

test('a configured key is taken, and no file is made', async () => {
  const value = Buffer.alloc(32, 3).toString('base64')
  expect(await keyEncryptionKeys({ value, dataFolder: folder })).toEqual([Buffer.alloc(32, 3)])
  expect(await readdir(folder)).toEqual([])
})

test.each(['', 'short', Buffer.alloc(31).toString('base64')])(
  'the key "%s" is refused with a hint',
  async (value) => {
    await expect(keyEncryptionKeys({ value, dataFolder: folder })).rejects.toThrow(
      /32 bytes.*openssl rand/s,
    )
  },
)

test('unwrapping gives back what was wrapped, and never the same bytes twice', () => {
  const { wrap, unwrap } = wrapWith(Buffer.alloc(32, 1))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (plain, context) => {
      const wrapped = wrap(plain, context)
      expect(Buffer.from(unwrap(wrapped, context))).toEqual(Buffer.from(plain))
      expect(Buffer.from(wrap(plain, context))).not.toEqual(Buffer.from(wrapped))
    }),
  )
})

test('another context, any changed byte and any missing end is refused', () => {
  const { wrap, unwrap } = wrapWith(Buffer.alloc(32, 1))
  const wrapped = Buffer.from(wrap(Buffer.from('secret'), 'place:1'))
  expect(() => unwrap(wrapped, 'place:2')).toThrow()
  for (let i = 0; i < wrapped.length; i++) {
    const changed = Buffer.from(wrapped)
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(() => unwrap(changed, 'place:1')).toThrow()
    expect(() => unwrap(wrapped.subarray(0, i), 'place:1')).toThrow()
  }
})
