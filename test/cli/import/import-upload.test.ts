/** Sending rows during outages: no row is sent twice, none is forgotten. */

import { randomUUID } from 'node:crypto'
import type { ImportedDeviceIdentity } from 'taxiway-autopilot'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../../cli/graph/client.ts'
import { keptInMemory } from '../../../cli/import/files/kept-hash.ts'
import { isUnfinished, type ReceiptRow } from '../../../cli/import/receipt/receipt.ts'
import { chunkSize, settleUnsure, upload } from '../../../cli/import/upload.ts'
import { quickPace, watch } from '../../../cli/import/watch.ts'
import type { Submission } from '../../../cli/import/wire.ts'
import {
  type Asked,
  type Reply,
  type ScriptedGraph,
  startScriptedGraph,
} from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

let peer: ScriptedGraph
/** The members that the command line reads. */
type Imported = Pick<ImportedDeviceIdentity, 'id' | 'importId'> & {
  readonly state: NonNullable<ImportedDeviceIdentity['state']>
}

let records: Map<string, Imported>
/** What happens to the next imports instead of a plain answer. */
let failures: ('lost before' | 'lost after')[]

beforeEach(async () => {
  process.env['TAXIWAY_CONFIG_DIR'] = emptyFolder()
  records = new Map()
  failures = []
  peer = await startScriptedGraph(reply)
})

afterEach(() => peer.close())

test('rows go out in chunks, each with the import id of its receipt', async () => {
  const rows = rowsOf(chunkSize + 3)
  await upload(job(), rows)
  expect(posts().map((rows) => rows.length)).toEqual([chunkSize, 3])
  expect(rows.every(({ status, id }) => status === 'sent' && id !== undefined)).toBe(true)
})

test('a chunk that arrived although its answer got lost is not sent again', async () => {
  failures = ['lost after']
  const rows = rowsOf(30)
  await upload(job(), rows)
  expect(posts()).toHaveLength(1)
  expect(rows.every(({ status }) => status === 'sent')).toBe(true)
})

test('a chunk that never arrived is sent again', async () => {
  failures = ['lost before']
  const rows = rowsOf(3)
  await upload(job(), rows)
  expect(posts()).toHaveLength(2)
  expect(records.size).toBe(3)
})

test('a row that makes the server refuse its request is found, and the others get through', async () => {
  const rows = rowsOf(9, (index) => (index === 4 ? 'unreadable' : `S${index}`))
  await upload(job(), rows)
  expect(rows.map(({ status }) => status)).toEqual([
    ...['sent', 'sent', 'sent', 'sent', 'refused', 'sent', 'sent', 'sent', 'sent'],
  ])
  expect(rows[4]?.message).toContain('400')
  expect(records.size).toBe(8)
})

test('rows left in the middle of sending are looked for before anything is sent', async () => {
  const rows = rowsOf(4)
  for (const row of rows.slice(0, 2)) arrive({ importId: row.importId, serialNumber: '' })
  for (const row of rows) row.status = 'sending'
  await settleUnsure(job().graph, rows)
  expect(rows.map(({ status }) => status)).toEqual(['sent', 'sent', 'waiting', 'waiting'])
})

test('verdicts are read until every row has one', async () => {
  const rows = rowsOf(40)
  await upload(job(), rows)
  let looks = 0
  const looked = async () => {
    looks += 1
    for (const id of [...records.keys()].slice(0, looks * 15)) decide(id)
  }
  const graph = connect(peer.context)
  expect(
    await watch({ graph, pace: quickPace, until: Number.POSITIVE_INFINITY, looked }, rows),
  ).toBe(true)
  expect(rows.every(({ status }) => status === 'complete')).toBe(true)
})

test('a record that somebody deleted on the server does not make the wait endless', async () => {
  const rows = rowsOf(2)
  await upload(job(), rows)
  records.delete(rows[0]?.id ?? '')
  decide(rows[1]?.id ?? '')
  const looked = async () => undefined
  const graph = connect(peer.context)
  expect(
    await watch({ graph, pace: quickPace, until: Number.POSITIVE_INFINITY, looked }, rows),
  ).toBe(true)
  expect(rows[0]).toMatchObject({ status: 'error', errorName: 'ImportRecordGone' })
})

test('an import is unfinished only while a row that was sent has no verdict', () => {
  const finished = (statuses: ReceiptRow['status'][]) =>
    !isUnfinished({ ...emptyReceipt, rows: statuses.map((status) => ({ ...row(''), status })) })
  expect(finished(['waiting', 'waiting'])).toBe(true)
  expect(finished(['complete', 'error', 'refused'])).toBe(true)
  expect(finished(['complete', 'waiting'])).toBe(false)
  expect(finished(['sending'])).toBe(false)
})

const emptyReceipt = { version: 1, startedAt: '', graph: '', tenant: '', files: [] } as const

function reply({ method, path, body }: Asked): Reply {
  if (method === 'POST')
    return replyToImport(JSON.parse(body).importedWindowsAutopilotDeviceIdentities)
  const id = /Identities\/([^/?]+)$/.exec(path)?.[1]
  if (id !== undefined) return one(id)
  const wanted = /importId eq '([^']+)'/.exec(path)?.[1]
  const value = [...records.values()].filter(
    ({ importId }) => wanted === undefined || importId === wanted,
  )
  return { json: { value } }
}

function one(id: string): Reply {
  const record = records.get(id)
  return record === undefined ? { status: 404, json: {} } : { json: record }
}

function replyToImport(submissions: readonly Submission[]): Reply {
  const now = failures.shift()
  if (now === 'lost before') return 'hang up'
  if (submissions.some(({ serialNumber }) => serialNumber === 'unreadable')) {
    return {
      status: 400,
      json: { error: { code: 'BadRequest', message: 'One row is unreadable.' } },
    }
  }
  const value = submissions.map(arrive)
  return now === 'lost after' ? 'hang up' : { json: { value } }
}

function arrive({ importId }: Pick<Submission, 'importId' | 'serialNumber'>): Imported {
  const id = randomUUID()
  const state = {
    deviceImportStatus: 'unknown' as const,
    deviceRegistrationId: null,
    deviceErrorCode: 0,
    deviceErrorName: null,
  }
  const record = { id, importId, state }
  records.set(id, record)
  return record
}

function decide(id: string): void {
  const record = records.get(id)
  if (record === undefined) return
  const state = {
    ...record.state,
    deviceImportStatus: 'complete' as const,
    deviceRegistrationId: randomUUID(),
  }
  records.set(id, { ...record, state })
}

function job() {
  const submissionFor = ({ serialNumber, importId }: ReceiptRow): Submission => ({
    serialNumber,
    importId,
    productKey: '',
    hardwareIdentifier: keptInMemory(''),
    groupTag: '',
    assignedUserPrincipalName: '',
  })
  return {
    graph: connect(peer.context),
    submissionFor,
    save: async () => undefined,
    sent: () => undefined,
  }
}

function rowsOf(count: number, serialOf = (index: number) => `S${index}`): ReceiptRow[] {
  return Array.from({ length: count }, (_, index) => row(serialOf(index)))
}

function row(serialNumber: string): ReceiptRow {
  return { file: 'a.csv', line: 2, serialNumber, importId: randomUUID(), status: 'waiting' }
}

function posts(): readonly Submission[][] {
  return peer.asked
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(body).importedWindowsAutopilotDeviceIdentities)
}
