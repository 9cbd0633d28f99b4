/**
 * Entra's CSV of hardware OATH tokens [documented: Microsoft Entra, "Manage OATH tokens"], with or without the
 * column `upn`: vendors ship it without, because they do not know whose a token will be.
 *
 * Every row that cannot be used says which column and which character: people met base32 errors that did not.
 */
import { fromBase32 } from '../core/factors/codes/base32.ts'
import type { RowFault, TokenRow, TokenSeed } from '../core/factors/codes/token-seed.ts'
import { csvRecords } from './csv-records.ts'
import { type FileReading, refuseFile } from './file-reading.ts'

const columns = ['serial number', 'secret key', 'time interval', 'manufacturer', 'model'] as const

type Column = (typeof columns)[number] | 'upn'

const maxSecretLength = 128

/** Rows of the file; the header is row 1. */
export function readEntraCsv(text: string): FileReading {
  const [header, ...records] = csvRecords(text)
  const names = header?.fields?.map((name) => name.toLowerCase())
  if (names === undefined || !isHeader(names)) {
    return refuseFile(
      'not-entra-csv',
      `The first line must name the columns: upn,${columns.join(',')} (upn may be left out).`,
    )
  }
  return { ok: true, rows: records.map(({ number, fields }) => rowOf(number, names, fields)) }
}

/** All columns, each once, `upn` besides; in any order. */
function isHeader(names: readonly string[]): boolean {
  const own: readonly string[] = names.filter((name) => name !== 'upn')
  return (
    own.length === columns.length &&
    new Set(names).size === names.length &&
    columns.every((column) => own.includes(column))
  )
}

function rowOf(
  row: number,
  names: readonly string[],
  fields: readonly string[] | undefined,
): TokenRow {
  if (fields === undefined) return { row, fault: { message: 'A quotation mark is not closed.' } }
  if (fields.length !== names.length)
    return {
      row,
      fault: { message: `The row has ${fields.length} fields; the header has ${names.length}.` },
    }
  const value = (column: Column) => fields[names.indexOf(column)] ?? ''
  const secret = secretOf(value('secret key'))
  if ('message' in secret) return { row, fault: secret }
  const stepSeconds = stepOf(value('time interval'))
  if (stepSeconds === undefined)
    return {
      row,
      fault: { column: 'time interval', message: 'The time interval must be 30 or 60 seconds.' },
    }
  const upn = value('upn')
  const seed: TokenSeed = {
    // The format has no column for either. [documented: SHA-1 and six digits]
    algorithm: 'SHA-1',
    digits: 6,
    stepSeconds,
    drift: 0,
    secret: secret.bytes,
    serialNumber: value('serial number'),
    manufacturer: value('manufacturer'),
    model: value('model'),
    ...(upn !== '' && { userPrincipalName: upn }),
  }
  return { row, seed }
}

function stepOf(text: string): 30 | 60 | undefined {
  if (text === '30') return 30
  return text === '60' ? 60 : undefined
}

function secretOf(text: string): { readonly bytes: Uint8Array } | RowFault {
  const column = 'secret key'
  if (text === '') return { column, message: 'The secret key is missing.' }
  if (text.length > maxSecretLength)
    return {
      column,
      position: maxSecretLength + 1,
      message: `The secret key has ${text.length} characters; the limit is ${maxSecretLength}.`,
    }
  const reading = fromBase32(text)
  if (reading.ok) return reading
  const { position, character } = reading
  if (position === undefined) return { column, message: 'The secret key is too short.' }
  return {
    column,
    position,
    message: `Character ${position} of the secret key is ${JSON.stringify(character)}; base32 has the letters A to Z and the digits 2 to 7 only.`,
  }
}
