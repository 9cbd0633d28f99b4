/** Who is signed in, and what this person may do. */
import { useQuery } from '@tanstack/react-query'
import type { Me } from 'taxiway-autopilot/admin'
import { admin, ask } from './ask.ts'

const query = {
  queryKey: ['me'],
  queryFn: () => ask<Me>(`${admin}/me`),
  staleTime: 300_000,
}

export function useMe() {
  return useQuery(query)
}

export type May = (permission: string | undefined) => boolean

/** Nothing is permitted until it is known. An absent permission is everybody's. */
export function useMay(): May {
  const { data } = useMe()
  return (permission) =>
    permission === undefined ||
    (data?.permissions.some((each) => each.permission === permission) ?? false)
}

/** The tags that this person's role is limited to; null = all devices. */
export function tagsOf(me: Me | undefined): readonly string[] | null {
  return me?.permissions.find((each) => each.permission === 'devices.read')?.groupTags ?? null
}
