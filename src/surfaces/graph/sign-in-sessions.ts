/** `/users/{id}/revokeSignInSessions`: ends everything that a person has signed in to. [documented: Graph users] */
import { noteAudit } from '../../core/access/acting.ts'
import type { People } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { parseUuid } from '../../core/ids.ts'
import type { GraphVersion } from './entity-set.ts'
import { parameter, type Route } from './routes.ts'

export type SignInSessionDeps = { readonly people: Pick<People, 'find' | 'endSignIns'> }

export function signInSessionRoutes(
  { people }: SignInSessionDeps,
  graph: GraphVersion,
): readonly Route[] {
  return [
    [
      'POST',
      '/users/:id/revokesigninsessions',
      'sign-ins.revoke',
      async (c, { tenantId }) => {
        const id = parseUuid(parameter(c, 'id'))
        const person = id && (await people.find(tenantId, id))
        if (!person) throw new DomainError('not-found', `There is no user '${parameter(c, 'id')}'.`)
        await people.endSignIns(tenantId, person.id)
        noteAudit({ type: 'User', id: person.id, name: person.userPrincipalName })
        return c.json({ '@odata.context': graph.links.context(c, 'Edm.Boolean'), value: true })
      },
    ],
  ]
}
