/** Autopilot's sync, which is possible every ten minutes. */
import { useQuery } from '@tanstack/react-query'
import type { AutopilotSettings } from 'taxiway-autopilot'
import { ask, graph } from './ask.ts'
import { queryClient } from './query-client.ts'
import { useNow } from './use-now.ts'

/** Between two syncs by hand. ms [documented: Graph windowsAutopilotSettings sync] */
const pause = 600_000

const key = ['sync']

export function useSync(enabled: boolean) {
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      ask<AutopilotSettings>(`${graph}/deviceManagement/windowsAutopilotSettings`, { signal }),
    enabled,
    refetchInterval: ({ state }) => (state.data?.syncStatus === 'inProgress' ? 2_000 : 60_000),
  })
  const triggered = data === undefined ? 0 : new Date(data.lastManualSyncTriggerDateTime).getTime()
  const isWaiting = triggered + pause > Date.now()
  const now = useNow(1_000, isWaiting)
  return {
    running: data?.syncStatus === 'inProgress',
    waits: Math.max(0, (triggered + pause - now) / 1000),
    lastAt: data?.lastSyncDateTime,
  }
}

export async function startSync(): Promise<void> {
  try {
    await ask(`${graph}/deviceManagement/windowsAutopilotSettings/sync`, {
      method: 'POST',
      body: {},
    })
  } finally {
    await queryClient.invalidateQueries({ queryKey: key })
  }
}
