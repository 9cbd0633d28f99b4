/** A whole server with a clock that tests move, and people whose only factor is an authenticator app. */
import { allRoles } from '../../src/core/access/permissions.ts'
import type { Person } from '../../src/core/directory/user.ts'
import { fromBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { openMovableRegistry } from '../support/movable-registry.ts'
import { type Client, json } from '../support/registry.ts'
import { peopleOf } from './registry-people.ts'

export const base = '/admin/v1'

/** Seconds. */
export const day = 24 * 60 * 60

export type Holder = {
  readonly person: Person
  /** The app's id, and what it shows. */
  readonly app: string
  code(): string
  /** A second one, over the API; its id. */
  addApp(client: Pick<Client, 'ask'>): Promise<string>
  signIn(): Promise<Pick<Client, 'ask'>>
}

export type CarefulSite = Awaited<ReturnType<typeof startCareful>>

export async function startCareful() {
  const { registry, now, pass, close } = await openMovableRegistry()
  const client = await registry.newTenant()
  const { tenantId } = client
  const people = await peopleOf(registry, client)

  /** By a program of the tenant, with a token of now. */
  const robot = async (...[method, path, body]: Parameters<Client['ask']>) =>
    (await registry.newClient(tenantId, allRoles)).ask(method, path, body)

  /** A person with an authenticator app and nothing else. */
  async function holder(name: string, roles: readonly string[] = []): Promise<Holder> {
    const person = await people.add(name, roles)
    const add = async (client: Pick<Client, 'ask'>) => {
      const begun = await json(client.ask('POST', `${base}/me/authenticator-apps`, {}))
      const read = fromBase32(begun.key)
      if (!read.ok) throw new Error('there is no key')
      const code = () => {
        pass(appSettings.stepSeconds)
        return codeAt(read.bytes, appSettings, stepAt(now(), appSettings))
      }
      const proof = { id: begun.id, code: code() }
      await client.ask('POST', `${base}/me/authenticator-apps/confirm`, proof)
      const { tokens } = await json(client.ask('GET', `${base}/me/factors`))
      return { id: tokens.at(-1).id, code }
    }
    const { id: app, code } = await add(await people.signIn(name))
    return {
      person,
      app,
      code,
      addApp: async (client) => (await add(client)).id,
      signIn: () => people.signIn(name, code()),
    }
  }

  return {
    registry,
    tenantId,
    people,
    robot,
    holder,
    pass,
    now,
    close,
    letTriesPass: () => registry.store.pool.query('delete from attempt'),
    removalsOf: async ({ person }: Holder) =>
      (await json(robot('GET', `${base}/users/${person.id}/factors`))).removals,
  }
}

export const status = async (answer: Promise<Response>) => (await answer).status
