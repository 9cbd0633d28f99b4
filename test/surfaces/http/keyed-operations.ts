/** Requests that would have a second effect if they were done twice. */

export type Operation = { readonly path: string; readonly body: object }

const importType = '#microsoft.graph.importedWindowsAutopilotDeviceIdentity'
const management = '/deviceManagement'
export const group = (name: string): Operation => ({
  path: '/v1.0/groups',
  body: { displayName: name, mailEnabled: false, mailNickname: 'g', securityEnabled: true },
})

const row = {
  file: 'a.csv',
  line: 2,
  productKey: '',
  hardwareIdentifier: 'T0E=',
  groupTag: '',
  assignedUserPrincipalName: '',
}

/** Of each kind so many; each would have a second effect if it were done twice. */
export const operationsOf = (
  applicationId: string,
): readonly (readonly [number, (name: string) => Operation])[] => [
  [12, group],
  [
    6,
    (displayName) => ({
      path: `/beta${management}/windowsAutopilotDeploymentProfiles`,
      body: {
        '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
        displayName,
      },
    }),
  ],
  [
    6,
    (serialNumber) => ({
      path: `/beta${management}/importedWindowsAutopilotDeviceIdentities`,
      body: { serialNumber, hardwareIdentifier: 'T0E=' },
    }),
  ],
  [
    6,
    (serialNumber) => ({
      path: `/v1.0${management}/importedWindowsAutopilotDeviceIdentities/import`,
      body: {
        importedWindowsAutopilotDeviceIdentities: [1, 2, 3].map((each) => ({
          '@odata.type': importType,
          serialNumber: `${serialNumber}-${each}`,
          hardwareIdentifier: 'T0E=',
        })),
      },
    }),
  ],
  [
    6,
    (name) => ({
      path: '/admin/v1/imports',
      body: {
        label: name,
        rows: [{ ...row, serialNumber: name }],
      },
    }),
  ],
  [8, (displayName) => ({ path: '/v1.0/applications', body: { displayName } })],
  [8, (displayName) => ({ path: '/admin/v1/applications', body: { displayName } })],
  [
    6,
    (displayName) => ({
      path: '/admin/v1/roles',
      body: { displayName, permissions: ['devices.read'] },
    }),
  ],
  [
    8,
    (displayName) => ({
      path: `/admin/v1/applications/${applicationId}/secrets`,
      body: { displayName },
    }),
  ],
]
