/** Applications that may be given a role. People and groups, of whom there may be many thousands, are searched. */
import type { Application } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'

export type Principal = { readonly id: string; readonly name: string }

export function useApplications(): readonly Principal[] {
  const may = useMay()
  const { data } = useEntities<Application>(`${admin}/applications`, may('applications.read'))
  return (data ?? []).map(({ applicationId, displayName }) => ({
    id: applicationId,
    name: displayName,
  }))
}
