/** Groups and applications that may be given a role. People, of whom there may be many thousands, are searched. */
import type { Group } from 'taxiway-autopilot'
import type { Application } from 'taxiway-autopilot/admin'
import { admin, graphV1 } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'

export type Principals = ReturnType<typeof usePrincipals>

export function usePrincipals() {
  const may = useMay()
  const groups = useEntities<Group>(`${graphV1}/groups?$top=999`, may('groups.read'))
  const applications = useEntities<Application>(`${admin}/applications`, may('applications.read'))
  return {
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
