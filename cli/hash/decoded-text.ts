/** One decoded hash for a person: what it is, what is wrong with it, then every record. */
import {
  checkHardwareHash,
  type DecodedHash,
  type Finding,
  type HashFault,
  type HashRecord,
  isUsableHash,
} from 'taxiway-hardware-hash'
import type { Output } from '../terminal/output.ts'

type Style = Parameters<Output['paint']>[0]

const severityStyles: Readonly<Record<Finding['severity'], Style>> = {
  invalid: ['red', 'bold'],
  critical: 'red',
  warning: 'yellow',
}

const maxValueLength = 100

export function printFault({ fault, offset, message }: HashFault, output: Output): void {
  output.line(`${output.paint(['red', 'bold'], 'Not a hardware hash.')} ${message}`)
  output.line(output.paint('dim', `Fault ${fault} at ${offset}.`))
}

export function printDecoded(hash: DecodedHash, output: Output): void {
  const { manufacturer, model, serialNumber, smbiosUuid } = hash
  output.line(
    output.paint(
      'bold',
      [manufacturer, model].filter((each) => each !== null).join(' ') || 'A machine without a name',
    ),
  )
  const state = isUsableHash(hash)
    ? output.paint('green', 'intact')
    : output.paint(['red', 'bold'], 'damaged')
  output.line(
    `Serial number ${serialNumber ?? 'missing'}, UUID ${smbiosUuid ?? 'missing'}, hash ${state}`,
  )
  output.line('')
  printFindings(checkHardwareHash(hash), output)
  output.rows(hash.records.map(recordRow), [
    { key: 'offset', title: output.paint('bold', 'Byte') },
    { key: 'type', title: output.paint('bold', 'Type') },
    { key: 'name', title: output.paint('bold', 'Record') },
    { key: 'value', title: output.paint('bold', 'Value') },
  ])
}

function printFindings(findings: readonly Finding[], output: Output): void {
  for (const finding of findings) output.line(findingLine(finding, output))
  if (findings.length > 0) output.line('')
}

/** `critical  The serial number is missing.` */
export function findingLine({ severity, message }: Finding, output: Output): string {
  return `${output.paint(severityStyles[severity], severity.padEnd(8))}  ${message}`
}

type RecordRow = {
  readonly offset: number
  readonly type: number
  readonly name: string
  readonly value: string
}

function recordRow({ offset, type, name, value }: HashRecord): RecordRow {
  return { offset, type, name, value: shown(value) }
}

/** A record's value on one line: texts as they are, records as `field value` pairs. */
function shown(value: unknown): string {
  const text = inline(value)
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}

function inline(value: unknown): string {
  if (value === null) return '–'
  if (Array.isArray(value) && value.length === 0) return 'none'
  if (Array.isArray(value)) return value.map(inline).join('; ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, part]) => `${name} ${inline(part)}`)
    .join(', ')
}
