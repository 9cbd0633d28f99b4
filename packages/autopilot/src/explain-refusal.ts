/** The meaning of an import's error name, whether from Taxiway, Microsoft's service, or a client of either. */
import { oofhours, type Refusal, refusals } from './refusals.ts'

/** Names that Taxiway does not give. */
const others: Readonly<Record<string, Refusal>> = {
  /** The other spelling of 808. */
  ZtdDeviceAssignedToAnotherTenant: refusals.ZtdDeviceAssignedToOtherTenant,
  InvalidZtdRequestBody: {
    code: 801,
    meaning: 'The service could not read the row.',
    nextStep: 'Check the file.',
    command: 'taxiway csv check <file>',
    source: oofhours,
    grade: 'observed',
  },
  ZtdDeviceIsNotRegistered: {
    code: 807,
    meaning: 'The service does not know this device.',
    nextStep: 'Import its hardware hash.',
    source: `${oofhours}; Microsoft, "Troubleshooting overview"`,
    grade: 'documented',
  },
  ZtdProfileIsNotRegistered: {
    code: 809,
    meaning: 'The service does not know the profile.',
    nextStep: 'Choose a profile that exists.',
    source: `${oofhours}, name only`,
    grade: 'inferred',
  },
  ZtdProfileAssignedToOtherTenant: {
    code: 810,
    meaning: 'The profile belongs to another tenant.',
    nextStep: 'Choose a profile of this tenant.',
    source: `${oofhours}, name only`,
    grade: 'inferred',
  },
  ZtdDeviceRegisteredByOtherTenant: {
    code: 811,
    meaning: 'The device was registered by another tenant, which alone may remove it.',
    nextStep: 'Have its owner there deregister it.',
    source: `${oofhours}, for deletions`,
    grade: 'inferred',
  },
  ZtdDeviceNotFound: {
    code: 812,
    meaning: 'No device fits the product key or the manufacturer, model and serial number.',
    nextStep: 'Register the device with its hardware hash instead.',
    source: oofhours,
    grade: 'observed',
  },
  ZtdDeviceAlreadyAadRegistered: {
    code: 814,
    meaning: 'The device has an Entra registration that stands in the way.',
    nextStep: 'Remove the device from Entra ID and Intune first, then import it again.',
    source: `${oofhours}, name only`,
    grade: 'inferred',
  },
  ImportRecordGone: {
    code: 0,
    meaning: 'The record of this row was deleted on the server before its verdict was read.',
    nextStep: 'Look whether the device is registered.',
    command: 'taxiway devices show <serial number>',
    source:
      'Made by the command line: community scripts delete every import record when they finish',
    grade: 'observed',
  },
}

/** Every reason for which a row can be refused, by its name. */
export const knownRefusals: Readonly<Record<string, Refusal>> = { ...others, ...refusals }

/** The explanation of an error name; an unknown one is reported as unknown. */
export function explainRefusal(name: string): Refusal {
  const known = Object.hasOwn(knownRefusals, name) ? knownRefusals[name] : undefined
  if (known !== undefined) return known
  return {
    code: 0,
    meaning:
      name === ''
        ? 'The service gives no reason.'
        : `The service gives the reason ${name}, which is on no list we know.`,
    nextStep: refusals.StorageError.nextStep,
    source: 'none',
    grade: 'inferred',
  }
}
