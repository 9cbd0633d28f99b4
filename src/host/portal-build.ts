/**
 * In a checkout, the portal is built once, in the background, so that API clients need not wait for it.
 * The npm package contains the built portal; there is nothing to do.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import type { PortalState } from './portal-files.ts'

const script = join(import.meta.dirname, '..', '..', 'scripts', 'portal.mjs')

/** Ends the build if it is still running. */
export type StopBuild = () => void

export function buildPortalBeside(state: PortalState): StopBuild {
  if (!existsSync(script)) return () => undefined
  state.missing = 'building'
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Its own process group, so that npm and the bundler end with it.
    detached: process.platform !== 'win32',
  })
  yieldTo(child)
  child.on('error', () => {
    state.missing = 'failed'
  })
  child.on('close', (code) => {
    state.missing = code === 0 ? 'not-built' : 'failed'
  })
  return () => end(child)
}

/** The build gets only the processor time that the server leaves. */
function yieldTo({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not allow it; the build goes on either way.
  }
}

function end(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM')
  } catch {
    // It has just ended.
  }
}
