/** What a device calls itself in management: 32 hexadecimal digits or a GUID, in any spelling of them. */

/** The same for the same id, however it is spelled; the statements of storage say the same. */
export function deviceIdKey(deviceId: string): string {
  return deviceId.replace(/[{}-]/g, '').toLowerCase()
}
