/** The device list and its counts. */

import type { DeviceIdentity, GraphPage } from 'taxiway-autopilot'
import type { CountedDevicePage, Facets } from 'taxiway-autopilot/admin'
import { texts } from '../texts/texts.ts'
import { admin, ask, graphV1 } from './ask.ts'

export type DeviceQuery = {
  readonly q: string
  readonly filter: string
  readonly sort: string
}

export async function fetchDevices(
  query: DeviceQuery,
  skip: number,
  signal: AbortSignal,
): Promise<CountedDevicePage> {
  const parameters = new URLSearchParams({
    sort: query.sort,
    skip: String(skip),
    top: '100',
    count: 'true',
  })
  if (query.q !== '') parameters.set('q', query.q)
  if (query.filter !== '') parameters.set('filter', query.filter)
  return ask<CountedDevicePage>(`${admin}/devices?${parameters}`, { signal })
}

export async function countDevices(signal: AbortSignal): Promise<number> {
  const page = await ask<CountedDevicePage>(`${admin}/devices?top=1&count=true`, { signal })
  return page.count
}

export function fetchFacets(
  field: string,
  { q, filter }: Pick<DeviceQuery, 'q' | 'filter'>,
  signal: AbortSignal,
): Promise<Facets> {
  const parameters = new URLSearchParams({ by: field, top: '200' })
  if (q !== '') parameters.set('q', q)
  if (filter !== '') parameters.set('filter', filter)
  return ask<Facets>(`${admin}/devices/facets?${parameters}`, { signal })
}

/** Of the one device with exactly this serial number. */
export async function idOfSerial(serial: string): Promise<string> {
  const filter = encodeURIComponent(`contains(serialNumber,'${serial.replaceAll("'", "''")}')`)
  const path = `${graphV1}/deviceManagement/windowsAutopilotDeviceIdentities?$filter=${filter}`
  const { value } = await ask<GraphPage<DeviceIdentity>>(path)
  const [found, ...more] = value.filter(({ serialNumber }) => serialNumber === serial)
  if (found === undefined) throw new Error(texts.common.serialNotFound(serial))
  if (more.length > 0) throw new Error(texts.common.serialTwins(serial))
  return found.id
}
