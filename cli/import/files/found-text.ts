/** What a file holds of devices, as texts to judge: a CSV as it is; of anything else a text made from what was found. */
import { checkDeviceCsv, type DeviceRow, writeDeviceCsv } from 'taxiway-device-csv'
import { type CollectedDevice, type CollectFault, collect } from '../../../src/collect/collect.ts'
import { SameDevices } from '../../../src/collect/devices/same-devices.ts'
import { isForWatchedThread } from '../../../src/collect/sniff.ts'

export type FoundText = {
  /** The file, with the entry of an archive behind a `!`. */
  readonly name: string
  readonly content: Uint8Array | string
  readonly isMade: boolean
  /** The line of the file that a line of the content stands for. */
  readonly lineOf: (line: number) => number
}

export type Found = {
  readonly texts: readonly FoundText[]
  readonly faults: readonly FoundFault[]
  /** What was read all the same, or passed over. */
  readonly remarks: readonly string[]
}

/** A fault with a code can be accepted by it. */
export type FoundFault = { readonly sentence: string; readonly code?: string }

/** What stops an import beside what was not read at all. */
const stopping: ReadonlySet<string> = new Set(['row-left-out', 'columns-doubtful', 'nothing-found'])

/** Faults with the codes `accepted` do not stop the import. */
export async function devicesIn(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  accepted: ReadonlySet<string>,
): Promise<Found> {
  if (bytes.length === 0)
    return {
      texts: [],
      faults: [{ sentence: `${name}: The file is empty. (Export the devices again.)` }],
      remarks: [],
    }
  const asItIs: Found = {
    texts: [{ name, content: bytes, isMade: false, lineOf: (line) => line }],
    faults: [],
    remarks: [],
  }
  if (isForWatchedThread(bytes)) return await searched(name, bytes, accepted)
  const kind = kindOfText(bytes)
  if (kind === 'table') return asItIs
  const found = await searched(name, bytes, accepted)
  return kind === 'other' || found.texts.length > 0 ? found : asItIs
}

async function searched(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  accepted: ReadonlySet<string>,
): Promise<Found> {
  const devices = new SameDevices<CollectedDevice>()
  const sheets: FoundText[] = []
  const faults: CollectFault[] = []
  await collect(
    { name, size: bytes.length, open: () => once(bytes) },
    {
      onDevice: (device) => void devices.add(device),
      onSheet: ({ name: sheet, text }) =>
        void sheets.push({ name: sheet, content: text, isMade: true, lineOf: (line) => line }),
      onFault: (fault) => void faults.push(fault),
    },
  )
  const bySource = Map.groupBy(devices.rows, ({ source }) => source)
  const stops = faults.filter(
    ({ severity, code }) => (severity === 'error' || stopping.has(code)) && !accepted.has(code),
  )
  const reasons: FoundFault[] = stops.map(({ source, code, message }) => ({
    sentence: `${source}: ${message} [${code}]`,
    ...(code !== 'nothing-found' && { code }),
  }))
  if (bySource.size + sheets.length + reasons.length === 0)
    reasons.push({
      sentence: `${name}: It contains no device. What it says about OOBE: taxiway collect ${name}`,
    })
  return {
    texts: [...sheets, ...[...bySource].map(([source, rows]) => madeText(source, rows))],
    faults: reasons,
    remarks: faults
      .filter((fault) => !stops.includes(fault))
      .map(({ source, message }) => `${source}: ${message}`),
  }
}

/** A table is judged as it is; in JSON, XML and the like devices are searched for; of the rest nobody can tell. */
function kindOfText(bytes: Uint8Array): 'table' | 'other' | 'unknown' {
  const { findings } = checkDeviceCsv(bytes.subarray(0, 1 << 16))
  const codes = new Set(findings.map(({ code }) => code))
  if (codes.has('not-csv')) return 'other'
  return codes.has('header-undecided') || codes.has('kind-unknown') ? 'unknown' : 'table'
}

/** Rows as the strictest text, one line each below its titles. */
function madeText(name: string, rows: readonly DeviceRow[]): FoundText {
  const columns = [
    'serialNumber',
    'productKey',
    'hardwareHash',
    'groupTag',
    'assignedUser',
  ] as const
  const content = writeDeviceCsv(rows, { columns, encoding: 'utf-8', quote: true })
  return { name, content, isMade: true, lineOf: (line) => rows[line - 2]?.line ?? line }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.slice()
}
