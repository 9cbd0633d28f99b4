/** A decoded hash in the words of a person, by what stays with the board and what can move. */
import { clockTime, dayOf } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

type Decoded = Readonly<Record<string, unknown>>
export type Fact = { readonly name: string; readonly value: string }

const { recordNames, mediums } = texts.devicePage

const groups = [
  { binding: 'board', fields: ['manufacturer', 'model', 'serialNumber', 'smbiosUuid', 'tpm'] },
  { binding: 'movable', fields: ['disks', 'networkAdapters', 'productKeyId'] },
  {
    binding: 'software',
    fields: ['osBuild', 'osType', 'architecture', 'toolVersion', 'osSystemTime'],
  },
] as const

type Field = (typeof groups)[number]['fields'][number]

export function factsOf(
  decoded: Decoded | null,
): readonly { binding: string; facts: readonly Fact[] }[] {
  if (decoded === null) return []
  return groups.map(({ binding, fields }) => ({
    binding,
    facts: fields.flatMap((field) => factOf(field, decoded[field])),
  }))
}

function factOf(field: Field, value: unknown): Fact[] {
  const text = wordsOf(field, value)
  return text === '' ? [] : [{ name: recordNames[field], value: text }]
}

function wordsOf(field: Field, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (field === 'disks')
    return list(value, ({ serialNumber, capacityGb }) => [
      serialNumber,
      capacityGb && `${capacityGb} GB`,
    ])
  if (field === 'networkAdapters')
    return list(value, ({ macAddress, medium }) => [macAddress, mediums[String(medium)] ?? medium])
  if (field === 'tpm') return tpm(value as Decoded)
  if (field === 'osSystemTime') return moment(String(value))
  return String(value)
}

/** A device's clock may say anything. */
function moment(text: string): string {
  return Number.isNaN(Date.parse(text)) ? text : `${dayOf(text)}, ${clockTime(text)}`
}

function list(value: unknown, parts: (item: Decoded) => readonly unknown[]): string {
  const items = Array.isArray(value) ? (value as Decoded[]) : []
  return items.map((item) => parts(item).filter(Boolean).join(' ')).join(', ')
}

function tpm({ version, ekDigest }: Decoded): string {
  return [version, ekDigest].filter(Boolean).join(' · ')
}
