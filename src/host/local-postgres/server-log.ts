/**
 * PostgreSQL's own log file, kept to a bounded size.
 *
 * The server appends to the file directly, so its log outlives a killed Taxiway; when the file gets too
 * large, its content moves to one older file and it starts empty again.
 */
import { constants, type Stats } from 'node:fs'
import { copyFile, type FileHandle, open, stat, truncate } from 'node:fs/promises'

const maxLogBytes = 5 * 1024 * 1024

/** Opens the log for appending; a large log is moved to `logFile.1` first. */
export async function openServerLog(logFile: string): Promise<FileHandle> {
  await limitServerLog(logFile)
  return await open(logFile, constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY, 0o600)
}

export async function limitServerLog(logFile: string): Promise<void> {
  const { size } = await stat(logFile).catch((): Pick<Stats, 'size'> => ({ size: 0 }))
  if (size <= maxLogBytes) return
  await copyFile(logFile, `${logFile}.1`)
  await truncate(logFile)
}

/** What was written from byte `from` on, at most its last 8 KB. */
export async function readServerLog(logFile: string, from: number): Promise<string> {
  const file = await open(logFile, 'r')
  try {
    const { size } = await file.stat()
    const start = Math.max(size < from ? 0 : from, size - 8192)
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    )
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
