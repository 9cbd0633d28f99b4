/**
 * Many command lines in one process: each through the same entry as the program's, with its own standard output and
 * error. What a shell would start forty times costs only its work.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type CommandRun, compiled, emptyFolder } from '../taxiway-command.ts'

export type CommandSeries = {
  run(...words: string[]): Promise<CommandRun>
  end(): Promise<void>
}

/** `cwd` is where the commands run, `configFolder` that of their contexts; absent means an empty one. */
export function startCommandSeries(cwd: string, configFolder = emptyFolder()): CommandSeries {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-command-series.ts')], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      ...compiled,
      HOME: configFolder,
      TAXIWAY_CONFIG_DIR: configFolder,
    },
  })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const answers = answersOf(child)
  return {
    async run(...words) {
      child.stdin.write(`${JSON.stringify(words)}\n`)
      const answer = await answers.next()
      if (answer.done === true) throw new Error(`the series ended at: taxiway ${words.join(' ')}`)
      return JSON.parse(answer.value) as CommandRun
    },
    async end() {
      child.stdin.end()
      await closed
    },
  }
}

function answersOf({ stdout }: ChildProcess): AsyncIterator<string> {
  if (stdout === null) throw new Error('the series has no output')
  return createInterface({ input: stdout })[Symbol.asyncIterator]()
}
