/** Why nothing of the files is sent, and in one step how a person gets on. */
import { findingCodes } from 'taxiway-device-csv'
import { CliError, exitCodes } from '../../exit.ts'
import type { FoundFault } from './found-text.ts'

const maxShown = 10
const maxPlaces = 5

const usualHint =
  'See every finding: taxiway csv check <file>. Repair what can be repaired: taxiway csv fix <file>.'

/** A replaced board changes the serial number in the hash, and which device it is may be a question already. */
const otherDeviceHint =
  'Which device a hash is: taxiway devices explain <file>. What waits for a decision about one: taxiway conflicts list.'

const collectedHint = 'See every device that was found: taxiway collect <file> --what-if.'

/** There is nothing to import, whatever is accepted. */
const hopeless: ReadonlySet<string> = new Set([
  'not-text',
  'not-csv',
  'no-rows',
  'kind-unknown',
  'kind-not-importable',
  'header-undecided',
])

type Accepting = {
  /** The places of rows that would not be sent. */
  readonly leftOut: readonly string[]
  /** Nothing can be accepted. */
  readonly isFinal: boolean | undefined
}

export function refusal(
  faults: readonly FoundFault[],
  { leftOut, isFinal = false }: Accepting,
): CliError {
  const codes = new Set(faults.flatMap(({ code }) => code ?? []))
  const isOfRows = [...codes].some((code) => Object.hasOwn(findingCodes, code))
  const isCollected = [...codes].some((code) => !Object.hasOwn(findingCodes, code))
  const isHopeless = [...codes].some((code) => hopeless.has(code))
  const isAcceptable = !isFinal && !isHopeless && faults.every(({ code }) => code !== undefined)
  const more = faults.length > maxShown ? [`… and ${faults.length - maxShown} more`] : []
  const title = 'Nothing was sent, because the input has errors:'
  const shown = faults.slice(0, maxShown).map(({ sentence: each }) => each)
  const hints = [
    ...(isOfRows ? [usualHint] : []),
    ...(isCollected ? [collectedHint] : []),
    ...(codes.has('serial-mismatch') ? [otherDeviceHint] : []),
    ...(isAcceptable ? [acceptHint([...codes], leftOut)] : []),
  ]
  return new CliError([title, ...shown, ...more].join('\n'), {
    exitCode: exitCodes.findings,
    ...(hints.length > 0 && { hint: hints.join('\n') }),
  })
}

function acceptHint(codes: readonly string[], leftOut: readonly string[]): string {
  const command = `To import the rest anyway, add --accept ${codes.join(',')}`
  if (codes.includes('row-left-out')) return `${command}. What is named above is then left out.`
  if (leftOut.length === 0) return `${command}. Values are then sent as they were read.`
  const places = leftOut.slice(0, maxPlaces).join(', ')
  const more = leftOut.length > maxPlaces ? ` and ${leftOut.length - maxPlaces} more rows` : ''
  return `${command}. These rows are then left out: ${places}${more}.`
}
