/** The registry keys that diagnostics of a first start hold, in the text form of `.reg` files. */
import type { SimulatedDevice } from '../windows/simulated-device.ts'

const provisioning = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Provisioning'
const oobe = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\UserOOBE'

/** Values that Windows copies out of the profile one by one. [observed] */
const copied = [
  'CloudAssignedTenantId',
  'CloudAssignedTenantDomain',
  'CloudAssignedOobeConfig',
  'CloudAssignedDeviceName',
  'DeploymentProfileName',
] as const

export function registryText({ kept, tenantMatched }: SimulatedDevice): string {
  const { profile, blank, oobeStarts, answer } = kept
  const cache = profile ?? blank
  const diagnostics = {
    IsAutoPilotDisabled: profile === null ? 1 : 0,
    ...(profile !== null && {
      AadTenantId: profile['CloudAssignedTenantId'],
      TenantMatched: tenantMatched === false ? 0 : 1,
    }),
    ...Object.fromEntries(
      copied.flatMap((name) => (profile?.[name] === undefined ? [] : [[name, profile[name]]])),
    ),
  }
  const keys: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    [`${provisioning}\\Diagnostics\\Autopilot`, diagnostics],
    [
      `${provisioning}\\Diagnostics\\Autopilot\\EstablishedCorrelations`,
      {
        ZtdRegistrationId: answer?.registrationId ?? '',
        AutopilotServiceCorrelationId: cache?.['AutopilotServiceCorrelationId'] ?? '',
      },
    ],
    [
      `${provisioning}\\AutopilotPolicyCache`,
      {
        ProfileAvailable: profile === null ? 0 : 1,
        ...(cache !== null && { PolicyJsonCache: JSON.stringify(cache) }),
      },
    ],
    [oobe, { UserOOBE: oobeStarts }],
  ]
  const text = keys.map(([key, values]) => [`[${key}]`, ...Object.entries(values).map(line), ''])
  return ['Windows Registry Editor Version 5.00', '', ...text.flat()].join('\r\n')
}

function line([name, value]: readonly [string, unknown]): string {
  if (typeof value === 'number') return `"${name}"=dword:${value.toString(16).padStart(8, '0')}`
  return `"${name}"="${String(value).replaceAll(/[\\"]/g, '\\$&')}"`
}
