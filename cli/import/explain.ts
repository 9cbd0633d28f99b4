/**
 * What each error name of an import means, and what to do about it.
 *
 * Names decide, not numbers: sources disagree about the numbers, and one name (808) is spelled in two
 * ways. `source` says where the meaning comes from, `grade` how far to trust it: documented by
 * Microsoft, observed by others on the real service, or inferred from those.
 */

export type Explanation = {
  readonly means: string
  readonly next: string
  readonly source: string
  readonly grade: 'documented' | 'observed' | 'inferred'
}

const manualPage = 'Microsoft, "Manually register devices with Windows Autopilot"'
const oofhours =
  'oofhours.com 2019-07, list of ZTD error codes by a former Autopilot programme manager'

const elsewhere: Explanation = {
  means: 'The device is registered in another tenant.',
  next: 'Its owner there must deregister it first; then import it again.',
  source: `${manualPage}; ${oofhours}; Partner Center batch status sample (808)`,
  grade: 'documented',
}

const explanations: Readonly<Record<string, Explanation>> = {
  ZtdDeviceAlreadyAssigned: {
    means:
      'The device is already registered in this tenant; nothing was changed, also not its group tag.',
    next: 'There is nothing to do; to change its tag or user, see taxiway devices update --help.',
    source: `${manualPage}; ${oofhours} (806)`,
    grade: 'documented',
  },
  ZtdDeviceAssignedToOtherTenant: elsewhere,
  ZtdDeviceAssignedToAnotherTenant: elsewhere,
  ZtdDeviceDuplicated: {
    means: 'The same device stands in this import more than once; its first row was processed.',
    next: 'There is nothing to do; remove the repeated row if you keep the file.',
    source: manualPage,
    grade: 'documented',
  },
  InvalidZtdHardwareHash: {
    means:
      'The hardware hash cannot be used: it is damaged, cut off, or lacks manufacturer or serial number.',
    next: 'See what is wrong with taxiway hash check <file>, and collect the hash again on the device.',
    source: `${oofhours} (802); Microsoft, Autopilot FAQ`,
    grade: 'documented',
  },
  MissingZtdSerialNumberAndProductKey: {
    means: 'The row has neither a serial number nor a product key.',
    next: 'Fill in the Device Serial Number column and import the row again.',
    source: `${oofhours} (803)`,
    grade: 'observed',
  },
  InvalidZtdRequestBody: {
    means: 'The service could not read the row.',
    next: 'Check the file with taxiway csv check <file>.',
    source: `${oofhours} (801)`,
    grade: 'observed',
  },
  ZtdDeviceNotFound: {
    means: 'No device fits the product key or the manufacturer, model and serial number.',
    next: 'Register the device with its hardware hash instead.',
    source: `${oofhours} (812)`,
    grade: 'observed',
  },
  ZtdDeviceIsNotUnique: {
    means: 'Several devices fit the manufacturer, model and serial number.',
    next: 'Register the device with its hardware hash instead.',
    source: `${oofhours} (813)`,
    grade: 'observed',
  },
  ZtdDeviceAlreadyAadRegistered: {
    means: 'The device has an Entra registration that stands in the way.',
    next: 'Remove the device from Entra ID and Intune first, then import it again.',
    source: `${oofhours} (814, name only)`,
    grade: 'inferred',
  },
  StorageError: {
    means: 'The service could not store the row; the row itself may be fine.',
    next: 'Import the row again later; if that does not help, ask whoever runs the service.',
    source: manualPage,
    grade: 'documented',
  },
  ImportRecordGone: {
    means: 'The record of this row was deleted on the server before its verdict was read.',
    next: 'See whether the device is there: taxiway devices show <serial number>.',
    source:
      'Made by the command line: community scripts delete every import record when they finish',
    grade: 'observed',
  },
}

/** The explanation of an error name; for an unknown one, the plain truth that it is unknown. */
export function explain(errorName: string): Explanation {
  return (
    explanations[errorName] ?? {
      means: `The service says ${errorName === '' ? 'no reason' : errorName}, which is in no list we know.`,
      next: 'Import the row again later; if that does not help, ask whoever runs the service.',
      source: 'none',
      grade: 'inferred',
    }
  )
}
