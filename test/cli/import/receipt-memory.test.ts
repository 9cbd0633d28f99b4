/** What the receipt of an import holds of each row: a fleet has a hundred thousand, and all of them stay until the end. */
import { Session } from 'node:inspector/promises'
import { expect, test } from 'vitest'
import { keptInMemory } from '../../../cli/import/files/kept-hash.ts'
import { newReceipt } from '../../../cli/import/receipt/new-receipt.ts'
import { SourceRows } from '../../../cli/import/receipt/submission.ts'

const count = 20_000
/** The row itself, and its importId as a text of 36 signs in one piece. */
const maxBytes = 300

test('a row of a receipt takes a few hundred bytes', async () => {
  const rows = Array.from({ length: count }, (_, n) => ({
    line: n + 2,
    serialNumber: '',
    productKey: '',
    groupTag: '',
    assignedUser: '',
    hash: keptInMemory(''),
    isBase64: true,
  }))
  const files = [{ file: 'a.csv', path: '/a.csv', sha256: '', rows, leftOut: [], remarks: [] }]
  const context = { graph: 'https://localhost', tenant: '' } as Parameters<typeof newReceipt>[1]
  const before = await heapBytes()
  const receipt = newReceipt(files, context, {})
  const sources = new SourceRows(files, receipt)
  const bytes = (await heapBytes()) - before
  const [last] = receipt.rows.slice(-1)
  expect(last && sources.of(last)).toBe(rows.at(-1))
  expect(bytes / count).toBeLessThan(maxBytes)
})

async function heapBytes(): Promise<number> {
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.collectGarbage')
  session.disconnect()
  return process.memoryUsage().heapUsed
}
