/** The command line as a person runs it: a program of its own in a folder of its own. */
import { spawn } from 'node:child_process'
import { commandProgram } from '../support/programs.ts'
import { compiled } from '../support/taxiway-command.ts'

export type Ran = { readonly code: number; readonly stdout: Buffer; readonly stderr: string }

export function runTaxiway(
  words: readonly string[],
  { cwd, input }: { readonly cwd: string; readonly input?: Uint8Array },
): Promise<Ran> {
  const child = spawn(process.execPath, [commandProgram, ...words], {
    cwd,
    stdio: 'pipe',
    env: { ...process.env, ...compiled },
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk) => out.push(chunk))
  child.stderr.on('data', (chunk) => err.push(chunk))
  child.stdin.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString(),
      }),
    )
  })
}

/** What the command printed as JSON. */
export const data = ({ stdout }: Ran) => JSON.parse(stdout.toString())
