/** A `taxiway` command as a person runs it: how long it takes, the most memory it holds, how often it asks a server. */
import { spawn } from 'node:child_process'
import { commandProgram } from '../test/support/programs.ts'
import { type Figures, figuresIn, sayFigures } from './say-figures.ts'

export type CommandRun = Figures & { readonly seconds: number }

/** Its exit code may be any but 1, which is an unexpected error. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const start = performance.now()
  const child = spawn(process.execPath, [...sayFigures, commandProgram, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-1000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1_000
      const figures = figuresIn(said)
      if (figures === undefined || code === 1)
        reject(new Error(`taxiway ${args.join(' ')} failed (${code}): ${said}`))
      else resolve({ seconds, ...figures })
    })
  })
}
