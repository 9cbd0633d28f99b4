/** `POST /users` and `PATCH /users/{id}`: people of the directory, made and changed. [documented: Graph users] */
import { z } from 'zod'
import {
  changePerson,
  createPerson,
  type PeopleDeps,
} from '../../../core/directory/manage-people.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { entityBody, type GraphVersion } from '../entity-set.ts'
import { userSet } from './directory.ts'

const newPerson = z.object({
  userPrincipalName: z.string(),
  displayName: z.string(),
  accountEnabled: z.boolean().default(true),
  /** What comes before the @, which is known from the name. */
  mailNickname: z.string().nullish(),
  passwordProfile: z
    .object({
      password: z.string(),
      /** Whatever it says: a password that somebody else chose has to be changed. */
      forceChangePasswordNextSignIn: z.boolean().nullish(),
    })
    .nullish(),
})

const personChange = z.object({
  displayName: z.string().optional(),
  accountEnabled: z.boolean().optional(),
})

const audit = { category: 'User', resource: 'User' } as const
const permission = 'users.write'
const route = routesWith<PeopleDeps>()

export function peopleRoutes(graph: GraphVersion): readonly Route<PeopleDeps>[] {
  return [
    route({
      method: 'POST',
      path: '/users',
      permission,
      audit,
      body: newPerson,
      status: 201,
      async handle(input) {
        const { ports, caller, body } = input
        const row = await createPerson(ports, caller, {
          userPrincipalName: body.userPrincipalName,
          displayName: body.displayName,
          enabled: body.accountEnabled,
          password: body.passwordProfile?.password,
        })
        return await entityBody(input, { set: userSet, graph, row })
      },
    }),
    route({
      method: 'PATCH',
      path: '/users/:id',
      permission,
      audit,
      body: personChange,
      status: 204,
      async handle({ ports, caller, parameter, body }) {
        await changePerson(ports, caller, {
          idOrName: parameter('id', ids.userOrName),
          change: { displayName: body.displayName, enabled: body.accountEnabled },
        })
        return undefined
      },
    }),
  ]
}
