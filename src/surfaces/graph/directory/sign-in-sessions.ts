/** `/users/{id}/revokeSignInSessions`: ends everything that a person has signed in to. [documented: Graph users] */
import { noteAudit } from '../../../core/acting.ts'
import type { People } from '../../../core/directory/user.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'

export type SignInSessionDeps = { readonly people: Pick<People, 'find' | 'endSignIns'> }

const route = routesWith<SignInSessionDeps>()

export function signInSessionRoutes(graph: GraphVersion): readonly Route<SignInSessionDeps>[] {
  return [
    route({
      method: 'POST',
      path: '/users/:id/revokesigninsessions',
      permission: 'sign-ins.revoke',
      audit: { category: 'User', resource: 'User', action: 'revokeSignInSessions' },
      async handle({ ports: { people }, caller: { tenantId }, parameter, request }) {
        const id = parameter('id', ids.user)
        const person = await people.find(tenantId, id)
        if (!person) throw new DomainError('not-found', `There is no user '${id}'.`)
        await people.endSignIns(tenantId, person.id)
        noteAudit({ type: 'User', id: person.id, name: person.userPrincipalName })
        return { '@odata.context': graph.links.context(request, 'Edm.Boolean'), value: true }
      },
    }),
  ]
}
