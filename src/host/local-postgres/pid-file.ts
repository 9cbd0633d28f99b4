/**
 * What PostgreSQL says about itself in `postmaster.pid`, and whether that process still exists.
 *
 * A pid alone proves nothing: after a reboot or a kill -9 the number may belong to any program. A process
 * counts as this cluster's server only if it works in the cluster's folder.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

export type PidFile = {
  readonly pid: number
  readonly port: number
  readonly status: 'starting' | 'ready' | 'stopping'
}

/** Undefined when the file is missing or incomplete. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, , , , status] = text.split('\n').map((line) => line.trim())
  if (!Number.isInteger(Number(pid)) || Number(pid) <= 0) return undefined
  const known = status === 'ready' || status === 'stopping' ? status : 'starting'
  return { pid: Number(pid), port: Number(port), status: known }
}

/** False also for a zombie that its new parent (such as a container's first process) never reaps. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return process.platform !== 'linux' || !hasEnded(pid)
}

function hasEnded(pid: number): boolean {
  try {
    return / [ZX] /.test(
      readFileSync(`/proc/${pid}/stat`, 'latin1').split(')').at(-1)?.slice(0, 3) ?? '',
    )
  } catch {
    return false
  }
}

/** Whether the process is the cluster's server. */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === cluster
  }
  if (process.platform === 'win32') {
    return (await outputOf('tasklist', ['/fi', `PID eq ${pid}`])).includes('postgres')
  }
  return (await outputOf('ps', ['-o', 'command=', '-p', String(pid)])).includes(cluster)
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout) => resolve(error === null ? stdout : ''))
  })
}
