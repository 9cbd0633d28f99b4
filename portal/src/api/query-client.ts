/** One store of what the server said; the address is the only other state. */
import { QueryClient } from '@tanstack/react-query'
import { ApiError, Offline } from './api-error.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 60_000,
      networkMode: 'always',
      retry: (failures, error) =>
        error instanceof Offline ? failures < 2 : !(error instanceof ApiError) && failures < 1,
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
})
