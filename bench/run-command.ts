/** A `taxiway` command as a person runs it: how long it takes, the most memory it holds, how often it asks a server. */
import { spawn } from 'node:child_process'
import { commandProgram } from '../test/support/programs.ts'

/** Says at its end what the process has held and asked, on standard error. */
const announce = `import { subscribe } from 'node:diagnostics_channel'
let requests = 0
subscribe('undici:request:create', () => { requests += 1 })
process.on('exit', () => process.stderr.write(\`\\n\${process.resourceUsage().maxRSS} kB, \${requests} requests\`))`

export type CommandRun = {
  readonly seconds: number
  readonly peakMegabytes: number
  readonly requests: number
}

/** Its exit code may be any but 1, which is an unexpected error. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const preload = `data:text/javascript,${encodeURIComponent(announce)}`
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', preload, commandProgram, ...args], {
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
      const [, peak, requests] = /(\d+) kB, (\d+) requests$/.exec(said) ?? []
      if (peak === undefined || code === 1)
        reject(new Error(`taxiway ${args.join(' ')} failed (${code}): ${said}`))
      else resolve({ seconds, peakMegabytes: Number(peak) / 1024, requests: Number(requests) })
    })
  })
}
