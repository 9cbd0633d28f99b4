/** What the thread that unpacks an archive has found: documents, logs and sheets are read, and sent at once with their faults. */
import type { MessagePort } from 'node:worker_threads'
import type { Encoding } from 'taxiway-device-csv'
import { type CollectFault, faultOf } from '../archive-fault.ts'
import { OobeNotes } from '../first-boot/oobe-notes.ts'
import { readLog } from '../first-boot/read-log.ts'
import { readDocument } from '../read-document.ts'
import { sheetTexts } from '../sheets/sheet-texts.ts'
import type { WorkbookReading } from '../sheets/workbook.ts'
import type { WorkerInput, WorkerOutput } from './worker-messages.ts'

export class WorkerReport {
  readonly #port: MessagePort
  readonly #notes: OobeNotes
  readonly #encoding: Encoding | undefined

  constructor({ name, encoding }: Pick<WorkerInput, 'name' | 'encoding'>, port: MessagePort) {
    this.#notes = new OobeNotes(name)
    this.#encoding = encoding
    this.#port = port
  }

  sheets(source: string, reading: WorkbookReading): void {
    if (!reading.ok) {
      const message = reading.isEncrypted
        ? 'The spreadsheet is protected by a password; save it without one.'
        : `The spreadsheet cannot be read: ${reading.message}`
      this.fault(reading.isEncrypted ? 'encrypted' : 'damaged', source, message)
      return
    }
    const { texts, faults } = sheetTexts(source, reading.sheets)
    for (const sheet of texts) this.#send({ kind: 'sheet', sheet })
    for (const fault of faults) this.found(fault)
  }

  log(bytes: Uint8Array, source: string): void {
    for (const fault of readLog(source, bytes, this.#notes.events)) this.found(fault)
    const { events, left } = this.#notes.events.timeline.take()
    if (events.length > 0) this.#send({ kind: 'timeline', events })
    if (left > 0)
      this.fault(
        'event-log-cut',
        source,
        `Its newest events are shown, ${left} older ones are not.`,
      )
    this.#reportOobeEvents()
  }

  document(bytes: Uint8Array, source: string): void {
    const { devices, links, faults } = readDocument(
      { name: source, encoding: this.#encoding, isPart: true },
      bytes,
      this.#notes,
    )
    if (links.length > 0) this.#send({ kind: 'links', links })
    if (devices.length > 0) this.#send({ kind: 'devices', devices })
    for (const fault of faults) this.found(fault)
    this.#reportOobeEvents()
  }

  #reportOobeEvents(): void {
    const facts = this.#notes.facts()
    if (facts !== undefined) this.#send({ kind: 'oobe', facts })
  }

  fault(code: CollectFault['code'], source: string, message: string): void {
    this.found(faultOf(code, source, message))
  }

  found(fault: CollectFault): void {
    this.#send({ kind: 'fault', fault })
  }

  #send(output: WorkerOutput): void {
    this.#port.postMessage(output)
  }
}
