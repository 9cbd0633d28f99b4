/**
 * All files of an import, whatever they are, read and judged before anything is sent: one that cannot be trusted
 * stops them all.
 */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { DeviceIndex, type DeviceRow, findingCodes } from 'taxiway-device-csv'
import { filledRow } from '../../../src/collect/devices/filled-row.ts'
import { unreadable } from '../../context/unreadable.ts'
import { CliError, exitCodes } from '../../exit.ts'
import { expand } from './expand.ts'
import { devicesIn, type FoundFault, type FoundText } from './found-text.ts'
import { type JudgedText, type Judging, judgeText } from './judge-file.ts'
import { remarksOn } from './remarks.ts'

export type InputFile = {
  /** As the person wrote it, with the entry of an archive or the sheet behind a `!`. */
  readonly file: string
  /** Absolute. */
  readonly path: string
  readonly sha256: string
  readonly rows: readonly DeviceRow[]
  /** Rows that are not sent, each with the reason. */
  readonly leftOut: JudgedText['leftOut']
  /** What was read all the same, in a few sentences that begin with `file` or `file:line`. */
  readonly remarks: readonly string[]
}

export type ReadOptions = Pick<Judging, 'accepted' | 'replaced'>

const nothing: ReadOptions = { accepted: new Set(), replaced: new Set() }

/** Reads every file; throws one `CliError` that names all that is wrong with all of them. */
export async function readFiles(
  names: readonly string[],
  options: ReadOptions = nothing,
): Promise<readonly InputFile[]> {
  const judging: Judging = { ...options, devices: new DeviceIndex(), files: [] }
  const files: InputFile[] = []
  const faults: FoundFault[] = []
  for (const name of await expand(names)) {
    const bytes = await bytesOf(name)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { texts, faults: own, remarks } = await devicesIn(name, bytes, judging.accepted)
    faults.push(...own)
    for (const [at, text] of texts.entries()) {
      const judged = judgeText(basename(text.name), text.content, {
        ...judging,
        isMade: text.isMade,
      })
      const say = sentence(text)
      faults.push(...judged.stops.map((stop) => ({ sentence: say(stop), code: stop.code })))
      files.push(inputOf({ name, sha256, text, judged, said: at === 0 ? remarks : [] }))
    }
  }
  if (faults.length > 0) throw refusal(faults)
  return files
}

function inputOf({
  name,
  sha256,
  text,
  judged,
  said,
}: {
  readonly name: string
  readonly sha256: string
  readonly text: FoundText
  readonly judged: JudgedText
  readonly said: readonly string[]
}): InputFile {
  const placed = (row: DeviceRow): DeviceRow => filledRow({ ...row, line: text.lineOf(row.line) })
  return {
    file: text.name,
    path: resolve(name),
    sha256,
    rows: judged.rows.map(placed),
    leftOut: judged.leftOut.map(({ row, codes }) => ({ row: placed(row), codes })),
    remarks: [...said, ...remarksOn(text.name, judged.remarks, sentence(text))],
  }
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    throw notImported(file, error)
  }
}

function notImported(file: string, cause: unknown): CliError {
  if (file !== '-') return unreadable(file, cause)
  return new CliError('Standard input cannot be imported: the receipt must name a file.', {
    hint: 'Save it to a file first and import that.',
    cause,
  })
}

function sentence({ name, lineOf }: FoundText): (finding: JudgedText['stops'][number]) => string {
  return ({ line, code, message, fix }) => {
    const place = line > 0 ? `${name}:${lineOf(line)}` : name
    return fix === null
      ? `${place}: ${message} [${code}]`
      : `${place}: ${message} (${fix}) [${code}]`
  }
}

const maxShown = 10

const usualHint =
  'See every finding: taxiway csv check <file>. Repair what can be repaired: taxiway csv fix <file>.\nTo import anyway: --accept <code>; rows with uncertain values are then left out.'

/** A replaced board changes the serial number in the hash, and which device it is may be a question already. */
const otherDeviceHint =
  'Which device a hash is: taxiway devices explain <file>. What waits for a decision about one: taxiway conflicts list.'

const collectedHint =
  'See every device that was found: taxiway collect <file> --what-if. To import these all the same: --accept <code>.'

function refusal(faults: readonly FoundFault[]): CliError {
  const codes = new Set(faults.flatMap(({ code }) => code ?? []))
  const isOfRows = [...codes].some((code) => Object.hasOwn(findingCodes, code))
  const isCollected = [...codes].some((code) => !Object.hasOwn(findingCodes, code))
  const more = faults.length > maxShown ? [`… and ${faults.length - maxShown} more`] : []
  const title = 'Nothing was sent, because the input has errors:'
  const shown = faults.slice(0, maxShown).map(({ sentence: each }) => each)
  const hints = [
    ...(isOfRows ? [usualHint] : []),
    ...(isCollected ? [collectedHint] : []),
    ...(codes.has('serial-mismatch') ? [otherDeviceHint] : []),
  ]
  return new CliError([title, ...shown, ...more].join('\n'), {
    exitCode: exitCodes.findings,
    ...(hints.length > 0 && { hint: hints.join('\n') }),
  })
}
