/**
 * What error codes of a first boot mean and what to do next. Sources: Microsoft's pages on troubleshooting
 * Autopilot (documented), HRESULTs of MS-MDE2 (documented), and reports by others (observed); docs/first-boot.md.
 */

export type Cause = {
  readonly code: string
  readonly name: string
  readonly meaning: string
  readonly nextStep: string
  readonly source: 'documented' | 'observed' | 'inferred'
}

type Row = readonly [
  code: string,
  name: string,
  meaning: string,
  nextStep: string,
  source: Cause['source'],
]

const rows: readonly Row[] = [
  [
    '807',
    'ZtdDeviceIsNotRegistered',
    'The service does not know the device.',
    'Import its hardware hash, then restart OOBE.',
    'documented',
  ],
  [
    '809',
    'ZtdDeviceHasNoAssignedProfile',
    'The profile that was assigned to the device was deleted.',
    'Assign another profile, then restart OOBE.',
    'documented',
  ],
  [
    '815',
    'ZtdDeviceHasNoAssignedProfile',
    'The device is registered and has no profile.',
    'Assign a profile to the device or to a group that it is in, then restart OOBE.',
    'documented',
  ],
  [
    '908',
    'SerialNumberMismatch',
    'The hardware is not what was registered: the serial number, the product key or more of it differs.',
    'Capture the hash again and register the device anew, as after a repair.',
    'documented',
  ],
  [
    '171',
    'TpmAttestationFailed',
    'The TPM was not accepted: its certificate is missing or leads to no trusted maker.',
    'Add the root of the TPM maker to the folder of roots, or stop requiring the certificate.',
    'documented',
  ],
  [
    '172',
    'ProfileNotAvailable',
    'The profile could not be made available, mostly after a failed attestation.',
    'Look for event 171 before it.',
    'documented',
  ],
  [
    '0x80180014',
    'DeviceNotSupported',
    'The device deployed itself once already, or enrollment of Windows devices is blocked.',
    'Unblock the device (allowNextEnrollment), or delete its managed device.',
    'documented',
  ],
  [
    '0x80180005',
    'EnrollmentServer',
    'The enrollment service refused: pre-provisioning is not allowed by the profile.',
    'Allow pre-provisioning in the profile, or start in user-driven mode.',
    'documented',
  ],
  [
    '0x80180018',
    'UserLicense',
    'The person who signed in has no license for device management.',
    'Assign a license to the person.',
    'documented',
  ],
  [
    '0x80180013',
    'DeviceCapReached',
    'The person has as many devices as the limit allows.',
    'Remove devices of the person, or raise the limit.',
    'documented',
  ],
  [
    '0x800705B4',
    'Timeout',
    'The TPM could not be attested in time; virtual and old TPMs cannot be attested at all.',
    'Use a physical TPM 2.0 with a current firmware, check the clock, or use a user-driven profile.',
    'documented',
  ],
  [
    '0x81039001',
    'AttestationTimeout',
    'The attestation of the TPM did not come to an end.',
    'Restart the device, and check that it reaches the maker of its TPM.',
    'documented',
  ],
  [
    '0x801C03EA',
    'JoinRefused',
    'The TPM could not prove the device to Microsoft Entra.',
    'Update the TPM firmware; use a TPM 2.0.',
    'documented',
  ],
  [
    '0x801C03F3',
    'DirectoryObjectMissing',
    'The Microsoft Entra object that registration made for the device was deleted.',
    'Delete the registration and import the device again.',
    'documented',
  ],
  [
    '0x80070774',
    'DomainNotFound',
    'Hybrid join found no domain controller.',
    'Check the domain-join profile and that the device reaches a domain controller.',
    'documented',
  ],
  [
    '0x80004005',
    'Unspecified',
    'Something failed that has no code of its own.',
    'Collect the diagnostics of the device and read their events.',
    'documented',
  ],
]

export const deploymentCauses: readonly Cause[] = rows.map(
  ([code, name, meaning, nextStep, source]) => ({ code, name, meaning, nextStep, source }),
)

const causes: ReadonlyMap<string, Cause> = new Map(
  deploymentCauses.map((cause) => [cause.code.toLowerCase(), cause]),
)

/** Undefined: no source explains the code. */
export function causeOf(code: string | null): Cause | undefined {
  return code === null ? undefined : causes.get(code.toLowerCase())
}
