/** The text form of registry keys (`.reg`), as far as diagnostics need it: strings and numbers. */
import { ByteReader, LineReader } from 'taxiway-device-csv'
import type { OobeNotes } from './oobe-notes.ts'

const interesting =
  /\\Provisioning\\(?:Diagnostics\\Autopilot|AutopilotPolicyCache|AutopilotSettings)|\\CurrentVersion\\(?:UserOOBE|OOBE)\b/i

export function isRegistryDump(text: string): boolean {
  return (
    /^(?:Windows Registry Editor|REGEDIT4)/.test(text) || /^\s*\[-?HKEY_/m.test(text.slice(0, 4096))
  )
}

/** Notes the values of the Autopilot keys and the count of OOBE restarts, from bytes in pieces. */
export class RegistryReader {
  readonly #notes: OobeNotes
  readonly #bytes = new ByteReader()
  readonly #lines = new LineReader()
  #key = ''

  constructor(notes: OobeNotes) {
    this.#notes = notes
  }

  push(piece: Uint8Array): void {
    for (const { text } of this.#lines.push(this.#bytes.push(piece))) this.#line(text)
  }

  end(): void {
    const last = this.#lines.push(this.#bytes.end())
    for (const { text } of [...last, ...this.#lines.end()]) this.#line(text)
  }

  #line(text: string): void {
    const heading = /^\[-?(.+)\]\s*$/.exec(text)
    if (heading !== null) this.#key = heading[1] ?? ''
    else if (interesting.test(this.#key)) noteValue(text, this.#key, this.#notes)
  }
}

function noteValue(line: string, key: string, notes: OobeNotes): void {
  const value =
    /^(?:"((?:[^"\\]|\\.)*)"|@)=(?:"((?:[^"\\]|\\.)*)"|dword:([0-9a-f]{1,8}))\s*$/i.exec(line)
  if (value === null) return
  const [, name = '', text, dword] = value
  const plain =
    dword === undefined
      ? (text ?? '').replaceAll(/\\(.)/g, '$1')
      : String(Number.parseInt(dword, 16))
  const restarts = /\\UserOOBE\b/i.test(key) && /^\d+$/.test(plain)
  if (restarts || /^UserOOBE$/i.test(name)) notes.value('UserOOBE', plain)
  else if (/^PolicyJsonCache$/i.test(name)) noteProfile(plain, notes)
  else notes.value(name, plain)
}

/** A profile as JSON text; anything else is ignored. True if it was one. */
export function noteProfile(text: string, notes: OobeNotes, isOffline = false): boolean {
  try {
    const fields: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return false
    const known = fields as Record<string, unknown>
    if (isOffline) notes.offlineProfile(known)
    else notes.profile(known)
    return true
  } catch {
    return false
  }
}
