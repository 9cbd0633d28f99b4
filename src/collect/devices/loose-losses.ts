/** What is lost where only loose hashes are recognized in a text: perhaps nothing, perhaps tags and users. */
import { columnOfTitle, type DeviceRow, mentionsTag } from 'taxiway-device-csv'
import { type CollectFault, faultOf } from '../archive-fault.ts'
import { filledRow } from './filled-row.ts'

const ownTitles = /(?:device|serial|number|windows|product|hardware|hash|id)+/gi
/** A name of tags with a value beside it, and one of tags or users. */
const tagAssignment = assigned('group[ _-]?tag|gruppentag|order[ _-]?id')
const assignment = assigned(
  'group[ _-]?tag|gruppentag|order[ _-]?id|assigned[ _-]?user|user[ _-]?principal[ _-]?name|\\bupn',
)

function assigned(names: string): RegExp {
  const gap = String.raw`["'”*]{0,2}\s{0,4}(?:=>|[:=|\t,])\s{0,4}["'“]?[^\s"'<>]`
  return new RegExp(`(?:${names})\\w{0,20}${gap}`, 'i')
}

/** `Tag: Sales`, where a German day does not follow. */
const bareTag =
  /(?<!\p{L})tag["'”*]{0,2}\s{0,4}[:=]\s{0,4}["'“]?(?!(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:mo|di|mi|do|fr|sa|so)\b)\p{L}/iu

/** `text` is '' where it is too long to be looked through. */
export function lossesOf(
  source: string,
  text: string,
  devices: readonly DeviceRow[],
): readonly CollectFault[] {
  // In an archive there are diagnostics, which name users that nobody has assigned; in a mail its text is a person's.
  const isOwn = !source.includes('!') || source.endsWith('!text')
  const named = isOwn ? assignment : tagAssignment
  if (
    unmarked(text).some((plain) => named.test(plain) || (isOwn && bareTag.test(plain))) ||
    (isOwn && namesColumns(text))
  )
    return [
      faultOf(
        'columns-doubtful',
        source,
        'Only the hardware hashes were recognized, but the text also names group tags or users, which would be lost. Write it as a table with titles.',
      ),
    ]
  const isMarked = text.trimStart().startsWith('<')
  if (!isOwn || (isMarked && !mentionsTag(text.replaceAll(/<[^<>]{0,500}>/g, '')))) return []
  // Of a hash in pieces, pieces are left.
  const words = restOf(text, devices)
    .replaceAll(ownTitles, ' ')
    .replaceAll(/[A-Za-z0-9+/=]{60,}/g, ' ')
  if (!/[\p{L}\p{N}]/u.test(words)) return []
  return [
    faultOf(
      'text-not-used',
      source,
      'Only the hardware hashes were recognized. Group tags and users, if there are any, are not used: the file would need titles and a usual separator.',
    ),
  ]
}

/** The text of XML and pages, with the name of each element before its content, and with an end between two contents. */
const unmarked = (text: string): readonly string[] => [
  text.replaceAll(/<([A-Za-z][\w.:-]{0,60})[^<>]{0,500}>/g, ' $1: '),
  text.replaceAll(/<[A-Za-z][^<>]{0,500}>/g, '').replaceAll(/<\/[^<>]{1,100}>/g, ': '),
]

/** `$tag0 = …`, `set USER=…` */
const variable =
  /^[ \t]*(?:\$|(?:set|export|let|const|var)[ \t]+)?\w{0,30}(?:tag|user|upn)\w{0,30}[ \t]*:?=[ \t]*\S/im
const maxTitles = 2000

/** A variable for tags or users, or titles that include theirs: of a table, a list or cells below each other. */
function namesColumns(text: string): boolean {
  if (text.trimStart().startsWith('<')) return false
  if (variable.test(text) || mentionsTag(text) || hasNamesInFront(text)) return true
  return text.split(/[\r\n]+/).some((line) => line.length <= maxTitles && hasTitles(line))
}

/** `tag Sales` on a line, and the serial number or the hash on another one: a name, a blank and its value. */
function hasNamesInFront(text: string): boolean {
  const names = text.split(/[\r\n]+/).map((line) => {
    const [first = '', second = '', third, fifth] = line.trim().split(/\s+/, 5)
    if (fifth !== undefined) return undefined
    const ofTwo = third === undefined ? undefined : columnOfTitle(`${first} ${second}`)
    return second === '' ? undefined : (ofTwo ?? columnOfTitle(first))
  })
  const known = new Set(names.filter((name) => name !== undefined))
  return (known.has('groupTag') || known.has('assignedUser')) && known.size > 1
}

function hasTitles(line: string): boolean {
  const parts = line
    .split(/[^\p{L}\p{N} ()._-]+/u)
    .map((part) => part.replaceAll(/^[\s._-]+|[\s._-]+$/g, ''))
  const words = parts.filter((part) => part !== '')
  const known = new Set(words.map(columnOfTitle).filter((column) => column !== undefined))
  const isAssigned = known.has('groupTag') || known.has('assignedUser')
  return isAssigned && (known.size > 1 || words.length === 1)
}

const wholeHash = /T0[EFGH][A-Za-z0-9+/]{3997}/g
/** More than this is text, whatever the devices are called. */
const maxRest = 100_000

/** Without blanks, the hashes and their serial numbers. */
function restOf(text: string, devices: readonly DeviceRow[]): string {
  const hashes = new Set(devices.map(({ hardwareHash }) => hardwareHash))
  let rest = text
    .replaceAll(/\s+/g, '')
    .replaceAll(wholeHash, (hash) => (hashes.has(hash) ? ' ' : hash))
  for (const device of rest.length > maxRest ? [] : devices) {
    const serialNumber = filledRow(device).serialNumber.replaceAll(/\s+/g, '')
    if (serialNumber !== '') rest = rest.replaceAll(serialNumber, ' ')
  }
  return rest
}
