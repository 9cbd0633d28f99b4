/**
 * Devices found more than once: in a report and a CSV on one stick, in an archive and beside it. One
 * capture is one device, whatever text surrounds it; of two captures the better one is kept.
 */
import type { DeviceRow } from 'taxiway-device-csv'
import { decodeHardwareHash } from 'taxiway-hardware-hash'

type Kept<Row> = { row: Row; readonly board: string; readonly rank: string }

export class SameDevices<Row extends DeviceRow> {
  readonly #kept: Kept<Row>[] = []
  readonly #byHash = new Map<string, number>()
  readonly #byBoard = new Map<string, number>()
  repeated = 0

  /** Which of two captures was dropped for the other; undefined if the device is new or the capture is repeated. */
  add(row: Row): { readonly kept: Row; readonly dropped: Row } | undefined {
    const { board, rank } = markOf(row)
    const at = this.#byHash.get(row.hardwareHash) ?? this.#byBoard.get(board)
    const before = at === undefined ? undefined : this.#kept[at]
    if (at === undefined || before === undefined || contradict(before.row, row)) {
      this.#byHash.set(row.hardwareHash, this.#kept.length)
      if (board !== '') this.#byBoard.set(board, this.#kept.length)
      this.#kept.push({ row, board, rank })
      return undefined
    }
    this.repeated++
    this.#byHash.set(row.hardwareHash, at)
    const isBetter = before.row.hardwareHash !== row.hardwareHash && rank > before.rank
    const [kept, dropped] = isBetter ? [row, before.row] : [before.row, row]
    this.#kept[at] = { row: completed(kept, dropped), board, rank: isBetter ? rank : before.rank }
    return before.row.hardwareHash === row.hardwareHash ? undefined : { kept, dropped }
  }

  get rows(): readonly Row[] {
    return this.#kept.map(({ row }) => row)
  }
}

/** If tags or users differ, only a person can choose. */
function contradict(a: DeviceRow, b: DeviceRow): boolean {
  return (['groupTag', 'assignedUser'] as const).some(
    (column) => a[column] !== '' && b[column] !== '' && a[column] !== b[column],
  )
}

function completed<Row extends DeviceRow>(kept: Row, other: DeviceRow): Row {
  return {
    ...kept,
    serialNumber: kept.serialNumber || other.serialNumber,
    productKey: kept.productKey || other.productKey,
    groupTag: kept.groupTag || other.groupTag,
    assignedUser: kept.assignedUser || other.assignedUser,
  }
}

/** The TPM key, or else the UUID, identifies the board; a capture in full Windows is preferred, then the later one. */
function markOf({ hardwareHash }: DeviceRow): { board: string; rank: string } {
  const decoded = decodeHardwareHash(hardwareHash)
  if (!decoded.ok) return { board: '', rank: '' }
  const board = decoded.tpm?.ekPublicModulus ?? ''
  return { board, rank: `${decoded.osType === 'FullOS' ? 1 : 0}${decoded.osSystemTime ?? ''}` }
}
