/** A command that has the lock of the file that is its argument until it reads a line; then it says what it did. */
import { once } from 'node:events'
import { appendFile } from 'node:fs/promises'
import { alone } from '../../../cli/context/alone.ts'

const [path = '', name = ''] = process.argv.slice(2)
const note = (what: string) => appendFile(`${path}.log`, `${name} ${what}\n`)

await alone(
  path,
  async () => {
    await note('in')
    console.log('in')
    await once(process.stdin, 'data')
    await note('out')
  },
  { beatMs: 50, silentMs: 200, waitMs: 60_000 },
)
process.exit()
