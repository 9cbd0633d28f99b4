/** Import decisions with injected faults: rows are decided as always, then overruled where a fault matches. */

import { isRefusal, type RefusalName, type ReportedError, refusals } from 'taxiway-autopilot'
import type { ImportQueue, OpenSlice, RowDecision } from '../imports/slice.ts'
import { type Fault, type FaultAnswer, type Faults, isDeviceFault, takeFault } from './fault.ts'

export function overruledBy(faults: Faults): (queue: ImportQueue) => ImportQueue {
  return (queue) => ({
    withNextSlice(decide) {
      // A slice that is retried has already used its faults.
      const used = new Map<string, Fault>()
      return queue.withNextSlice((slice) =>
        decide({
          ...slice,
          settle: async (decisions) =>
            slice.settle(await overrule(decisions, { slice, faults, used })),
        }),
      )
    },
  })
}

type Overruling = {
  readonly slice: OpenSlice
  readonly faults: Faults
  /** By the row's serial number and number. */
  readonly used: Map<string, Fault>
}

async function overrule(
  decisions: readonly RowDecision[],
  { slice, faults, used }: Overruling,
): Promise<readonly RowDecision[]> {
  if (used.size === 0 && !(await faults.list()).some(isDeviceFault)) return decisions
  const submitted = new Map(slice.rows.map((row) => [row.rowNumber, row.serialNumber ?? '']))
  const result: RowDecision[] = []
  for (const decision of decisions) {
    const serials = serialsOf(decision, submitted.get(decision.rowNumber))
    const key = `${decision.rowNumber} ${serials.join(' ')}`
    const fault = used.get(key) ?? (await takeFault(faults, (each) => fitsRow(each, serials)))
    if (fault !== undefined) used.set(key, fault)
    result.push(fault === undefined ? decision : refused(decision.rowNumber, fault.answer))
  }
  return result
}

/** The serial number in the row, and the one in the hash. */
function serialsOf(decision: RowDecision, submitted = ''): readonly string[] {
  return decision.kind === 'registered'
    ? [submitted, decision.registration.serialNumber]
    : [submitted]
}

function fitsRow(fault: Fault, serials: readonly string[]): boolean {
  const { serialNumber } = fault.match
  if (!isDeviceFault(fault)) return false
  if (serialNumber === undefined) return true
  return serials.some((each) => each.toLowerCase() === serialNumber.toLowerCase())
}

/** One of our errors by its name or number; anything else is reported as requested. */
function refused(
  rowNumber: number,
  { deviceErrorCode: code, deviceErrorName: name }: FaultAnswer,
): RowDecision {
  const known = name ?? nameOf(code)
  if (known !== undefined && isRefusal(known) && isCodeOf(known, code)) {
    return { rowNumber, kind: 'refused', refusal: known }
  }
  const reportedAs: ReportedError = { code: code ?? 0, name: known ?? 'UnknownError' }
  return { rowNumber, kind: 'refused', refusal: 'StorageError', reportedAs }
}

function nameOf(code: number | undefined): string | undefined {
  return Object.entries(refusals).find(([, each]) => each.code === code && code !== 0)?.[0]
}

function isCodeOf(name: RefusalName, code: number | undefined): boolean {
  return code === undefined || code === refusals[name].code
}
