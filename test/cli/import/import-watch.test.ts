/** Waiting for verdicts without asking more than needed, however many old records there are. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../../cli/graph/client.ts'
import type { ReceiptRow } from '../../../cli/import/receipt/receipt.ts'
import { quickPace, watch } from '../../../cli/import/watch.ts'
import { type Asked, type ScriptedGraph, startScriptedGraph } from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const pageSize = 100
let peer: ScriptedGraph
let old: number
let rows: readonly ReceiptRow[]
/** How many questions were asked when the last row got its verdict; rows are decided in order. */
let decidedAfter: number
/** Whether the list can begin at an id, as a Taxiway server's can. */
let beginsAnywhere: boolean

beforeEach(async () => {
  process.env['TAXIWAY_CONFIG_DIR'] = emptyFolder()
  rows = Array.from({ length: 300 }, rowSent)
  old = 0
  decidedAfter = 3
  beginsAnywhere = false
  peer = await startScriptedGraph(({ path }) =>
    path.includes('id ge') && !beginsAnywhere
      ? { status: 400, json: { error: { code: 'BadRequest', message: 'no such filter' } } }
      : { json: answerTo(path) },
  )
})

afterEach(() => peer.close())

test('while the last row is open, only that one is asked for', async () => {
  expect(await watchAll()).toBe(true)
  expect(listsAsked()).toHaveLength(3)
  expect(peer.asked.length).toBeLessThan(12)
})

test('behind a few pages of old records the list is still read', async () => {
  old = 5 * pageSize
  expect(await watchAll()).toBe(true)
  expect(listsAsked()).toHaveLength(8)
})

test('behind very many old records the list is given up and the rows are read one by one', async () => {
  old = 1000 * pageSize
  expect(await watchAll()).toBe(true)
  expect(listsAsked().length).toBeLessThan(40)
})

test('a server that can begin at an id is not asked for the old records at all', async () => {
  old = 1000 * pageSize
  beginsAnywhere = true
  expect(await watchAll()).toBe(true)
  expect(peer.asked.length).toBeLessThan(10)
})

test('it ends without verdicts when time is up', async () => {
  decidedAfter = Number.POSITIVE_INFINITY
  expect(await watchAll(0)).toBe(false)
})

function watchAll(until = Number.POSITIVE_INFINITY): Promise<boolean> {
  const looked = async () => undefined
  return watch({ graph: connect(peer.context), pace: quickPace, until, looked }, rows)
}

function answerTo(path: string): unknown {
  const id = /Identities\/([^/?]+)$/.exec(path)?.[1]
  if (id !== undefined) return record(id)
  const first = path.includes('id ge') || path.includes('began') ? 0 : -old
  const page = Number(/skip=(\d+)/.exec(path)?.[1] ?? 0)
  const value = Array.from({ length: pageSize }, (_, index) => {
    const place = first + page * pageSize + index
    return place < 0 ? record(`old-${place}`) : record(rows[place]?.id ?? '')
  })
  const more = first + (page + 1) * pageSize < rows.length
  const began = first === 0 ? '&began' : ''
  const next = `${peer.context.graph}/Identities?skip=${page + 1}${began}`
  return { value, ...(more ? { '@odata.nextLink': next } : {}) }
}

function record(id: string) {
  const decided = peer.asked.length >= decidedAfter
  return { id, importId: null, state: { deviceImportStatus: decided ? 'complete' : 'unknown' } }
}

function rowSent(): ReceiptRow {
  const ids = { id: randomUUID(), importId: randomUUID() }
  return { file: 'a.csv', line: 2, serialNumber: '', status: 'sent', ...ids }
}

function listsAsked(): readonly Asked[] {
  return peer.asked.filter(({ path }) => !/Identities\/[^/?]+$|batch$|id ge/.test(path))
}
