/** PostgreSQL's log stays small, and its last words can be read. */
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  limitServerLog,
  openServerLog,
  readServerLog,
} from '../../src/host/local-postgres/server-log.ts'
import { temporaryFolder } from './support.ts'

const tooLong = 'x'.repeat(6 * 1024 * 1024)

test('a log that has grown too long moves to one older file, under the hands of its writer', async () => {
  const logFile = join(await temporaryFolder(), 'postgres.log')
  const writer = await openServerLog(logFile)
  await writer.write(tooLong)
  await limitServerLog(logFile)
  await writer.write('and on it goes')
  await writer.close()
  expect(await readServerLog(logFile, 0)).toBe('and on it goes')
  expect((await stat(`${logFile}.1`)).size).toBe(tooLong.length)
})

test('a short log is left alone, and readable by its owner only', async () => {
  const logFile = join(await temporaryFolder(), 'postgres.log')
  await (await openServerLog(logFile)).close()
  await writeFile(logFile, 'first start\n', { flag: 'a' })
  await (await openServerLog(logFile)).close()
  expect(await readServerLog(logFile, 0)).toBe('first start\n')
  expect((await stat(logFile)).mode & 0o777).toBe(0o600)
})

test('of a long log only the last words are read, of a new start only its own', async () => {
  const logFile = join(await temporaryFolder(), 'postgres.log')
  await writeFile(logFile, `${tooLong}the end`)
  const words = await readServerLog(logFile, 0)
  expect(words).toHaveLength(8192)
  expect(words.endsWith('the end')).toBe(true)
  expect(await readServerLog(logFile, tooLong.length)).toBe('the end')
})
