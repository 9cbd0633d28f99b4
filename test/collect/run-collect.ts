/** Runs `collect` over files and prints what it found and the memory it took; a program of its own, so that its memory is its own. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { collect } from '../../src/collect/collect.ts'
import { unhurried } from './unhurried.ts'

async function outcome(path: string) {
  const codes = new Set<string>()
  let devices = 0
  const { size } = await stat(path)
  await collect(
    { name: 'archive', size, open: () => createReadStream(path) },
    {
      onDevice: () => {
        devices++
      },
      onFault: ({ code }) => codes.add(code),
    },
    unhurried,
  )
  return { codes: [...codes], devices, megabytes: await peak() }
}

/** The peak of this program alone; `maxRSS` would count the parent's memory at the moment of the fork. */
async function peak(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1]
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024
}

const outcomes = []
for (const path of process.argv.slice(2)) outcomes.push(await outcome(path))
console.log(JSON.stringify(outcomes))
