/** What several tables of permissions name: Intune's scopes of enrollment, and permissions beyond any group tag. */
export const serviceRead = [
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementServiceConfig.ReadWrite.All',
]
export const serviceWrite = ['DeviceManagementServiceConfig.ReadWrite.All']

/** Only an unlimited assignment carries it. */
export function never(title: string, scopes: readonly string[]) {
  return { title, limit: 'never', scopes } as const
}
