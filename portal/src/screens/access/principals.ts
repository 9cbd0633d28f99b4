/** Who may be given a role, by kinds. */
import type { Group, User } from 'taxiway-autopilot'
import type { Application } from 'taxiway-autopilot/admin'
import { admin, graphV1 } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'

export type Principals = ReturnType<typeof usePrincipals>

export function usePrincipals() {
  const may = useMay()
  const people = useEntities<User>(`${graphV1}/users?$top=999`, may('users.read'))
  const groups = useEntities<Group>(`${graphV1}/groups?$top=999`, may('groups.read'))
  const applications = useEntities<Application>(`${admin}/applications`, may('applications.read'))
  return {
    user: (people.data ?? []).map(({ id, displayName }) => ({
      id: id ?? '',
      name: displayName ?? '',
    })),
    group: (groups.data ?? []).map(({ id, displayName }) => ({
      id: id ?? '',
      name: displayName ?? '',
    })),
    application: (applications.data ?? []).map(({ applicationId, displayName }) => ({
      id: applicationId,
      name: displayName,
    })),
  }
}
