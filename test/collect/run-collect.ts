/** Runs `collect` over a file and prints what it found and what it cost; run as a program of its own, so that its memory is its own. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { collect } from '../../src/collect/collect.ts'

const path = process.argv[2] ?? ''
const started = performance.now()
const codes: string[] = []
let devices = 0
const { size } = await stat(path)
await collect(
  { name: 'archive', size, open: () => createReadStream(path) },
  {
    onDevice: () => {
      devices++
    },
    onFault: ({ code }) => codes.push(code),
  },
)
const seconds = (performance.now() - started) / 1000
// The peak of this program alone; `maxRSS` would count the parent's memory at the moment of the fork.
const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
const peak = /VmHWM:\s+(\d+)/.exec(status)?.[1]
const megabytes = Number(peak ?? process.resourceUsage().maxRSS) / 1024
console.log(JSON.stringify({ codes: [...new Set(codes)], devices, seconds, megabytes }))
