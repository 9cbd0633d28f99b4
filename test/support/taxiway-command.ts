/** Runs the real command line as a process of its own, the way a person's shell does. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { commandProgram } from './programs.ts'
import { atEndOfFile } from './run/end-of-file.ts'

export const root = join(import.meta.dirname, '..', '..')

/** As the launcher does: what was compiled once is kept. */
export const compiled = {
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'taxiway'),
}

export type CommandRun = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export type CommandSetting = {
  readonly cwd?: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** The folder of contexts and tokens; absent means an empty one. */
  readonly configFolder?: string
}

/** A folder that no other test uses; it goes at the end of the test file. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-test-'))
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts `taxiway …args`; the caller may kill it. */
export function startTaxiwayCommand(args: readonly string[], setting: CommandSetting = {}) {
  return spawn(process.execPath, [commandProgram, ...args], {
    cwd: setting.cwd ?? root,
    env: {
      PATH: process.env['PATH'] ?? '',
      ...compiled,
      HOME: setting.configFolder ?? emptyFolder(),
      TAXIWAY_CONFIG_DIR: setting.configFolder ?? emptyFolder(),
      // Tests leave the keyring of this machine alone.
      TAXIWAY_KEYRING: 'off',
      ...setting.env,
    },
  })
}

/** Runs `taxiway …args` to its end. */
export async function taxiway(
  args: readonly string[],
  setting: CommandSetting = {},
): Promise<CommandRun> {
  const child = startTaxiwayCommand(args, setting)
  child.stdin.end(setting.input ?? '')
  const code = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, stdout, stderr }
}
