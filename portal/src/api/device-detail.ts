/** Everything about one device. */
import { useQuery } from '@tanstack/react-query'
import type { DeviceIdentity, DirectoryDevice, GraphPage } from 'taxiway-autopilot'
import type {
  Assignment,
  Device,
  DeviceHash,
  List,
  Page,
  TimelineEntry,
} from 'taxiway-autopilot/admin'
import { admin, ask, graphV1 } from './ask.ts'

export function fetchDevice(id: string, signal?: AbortSignal): Promise<Device> {
  return ask<Device>(`${admin}/devices/${id}`, signal === undefined ? {} : { signal })
}

export function useDevice(id: string) {
  return useQuery({
    queryKey: ['devices', 'one', id],
    queryFn: ({ signal }) => fetchDevice(id, signal),
  })
}

export function useHashes(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['devices', 'one', id, 'hashes'],
    queryFn: ({ signal }) => ask<List<DeviceHash>>(`${admin}/devices/${id}/hashes`, { signal }),
    enabled,
    // Each reading is written to the audit, so nothing reads it by itself.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
}

export function useAssignment(id: string) {
  return useQuery({
    queryKey: ['devices', 'one', id, 'assignment'],
    queryFn: ({ signal }) => ask<Assignment>(`${admin}/devices/${id}/assignment`, { signal }),
  })
}

export function fetchTimeline(
  id: string,
  kind: string,
  after: string,
): Promise<Page<TimelineEntry>> {
  const parameters = new URLSearchParams()
  if (kind !== '') parameters.set('kinds', kind)
  if (after !== '') parameters.set('after', after)
  return ask<Page<TimelineEntry>>(`${admin}/devices/${id}/timeline?${parameters}`)
}

export function useDirectoryDevice(id: string) {
  return useQuery({
    queryKey: ['devices', 'one', id, 'entra'],
    queryFn: async ({ signal }) => {
      const device = await ask<DeviceIdentity>(
        `${graphV1}/deviceManagement/windowsAutopilotDeviceIdentities/${id}`,
        { signal },
      )
      const entra = device.azureActiveDirectoryDeviceId
      if (entra === null || /^[0-]+$/.test(entra)) return null
      const filter = encodeURIComponent(`deviceId eq '${entra}'`)
      const { value } = await ask<GraphPage<DirectoryDevice>>(
        `${graphV1}/devices?$filter=${filter}`,
        { signal },
      )
      return value[0] ?? null
    },
  })
}
