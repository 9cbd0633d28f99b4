/** The list that a device's page was opened from, for its keys "next" and "previous" and for the way back. */
import type { Device } from 'taxiway-autopilot/admin'

let remembered: { readonly search: string; readonly ids: readonly string[] } = {
  search: '',
  ids: [],
}

export function rememberOrder(search: string, devices: readonly Pick<Device, 'id'>[]): void {
  remembered = { search, ids: devices.map(({ id }) => id) }
}

export function listAddress(): string {
  return `/devices${remembered.search}`
}

/** Undefined at the end of what was seen. */
export function neighbour(id: string, by: 1 | -1): string | undefined {
  const at = remembered.ids.indexOf(id)
  return at === -1 ? undefined : remembered.ids[at + by]
}
