/** Where the server did not answer, it is asked whether it is back, and what failed is then read anew. */
import { useEffect, useSyncExternalStore } from 'react'
import { currentConnection, noteAnswered, onConnection } from '../api/connection.ts'
import { queryClient } from '../api/query-client.ts'

/** Needs no token. */
const path = '/common/portal-configuration'
const everyMs = 3_000

export function useComeback(): void {
  const isAway = useSyncExternalStore(onConnection, currentConnection).offlineSince !== undefined
  useEffect(() => {
    if (!isAway) return undefined
    const timer = setInterval(() => void look(), everyMs)
    return () => {
      clearInterval(timer)
      void queryClient.refetchQueries({
        type: 'active',
        predicate: ({ state }) => state.status === 'error',
      })
    }
  }, [isAway])
}

async function look(): Promise<void> {
  try {
    if ((await fetch(path, { cache: 'no-store' })).ok) noteAnswered()
  } catch {
    // It is still away.
  }
}
