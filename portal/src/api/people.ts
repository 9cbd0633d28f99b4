/** People of the organization. */
import type { User } from 'taxiway-autopilot'
import type { ListedPerson } from 'taxiway-autopilot/admin'
import { admin, ask, graphV1 } from './ask.ts'
import { useLongList } from './long-list.ts'
import { queryClient } from './query-client.ts'

const root = 'people'

export function usePeople(query: string, enabled = true) {
  const parameters = new URLSearchParams(query)
  parameters.set('limit', '500')
  return useLongList<ListedPerson>(`${admin}/people?${parameters}`, { by: 'after', root, enabled })
}

export type NewPerson = {
  readonly userPrincipalName: string
  readonly displayName: string
  /** Absent: nobody signs in with one until it is given. */
  readonly password?: string
}

export async function addPerson({ password, ...person }: NewPerson): Promise<void> {
  await ask<User>(`${graphV1}/users`, {
    method: 'POST',
    body: {
      ...person,
      accountEnabled: true,
      mailNickname: person.userPrincipalName.split('@')[0],
      ...(password !== undefined && {
        passwordProfile: { password, forceChangePasswordNextSignIn: true },
      }),
    },
  })
  await peopleChanged()
}

export function pathOfPerson(id: string): string {
  return `${graphV1}/users/${id}`
}

export function peopleChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [root] })
}

/** 90 random bits, in letters and digits that are hard to mistake for each other. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const drawn = Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => letters[byte & 31])
  return drawn.join('').replace(/(.{6})(?=.)/g, '$1-')
}
