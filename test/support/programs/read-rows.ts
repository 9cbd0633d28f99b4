/** Reads rows of some 30 MB from the database that its argument names, and prints by how many bytes old memory grew. */
import { getHeapSpaceStatistics } from 'node:v8'
import { openStore } from '../../../src/storage/sql/database.ts'

const [connectionString = ''] = process.argv.slice(2)
const store = openStore({ connectionString, maxConnections: 1 })
const text = 'select n, repeat(n::text, 200) as text from generate_series(1, $1::int) as n'

async function read(times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await store.pool.query({ name: 'rows', text, values: [200] })
    if (n % 20 === 0) globalThis.gc?.({ type: 'minor' })
  }
}

function oldBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')
  return space?.space_used_size ?? Number.NaN
}

await read(100)
const before = oldBytes()
await read(300)
console.log(oldBytes() - before)
await store.close()
