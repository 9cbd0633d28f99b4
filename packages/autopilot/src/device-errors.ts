/**
 * The errors that a device logs when the service refuses it, or when it rejects its registration.
 * [documented: Microsoft, "Troubleshooting overview", table of event ids]
 */
export type DeviceError = {
  /** The id of the event, which is also the number of the error. */
  readonly code: number
  /** One name may have two numbers, and one number two names. */
  readonly names: readonly string[]
  readonly meaning: string
  readonly nextStep: string
}

export const deviceErrors: readonly DeviceError[] = [
  {
    code: 807,
    names: ['ZtdDeviceIsNotRegistered'],
    meaning: 'the service does not know this device',
    nextStep: 'import its hash',
  },
  {
    code: 809,
    names: ['ZtdDeviceHasNoAssignedProfile'],
    meaning: 'the assigned profile was deleted',
    nextStep: 'assign another',
  },
  {
    code: 815,
    names: ['ZtdDeviceHasNoAssignedProfile'],
    meaning: 'no profile is assigned and there is no default one',
    nextStep: 'assign one',
  },
  {
    code: 908,
    names: ['SerialNumberMismatch', 'ProductKeyIdMismatch'],
    meaning: 'the hardware is not what was registered',
    nextStep: 'register it anew',
  },
]
