/**
 * Why a row of an import is refused, as `deviceErrorCode` and `deviceErrorName` say it. Clients match the
 * name, not the number. Names and numbers: autopilot-behaviour 3.2.
 */
export const refusals = {
  /** The hash cannot be used: no hash at all, not 'OA' data, cut, or its digest does not hold. [observed] */
  InvalidZtdHardwareHash: 802,
  /** Neither hash nor serial number nor product key: nothing names the device. [observed] */
  MissingZtdSerialNumberAndProductKey: 803,
  /** Registered in this tenant already; nothing about it was changed. [documented] */
  ZtdDeviceAlreadyAssigned: 806,
  /** Registered in another tenant. One bit: never which, when or how. [documented] */
  ZtdDeviceAssignedToOtherTenant: 808,
  /** It may be one of several registered devices, or none; a person has to decide. [observed, for tuples] */
  ZtdDeviceIsNotUnique: 813,
  /** A repeat within one import; the first row was processed. [documented; no source gives a number] */
  ZtdDeviceDuplicated: 0,
  /** The importer's role does not reach devices with this group tag. Ours: no source knows such a limit. */
  GroupTagNotPermitted: 0,
  /** Storage failed and went on failing when retried. [documented; no source gives a number] */
  StorageError: 0,
} as const

export type Refusal = keyof typeof refusals

/** An error as clients read it: a number and the name they match. */
export type ReportedError = { readonly code: number; readonly name: string }

export function isRefusal(name: string): name is Refusal {
  return Object.hasOwn(refusals, name)
}
