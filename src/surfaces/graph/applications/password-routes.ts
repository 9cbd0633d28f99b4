/** `addPassword` and `removePassword`, which applications and service principals have alike. */
import type { Application } from '../../../core/applications/application.ts'
import type { ApplicationDeps } from '../../../core/applications/manage-applications.ts'
import { type AuditName, type Input, type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { addPassword, keyRequest, passwordRequest, removePassword } from './application-proofs.ts'

type Of<Ports> = {
  /** The path of the set, below the version. */
  readonly base: string
  readonly audit: AuditName
  /** The application that the path names. */
  readonly named: (input: Input<Ports>) => Promise<Application>
}

export function passwordRoutes<Ports extends ApplicationDeps>(
  { base, audit, named }: Of<Ports>,
  { links }: GraphVersion,
): readonly Route<Ports>[] {
  const route = routesWith<Ports>()
  const permission = 'applications.write'
  return [
    route({
      method: 'POST',
      path: `${base}/:id/addpassword`,
      permission,
      audit: { ...audit, action: 'addPassword' },
      body: passwordRequest,
      async handle(input) {
        const of = { caller: input.caller, application: await named(input) }
        const context = links.context(input.request, 'microsoft.graph.passwordCredential')
        return { '@odata.context': context, ...(await addPassword(input.ports, of, input.body)) }
      },
    }),
    route({
      method: 'POST',
      path: `${base}/:id/removepassword`,
      permission,
      audit: { ...audit, action: 'removePassword' },
      body: keyRequest,
      status: 204,
      async handle(input) {
        const of = { caller: input.caller, application: await named(input) }
        return await removePassword(input.ports, of, input.body.keyId)
      },
    }),
  ]
}
