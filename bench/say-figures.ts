/** What a Node process says at its end on standard error: the most memory it held, and how often it asked a server. */

export type Figures = { readonly peakMegabytes: number; readonly requests: number }

/** Linux counts into `maxRSS` what the parent held when it started the process, such as the fleet of a bench. */
const program = `import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
let requests = 0
subscribe('undici:request:create', () => { requests += 1 })
const peak = () => {
  try { return /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] }
  catch { return process.resourceUsage().maxRSS }
}
process.on('exit', () => process.stderr.write(\`\\n\${peak()} kB, \${requests} requests\`))`

/** Options of the process. */
export const sayFigures = ['--import', `data:text/javascript,${encodeURIComponent(program)}`]

/** Undefined: it ended before it could say them. */
export function figuresIn(said: string): Figures | undefined {
  const [, peak, requests] = /(\d+) kB, (\d+) requests$/.exec(said) ?? []
  if (peak === undefined) return undefined
  return { peakMegabytes: Number(peak) / 1024, requests: Number(requests) }
}
