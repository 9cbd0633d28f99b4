/**
 * Why a device is not registered: the rows that a registry refuses, by the name under which clients read it.
 *
 * Clients match the name, not the number: sources disagree about numbers, and some names have none.
 * `source` says where a meaning comes from and `grade` how reliable it is: documented by Microsoft, observed by
 * others on the real service, or inferred from those.
 */
export type Grade = 'documented' | 'observed' | 'inferred'

export type Refusal = {
  /** `deviceErrorCode`; 0 if no source gives a number. */
  readonly code: number
  readonly meaning: string
  /** What to do about it, whatever tool is used. */
  readonly nextStep: string
  /** The command that helps, for users of the command line; absent: none. */
  readonly command?: string
  readonly source: string
  readonly grade: Grade
}

/** An error as clients read it: a number and the name they match. */
export type ReportedError = { readonly code: number; readonly name: string }

const manualPage = 'Microsoft, "Manually register devices with Windows Autopilot"'
export const oofhours =
  'oofhours.com 2019-07, list of ZTD error codes by a former Autopilot programme manager'

/** What Taxiway refuses rows with. Microsoft's names, but for those whose source is Taxiway. */
export const refusals = {
  InvalidZtdHardwareHash: {
    code: 802,
    meaning:
      'The hardware hash cannot be used: it is damaged, cut off, or lacks manufacturer or serial number.',
    nextStep: 'Collect the hash again on the device.',
    command: 'taxiway hash check <file>',
    source: `${oofhours}; Microsoft, Autopilot FAQ`,
    grade: 'documented',
  },
  MissingZtdSerialNumberAndProductKey: {
    code: 803,
    meaning:
      'Nothing in the row names the device: it has neither a serial number nor a product key.',
    nextStep: 'Fill in the serial number and import the row again.',
    source: oofhours,
    grade: 'observed',
  },
  ZtdDeviceAlreadyAssigned: {
    code: 806,
    meaning:
      'The device is already registered in this tenant; nothing was changed, not even its group tag.',
    nextStep: 'There is nothing to do; change its group tag or user on the registered device.',
    command: 'taxiway devices update --help',
    source: `${manualPage}; ${oofhours}`,
    grade: 'documented',
  },
  ZtdDeviceAssignedToOtherTenant: {
    code: 808,
    meaning: 'The device is registered in another tenant.',
    nextStep: 'Its owner there must deregister it first; then import it again.',
    source: `${manualPage}; ${oofhours}; Partner Center batch status sample`,
    grade: 'documented',
  },
  ZtdDeviceNotFound: {
    code: 812,
    meaning:
      'No device is known by this manufacturer, model and serial number, or by this product key id; after a new mainboard it is known by neither.',
    nextStep:
      'Compare spelling and case with the firmware; if they are right, register the device with its hardware hash.',
    source: `${oofhours}; Partner Center, device identifiers`,
    grade: 'documented',
  },
  ZtdDeviceIsNotUnique: {
    code: 813,
    meaning: 'The device may be one of several registered ones, or a new one.',
    nextStep:
      'On a Taxiway server, decide the conflict; elsewhere, register the device with its hardware hash.',
    command: 'taxiway conflicts list',
    source: `${oofhours}, of manufacturer, model and serial number`,
    grade: 'observed',
  },
  ZtdDeviceDuplicated: {
    code: 0,
    meaning: 'The same device occurs in this import more than once; its first row was processed.',
    nextStep: 'There is nothing to do; remove the repeated row if you keep the file.',
    source: manualPage,
    grade: 'documented',
  },
  AssignedUserNotInTenant: {
    code: 0,
    meaning:
      'The assigned user is not written as name@domain, its domain is not a domain of the tenant, or the tenant demands that the person is there and has a license.',
    nextStep:
      'Correct the user and import the row again: a device of somebody who cannot sign in may be unusable until the user is unassigned.',
    source: `Made by Taxiway, by the check that Microsoft documents: ${manualPage}`,
    grade: 'documented',
  },
  GroupTagNotPermitted: {
    code: 0,
    meaning: 'Your role does not reach devices with this group tag.',
    nextStep:
      'Use a group tag that your role covers, or have somebody with a wider role import it.',
    source: 'Taxiway; no source knows such a limit',
    grade: 'documented',
  },
  TpmKeyRequired: {
    code: 0,
    meaning:
      'The hardware hash shows no TPM key, so the device could never prove itself, and your organization registers no such devices.',
    nextStep:
      'Turn the TPM on in the firmware and collect the hash again in full Windows, or have the policy changed.',
    command: 'taxiway hash check <file>',
    source: 'Taxiway (`forbidHashOnlyClaims`); no source knows such a rule',
    grade: 'documented',
  },
  ConsentRevoked: {
    code: 0,
    meaning: 'The customer no longer allows this partner to add devices.',
    nextStep: 'Ask the customer for a new relationship, then send the row again.',
    source: 'Taxiway; no source knows such a rule',
    grade: 'documented',
  },
  CustomerLimitReached: {
    code: 0,
    meaning: 'The customer allows this partner no more devices than it has added already.',
    nextStep: 'Ask the customer for a new relationship with a higher limit.',
    source: 'Taxiway; no source knows such a limit',
    grade: 'documented',
  },
  HashContradictsSerial: {
    code: 0,
    meaning: 'The serial number in the row is not the one in its hardware hash.',
    nextStep:
      'Find out which device the hash is from; send the hash alone, or with its own serial number.',
    command: 'taxiway hash decode <file>',
    source: 'Taxiway; no source knows such a rule',
    grade: 'documented',
  },
  StorageError: {
    code: 0,
    meaning: 'The service could not store the row; the row itself may be fine.',
    nextStep: 'Import the row again later; if that does not help, ask the operator of the service.',
    source: manualPage,
    grade: 'documented',
  },
} as const satisfies Readonly<Record<string, Refusal>>

export type RefusalName = keyof typeof refusals

export function isRefusal(name: string): name is RefusalName {
  return Object.hasOwn(refusals, name)
}
