/** Checks and repairs files beside the page, so that the page never waits for them. */
import { cutIntoPieces } from './pieces.ts'
import * as shelf from './shelf.ts'
import { unpack } from './unpack.ts'
import type { Answer, Ask, Given } from './worker-messages.ts'

self.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  void answer(data).then(
    (said) => self.postMessage(said),
    (error: unknown) =>
      self.postMessage({ kind: 'failed', message: String(error) } satisfies Answer),
  )
})

const { fix, unfix, accept, unaccept, remove } = shelf
const acts = { fix, unfix, accept, unaccept, remove }

async function answer(ask: Ask): Promise<Answer> {
  switch (ask.kind) {
    case 'read':
      shelf.add((await Promise.all(ask.files.map(read))).flat())
      return { kind: 'checked', ...shelf.report() }
    case 'cut':
      return { kind: 'pieces', pieces: await cutIntoPieces(shelf.rows(ask.overrides), ask.cut) }
    case 'rest':
      return {
        kind: 'file',
        name: 'not-imported.csv',
        content: new Blob([shelf.rest()], { type: 'text/csv' }),
      }
    case 'replace':
      shelf.replace(ask.id, replaced(ask))
      return { kind: 'checked', ...shelf.report() }
    case 'encode':
      shelf.encode(ask.id, ask.page)
      return { kind: 'checked', ...shelf.report() }
    case 'repaired':
      return repaired(ask.id)
    default:
      acts[ask.kind](ask.id)
      return { kind: 'checked', ...shelf.report() }
  }
}

async function read({ id, name, file }: Given) {
  const unpacked = unpack(name, new Uint8Array(await file.arrayBuffer()))
  if (unpacked.kind !== 'files')
    return [{ id, name, bytes: new Uint8Array(0), fault: unpacked.kind }]
  const useful = unpacked.files.filter(
    ({ book, bytes }) => book === undefined || shelf.isOfDevices(bytes),
  )
  // A workbook without any list of devices is shown as what it is.
  const shown = useful.length > 0 ? useful : unpacked.files.slice(0, 1)
  return shown.map(({ name: file, bytes, book }, i) => {
    const isWhole = unpacked.files.length === 1 && file === name
    return {
      id: isWhole ? id : `${id}.${i}`,
      name: file,
      bytes,
      isWhole,
      isMade: book !== undefined,
    }
  })
}

function replaced({ id, tables, notes, doubts }: Extract<Ask, { kind: 'replace' }>) {
  const encoder = new TextEncoder()
  return tables.map(({ name, text }, i) => ({
    id: `${id}.${i}`,
    name,
    bytes: encoder.encode(text),
    isMade: true,
    ...(i === 0 && { notes, serverDoubts: doubts }),
  }))
}

function repaired(id: string): Answer {
  const file = shelf.repairedFile(id)
  if (file === undefined) throw new Error('This file was not repaired.')
  const content = new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: 'text/csv' })
  return { kind: 'file', name: file.name, content }
}
