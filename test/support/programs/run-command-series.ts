/** The other side of `command-series.ts`: a line of standard input is a command line, a line of output what came of it. */
import { createInterface } from 'node:readline'
import { clientCommands } from '../../../cli/commands.ts'
import { runCommandLine } from '../../../cli/program.ts'

const answer = process.stdout.write.bind(process.stdout)

/** Everything that is written while `work` runs. */
async function written(work: () => Promise<number>): Promise<string> {
  const said = { stdout: '', stderr: '' }
  const before = { stdout: process.stdout.write, stderr: process.stderr.write }
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = ((text: string | Uint8Array, ...rest: unknown[]): boolean => {
      said[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
      const done = rest.at(-1)
      if (typeof done === 'function') process.nextTick(done as () => void)
      return true
    }) as typeof process.stdout.write
  }
  try {
    return JSON.stringify({ code: await work(), ...said })
  } finally {
    process.stdout.write = before.stdout
    process.stderr.write = before.stderr
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.exitCode = undefined
  answer(`${await written(() => runCommandLine(JSON.parse(line), clientCommands))}\n`)
}
process.exitCode = 0
